/** Features that are claimed are missing or wrong, and features beyond the claim. */
import type { Deviation } from '../../../reference/deviation.ts'
import { endpoints } from '../scopes.ts'

function listed(data: readonly unknown[]) {
  return {
    kind: 'json',
    status: 200,
    headers: [['Content-Type', 'application/json']],
    json: { object: 'list', data, choices: data, model: 'embedded' },
  } as const
}

function ok(json: unknown) {
  return {
    kind: 'json',
    status: 200,
    headers: [['Content-Type', 'application/json']],
    json,
  } as const
}

export const serverFeatures: readonly Deviation[] = [
  {
    id: 'stored-completions-made-up',
    kind: 'mutant',
    about: 'An unknown stored completion is answered with an empty one.',
    seen: ['ER-07'],
    endpoints: endpoints.llamaStack,
    kills: ['llama-stack.unknown-completion/not-found'],
    hooks: {
      intercept: (answer, call) =>
        /\/chat\/completions\/./u.test(call.path) && call.method === 'GET' ? listed([]) : answer,
    },
  },
  {
    id: 'embeddings-broken',
    kind: 'mutant',
    about: 'Embeddings are claimed and not served.',
    seen: ['ER-08'],
    claims: ['embeddings'],
    kills: ['unsupported.embeddings/status'],
    also: ['unsupported.*'],
    hooks: {},
  },
  {
    id: 'embeddings-empty',
    kind: 'mutant',
    about: 'Embeddings have no vector.',
    seen: ['ER-08'],
    claims: ['embeddings'],
    endpoints: endpoints.bedrock,
    kills: ['unsupported.embeddings/has-a-vector'],
    hooks: {
      intercept: (answer, call) =>
        call.path.endsWith('/embeddings') ? listed([{ object: 'embedding', index: 0 }]) : answer,
    },
  },
  {
    id: 'completions-broken',
    kind: 'mutant',
    about: 'Legacy completions are claimed and not served.',
    seen: ['ER-08'],
    claims: ['completions'],
    kills: ['unsupported.completions/status'],
    also: ['unsupported.*'],
    hooks: {},
  },
  {
    id: 'completions-empty',
    kind: 'mutant',
    about: 'Legacy completions have no text.',
    seen: ['ER-08'],
    claims: ['completions'],
    kills: ['unsupported.completions/has-a-text'],
    hooks: {
      intercept: (answer, call) =>
        call.path.endsWith('/completions') && !call.path.includes('chat') ? listed([]) : answer,
    },
  },
  {
    id: 'embeddings-served',
    kind: 'oddity',
    about: 'The server supports embeddings.',
    seen: ['ER-08'],
    claims: ['embeddings'],
    endpoints: endpoints.bedrock,
    sees: ['unsupported.embeddings/*'],
    hooks: {
      intercept: (answer, call) =>
        call.path.endsWith('/embeddings')
          ? ok({
              object: 'list',
              model: 'embedded',
              data: [{ object: 'embedding', index: 0, embedding: [0.1, -0.2, 0.3] }],
              usage: { prompt_tokens: 1, total_tokens: 1 },
            })
          : answer,
    },
  },
  {
    id: 'completions-served',
    kind: 'oddity',
    about: 'The server supports legacy completions.',
    seen: ['ER-08'],
    claims: ['completions'],
    sees: ['unsupported.completions/*'],
    hooks: {
      intercept: (answer, call) =>
        call.path.endsWith('/completions') && !call.path.includes('/chat/')
          ? ok({
              id: 'cmpl-1',
              object: 'text_completion',
              created: 1_700_000_000,
              model: 'embedded',
              choices: [{ index: 0, text: 'Hello', logprobs: null, finish_reason: 'stop' }],
            })
          : answer,
    },
  },
]
