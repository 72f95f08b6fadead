/** Members that must be the same in all chunks of a stream differ. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { eachChunk, without } from '../edits/members.ts'
import { afterFirst, inChunks, last, set, third } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { eachUsage } from './edits.ts'

export const chunksIdentity: readonly Deviation[] = [
  {
    id: 'object-wrong-once',
    kind: 'mutant',
    about: 'The `object` of the third chunk is that of a whole answer.',
    seen: ['D18'],
    apis: apis.chunkStreams,
    kills: ['*/chunk-schema'],
    hooks: { chunks: inChunks('object', set('chat.completion'), third) },
  },
  {
    id: 'id-changes-at-the-end',
    kind: 'mutant',
    about: 'The last chunk has another id.',
    seen: ['D16', 'sglang#39864'],
    apis: apis.chunkStreams,
    kills: ['*/one-id'],
    hooks: { chunks: inChunks('id', set('chatcmpl-other'), last) },
  },
  {
    id: 'id-empty-after-first',
    kind: 'mutant',
    about: 'Chunks after the first have an empty id.',
    seen: ['D16'],
    apis: apis.chunkStreams,
    kills: ['*/one-id'],
    hooks: { chunks: inChunks('id', set(''), afterFirst) },
  },
  {
    id: 'created-per-chunk',
    kind: 'mutant',
    about: '`created` differs between chunks.',
    seen: ['ST-08'],
    apis: apis.chunkStreams,
    kills: ['*/one-created'],
    hooks: {
      chunks: eachChunk((chunk, at) => ({ ...chunk, created: Number(chunk['created']) + at })),
    },
  },
  {
    id: 'model-changes',
    kind: 'mutant',
    about: 'The last chunk names another model.',
    seen: ['D20'],
    apis: apis.chunkStreams,
    kills: ['*/one-model'],
    hooks: { chunks: inChunks('model', set('gpt-4o-mini'), last) },
  },
  {
    id: 'id-changes-in-usage-chunk',
    kind: 'mutant',
    about: 'The usage chunk has another id.',
    seen: ['D16'],
    apis: apis.chatStreams,
    kills: ['*/one-id'],
    hooks: { chunks: eachUsage((chunk) => ({ ...chunk, id: 'chatcmpl-usage' })) },
  },
  {
    id: 'model-changes-in-usage-chunk',
    kind: 'mutant',
    about: 'The usage chunk names another model.',
    seen: ['D20'],
    apis: apis.chatStreams,
    kills: ['*/one-model'],
    hooks: { chunks: eachUsage((chunk) => ({ ...chunk, model: 'usage' })) },
  },
  {
    id: 'created-changes-in-usage-chunk',
    kind: 'mutant',
    about: 'The usage chunk has another `created`.',
    seen: ['ST-08'],
    apis: apis.chatStreams,
    kills: ['*/one-created'],
    hooks: { chunks: eachUsage((chunk) => ({ ...chunk, created: Number(chunk['created']) + 1 })) },
  },
  {
    id: 'id-per-chunk',
    kind: 'mutant',
    about: 'Each chunk has another id.',
    seen: ['D16', 'litellm#1571'],
    kills: ['*/one-id'],
    also: ['*/said-once'],
    hooks: {
      chunks: eachChunk((chunk, at) => ({ ...chunk, id: `chatcmpl-${at}` })),
    },
  },
  {
    id: 'created-zero',
    kind: 'mutant',
    about: '`created` is 0.',
    seen: ['ST-08'],
    kills: ['*/created-now'],
    also: ['*/one-created'],
    hooks: {
      reply: (reply) => ({ ...reply, created: 0 }),
    },
  },
  {
    id: 'object-missing',
    kind: 'mutant',
    about: 'Chunks and bodies have no `object`.',
    seen: ['D18', 'copilot-api#247'],
    kills: ['*/response-schema', '*/chunk-schema'],
    also: ['*/embeddings-schema'],
    hooks: {
      chunks: eachChunk((chunk) => asObject(without(chunk, 'object'))),
      body: (body) => without(body, 'object'),
    },
  },
]
