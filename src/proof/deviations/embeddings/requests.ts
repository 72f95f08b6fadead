/** Requests for embeddings are taken for others. */
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { apis } from '../scopes.ts'
import { asIf } from './edits.ts'

const own = ['embeddings.*/*']

export const embeddingsRequests: readonly Deviation[] = [
  {
    id: 'embeddings-of-tokens-break',
    kind: 'mutant',
    about: 'Tokens in place of a text are answered 500.',
    seen: ['EM-03', 'D56'],
    apis: apis.embeddings,
    kills: ['embeddings.tokens/*granted'],
    also: ['embeddings.tokens/*'],
    hooks: asIf('input', (input) => {
      const [first] = Array.isArray(input) ? (input as readonly unknown[]) : []
      const isTokens = typeof first === 'number' || Array.isArray(first)
      return isTokens ? refuse(500, 'server', 'Internal error.') : input
    }),
  },
  {
    id: 'embeddings-of-nothing',
    kind: 'mutant',
    about: 'An empty list of texts gets an empty list of embeddings.',
    seen: ['EM-06'],
    apis: apis.embeddings,
    kills: ['embedding-requests.empty-input/list.not-granted'],
    also: ['embedding-requests.empty-input/*'],
    hooks: {
      request: (request, call) => {
        const { input } = asObject(request)
        const isEmpty = Array.isArray(input) && input.length === 0
        call.memory.set(`nothing ${call.requestId}`, isEmpty)
        return isEmpty ? { ...asObject(request), input: ' ' } : request
      },
      body: (body, call) =>
        call.memory.get(`nothing ${call.requestId}`) === true && !call.failure
          ? { ...asObject(body), data: [] }
          : body,
    },
  },
  {
    id: 'embeddings-encoding-granted',
    kind: 'mutant',
    about: 'An encoding that does not exist is taken for the default.',
    seen: ['sglang#28803'],
    apis: apis.embeddings,
    kills: ['embedding-requests.out-of-range/*'],
    hooks: asIf('encoding_format', (name) => (name === 'base64' ? name : 'float')),
  },
  {
    id: 'embeddings-dimensions-granted',
    kind: 'mutant',
    about: 'Numbers of dimensions that cannot be are taken for the default.',
    seen: ['EM-06'],
    apis: apis.embeddings,
    kills: ['embedding-requests.out-of-range/*'],
    hooks: asIf('dimensions', (count) => (Number(count) > 0 ? count : undefined)),
  },
  {
    id: 'embeddings-nothing-granted',
    kind: 'mutant',
    about: 'A request without input gets the vector of nothing.',
    seen: ['EM-06'],
    apis: apis.embeddings,
    kills: ['embedding-requests.no-input/*'],
    also: ['embedding-requests.*/*'],
    hooks: {
      request: (request) => {
        const { input } = request as { readonly input?: unknown }
        const isText = typeof input === 'string' || Array.isArray(input)
        return isText ? request : { ...(request as object), input: ' ' }
      },
    },
  },
  {
    id: 'embeddings-empty-granted',
    kind: 'mutant',
    about: 'An empty text gets a vector.',
    seen: ['EM-06'],
    apis: apis.embeddings,
    kills: ['embedding-requests.empty-input/not-granted'],
    hooks: asIf('input', (input) => (input === '' ? ' ' : input)),
  },
  {
    id: 'embeddings-any-model',
    kind: 'mutant',
    about: 'Whatever model is asked for, the only one answers.',
    seen: ['EM-06'],
    apis: apis.embeddings,
    kills: ['embedding-requests.unknown-model/*'],
    also: ['*/model', 'unsupported.embeddings/*'],
    hooks: {
      request: (request) => {
        const { model } = request as { readonly model?: unknown }
        return typeof model === 'string' && !model.includes('/')
          ? {
              ...(request as object),
              model: 'sentence-transformers/nomic-ai/nomic-embed-text-v1.5',
            }
          : request
      },
    },
  },
  {
    id: 'embeddings-tokens-misread',
    kind: 'mutant',
    about: 'A list of tokens is taken for a list of texts.',
    seen: ['EM-03'],
    apis: apis.embeddings,
    kills: ['embeddings.tokens/one-for-each'],
    also: own,
    hooks: asIf('input', (input) =>
      Array.isArray(input) ? input.flat().map((item: unknown) => String(item)) : input,
    ),
  },
]
