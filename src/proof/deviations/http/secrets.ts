/** The key of the client is leaked. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { apis, endpoints } from '../scopes.ts'

export const httpSecrets: readonly Deviation[] = [
  {
    id: 'key-in-error',
    kind: 'mutant',
    about: 'An error repeats the Authorization header.',
    seen: ['secrets'],
    kills: ['*/no-token-leak'],
    hooks: {
      body: (body, call) =>
        call.failure ? { ...asObject(body), received: call.headers.authorization ?? '' } : body,
    },
  },
  {
    id: 'key-in-header',
    kind: 'mutant',
    about: 'A header contains the key.',
    seen: ['secrets'],
    endpoints: endpoints.bedrock,
    kills: ['*/no-token-leak'],
    hooks: {
      headers: (headers, call) => [
        ...headers,
        ['X-Debug-Authorization', String(call.headers.authorization ?? '')],
      ],
    },
  },
  {
    id: 'key-in-trailer',
    kind: 'mutant',
    about: 'A trailer of a stream contains the key.',
    seen: ['secrets'],
    endpoints: endpoints.bedrock,
    apis: apis.streams,
    kills: ['*/no-token-leak'],
    hooks: {
      trailers: (trailers, call) => [
        ...trailers,
        ['X-Debug-Authorization', String(call.headers.authorization ?? '')],
      ],
    },
  },
  {
    id: 'key-in-answer',
    kind: 'mutant',
    about: 'A successful answer contains the key.',
    seen: ['secrets'],
    endpoints: endpoints.bedrock,
    apis: apis.plainJson,
    kills: ['*/no-token-leak'],
    hooks: {
      body: (body, call) =>
        call.failure || typeof body !== 'object'
          ? body
          : { ...body, debug: { key: String(call.headers.authorization ?? '').slice(7) } },
    },
  },
  {
    id: 'key-in-base64',
    kind: 'mutant',
    about: 'The answer contains the key encoded in base64.',
    seen: ['secrets'],
    endpoints: endpoints.bedrock,
    apis: apis.plainJson,
    kills: ['*/no-token-leak'],
    also: ['*/response-schema'],
    hooks: {
      body: (body, call) =>
        call.failure || typeof body !== 'object'
          ? body
          : {
              ...body,
              trace: Buffer.from(String(call.headers.authorization ?? '')).toString('base64'),
            },
    },
  },
  {
    id: 'key-in-stream',
    kind: 'mutant',
    about: 'A stream contains the key.',
    seen: ['secrets'],
    endpoints: endpoints.bedrock,
    apis: apis.chatStreams,
    kills: ['*/no-token-leak'],
    hooks: {
      chunks: (chunks, call) =>
        chunks.map((chunk, at) =>
          at === 1 && typeof chunk !== 'string'
            ? { ...chunk, debug: String(call.headers.authorization ?? '') }
            : chunk,
        ),
    },
  },
]
