/** Embeddings that are unusual and right. */
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject } from '../../../reference/json.ts'
import { inBody } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { inBoth, inNumbers } from './edits.ts'

const sees = ['embeddings.*/*', 'embedding-requests.*/*']

export const embeddingsLegal: readonly Deviation[] = [
  {
    id: 'embeddings-more-members',
    kind: 'oddity',
    about:
      'The response has an id, a date and counts of what was not generated, as vLLM sends them.',
    seen: ['EM-04'],
    apis: apis.embeddings,
    sees,
    hooks: {
      body: (body, call) =>
        call.failure
          ? body
          : {
              id: `embd-${call.requestId}`,
              created: Math.floor(Date.now() / 1000),
              ...asObject(body),
              usage: {
                ...asObject(asObject(body)['usage']),
                completion_tokens: 0,
                prompt_tokens_details: null,
              },
            },
    },
  },
  {
    id: 'embeddings-unnormalised',
    kind: 'oddity',
    about: 'Vectors have another length than 1, in both encodings.',
    seen: ['EM-01'],
    apis: apis.embeddings,
    sees,
    hooks: inBoth((value) => value * 7.5),
  },
  {
    id: 'embeddings-short-digits',
    kind: 'oddity',
    about: 'Numbers have five digits, which base64 does not round.',
    seen: ['EM-02'],
    apis: apis.embeddings,
    sees,
    hooks: inNumbers((values) => values.map((value) => Number(value.toPrecision(5)))),
  },
  {
    id: 'embeddings-half-precision',
    kind: 'oddity',
    about: 'The fourth digit changes from one request to the next, as in half precision on a GPU.',
    seen: ['EM-02'],
    apis: apis.embeddings,
    sees,
    hooks: {
      body: (body, call) =>
        inNumbers((values) =>
          values.map((value, at) => value * (1 + ((at + call.number) % 3) * 0.0005)),
        ).body?.(body, call),
    },
  },
  {
    id: 'embeddings-whole-numbers',
    kind: 'oddity',
    about: 'Vectors are whole numbers in both encodings, as quantised models give them.',
    seen: ['EM-01'],
    apis: apis.embeddings,
    sees: ['embeddings.simple/*', 'embeddings.batch/*', 'embeddings.repeated/*'],
    hooks: inBoth((value) => Math.round(value * 1000)),
  },
  {
    id: 'embeddings-fixed-size',
    kind: 'oddity',
    about: 'The model has one size: dimensions is refused.',
    seen: ['EM-05'],
    apis: apis.embeddings,
    sees,
    hooks: {
      request: (request) =>
        'dimensions' in asObject(request)
          ? refuse(400, 'bad-request', 'This model has no choice of dimensions.', {
              param: 'dimensions',
            })
          : request,
    },
  },
  {
    id: 'embeddings-float-only',
    kind: 'oddity',
    about: 'The server refuses base64.',
    seen: ['EM-02'],
    apis: apis.embeddings,
    sees,
    hooks: {
      request: (request) =>
        asObject(request)['encoding_format'] === 'base64'
          ? refuse(400, 'bad-request', 'encoding_format must be float.', {
              param: 'encoding_format',
            })
          : request,
    },
  },
  {
    id: 'embeddings-padded-prompt',
    kind: 'oddity',
    about: 'The tokens that begin and end each text are counted.',
    seen: ['EM-04'],
    apis: apis.embeddings,
    sees,
    hooks: {
      body: (body, call) => {
        const entries = asArray(asObject(body)['data']).length
        return inBody('usage/*', (tokens) => Number(tokens) + 2 * entries)(body, call)
      },
    },
  },
]
