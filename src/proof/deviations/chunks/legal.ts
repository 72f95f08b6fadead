/** Unusual but legal OpenAI chunks. */
import type { Chunk, JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { eachPayload } from '../answers/edits.ts'
import {
  choiceOf,
  contentOf,
  eachChoice,
  eachChunk,
  withContent,
  without,
} from '../edits/members.ts'
import { inChunks } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { delta } from './edits.ts'

/** The text of a short answer in one delta, as real Bedrock sends it. */
function together(chunks: readonly Chunk[]): Chunk[] {
  const all = chunks.map((chunk) => contentOf(chunk) ?? '').join('')
  const many = chunks.some((chunk) => asArray(asObject(chunk)['choices']).length > 1)
  const indices = new Set(
    chunks.flatMap((chunk) => asArray(asObject(chunk)['choices']).map((c) => asObject(c)['index'])),
  )
  if (all.length > 300 || many || indices.size > 1) return [...chunks]
  const first = chunks.findIndex((chunk) => contentOf(chunk) !== undefined)
  return chunks.flatMap((chunk, at) => {
    if (typeof chunk === 'string' || contentOf(chunk) === undefined) return [chunk]
    return at === first ? [withLogprobs(withContent(chunk, all), chunks)] : []
  })
}

/** The log probabilities of all chunks in one. */
function withLogprobs(chunk: JsonObject, chunks: readonly Chunk[]): JsonObject {
  const all = chunks.flatMap((one) => asArray(asObject(choiceOf(one)?.['logprobs'])['content']))
  return eachChoice(chunk, (choice) =>
    isObject(choice['logprobs'])
      ? { ...choice, logprobs: { ...choice['logprobs'], content: all } }
      : choice,
  )
}

/** The finish reason moved to the last chunk that has content. */
function finishedEarly(chunks: readonly Chunk[]): Chunk[] {
  const last = chunks.findLastIndex((chunk) => contentOf(chunk) !== undefined)
  const finish = chunks.find((chunk) => typeof choiceOf(chunk)?.['finish_reason'] === 'string')
  const many = chunks.some((chunk) => (choiceOf(chunk)?.['index'] ?? 0) !== 0)
  if (last < 0 || finish === undefined || many || chunks.indexOf(finish) < last) return [...chunks]
  const reason = choiceOf(finish)?.['finish_reason']
  return chunks.flatMap((chunk, at) => {
    if (chunk === finish) return []
    if (at !== last || typeof chunk === 'string') return [chunk]
    return [eachChoice(chunk, (choice) => ({ ...choice, finish_reason: reason }))]
  })
}

export const chunksLegal: readonly Deviation[] = [
  {
    id: 'short-answers-whole',
    kind: 'oddity',
    about: 'A short answer is sent in one delta.',
    seen: ['D34'],
    apis: apis.chat,
    hooks: { chunks: together },
  },
  {
    id: 'long-padding',
    kind: 'oddity',
    about: 'Events are padded with long texts.',
    seen: ['D69', 'aws-sdk-js-v3#6919'],
    hooks: {
      events: eachPayload((payload, at) => ({ ...payload, p: 'abcdefghij'.repeat(1 + (at % 40)) })),
    },
  },
  {
    id: 'no-padding',
    kind: 'oddity',
    about: 'Events carry no padding.',
    seen: ['D69'],
    hooks: {
      events: eachPayload((payload) => asObject(without(payload, 'p'))),
    },
  },
  {
    id: 'finish-with-content',
    kind: 'oddity',
    about: 'The last chunk with content has the finish reason.',
    seen: ['facts 1.6'],
    apis: apis.chatStreams,
    hooks: { chunks: finishedEarly },
  },
  {
    id: 'obfuscation-in-choice',
    kind: 'oddity',
    about: 'Obfuscation is inside the choice.',
    seen: ['D70'],
    hooks: {
      chunks: eachChunk((chunk) =>
        eachChoice(chunk, (choice) => ({ ...choice, obfuscation: 'MXCepKv5' })),
      ),
    },
  },
  {
    id: 'role-in-every-delta',
    kind: 'oddity',
    about: 'Every delta repeats the role.',
    seen: ['OpenAI ChatCompletionStreamResponseDelta'],
    hooks: {
      chunks: eachChunk((chunk) =>
        eachChoice(chunk, (choice) => ({
          ...choice,
          delta: { role: 'assistant', ...asObject(choice['delta']) },
        })),
      ),
    },
  },
  {
    id: 'empty-second-delta',
    kind: 'oddity',
    about: 'An empty delta follows the first one.',
    seen: ['facts 1.6'],
    apis: apis.chatStreams,
    hooks: {
      chunks: (chunks) => {
        const [first] = chunks
        if (typeof first !== 'object') return chunks
        const empty = eachChoice(first, (choice) => ({ ...choice, delta: {} }))
        return [first, empty, ...chunks.slice(1)]
      },
    },
  },
  {
    id: 'first-content-null',
    kind: 'oddity',
    about: 'The first delta has content null.',
    seen: ['OpenAI schema'],
    apis: apis.chatStreams,
    hooks: {
      chunks: inChunks(`${delta}/content`, (content) => (content === '' ? null : content)),
    },
  },
  {
    id: 'refusal-null-in-deltas',
    kind: 'oddity',
    about: 'Every delta has a refusal that is null.',
    seen: ['OpenAI schema'],
    apis: apis.chatStreams,
    hooks: { chunks: inChunks(delta, (one) => ({ ...asObject(one), refusal: null })) },
  },
  {
    id: 'role-with-first-text',
    kind: 'oddity',
    about: 'The first delta has the role and the first text.',
    seen: ['OpenAI schema'],
    apis: apis.chatStreams,
    hooks: {
      chunks: (chunks) => {
        const [first, second, ...rest] = chunks
        const text = second === undefined ? undefined : contentOf(second)
        if (typeof first !== 'object' || text === undefined) return chunks
        const logprobs = choiceOf(second ?? '')?.['logprobs'] ?? null
        const begun = eachChoice(first, (choice) => ({ ...choice, logprobs }))
        return [withContent(begun, text), ...rest]
      },
    },
  },
  {
    id: 'heartbeat-chunks',
    kind: 'oddity',
    about: 'Empty deltas are sent now and then.',
    seen: ['facts 1.6'],
    apis: apis.chatStreams,
    hooks: {
      chunks: (chunks) =>
        chunks.flatMap((chunk, at) =>
          at > 0 && at % 4 === 0 && contentOf(chunk) !== undefined && typeof chunk !== 'string'
            ? [
                eachChoice(chunk, (choice) => ({
                  ...choice,
                  delta: { content: '' },
                  logprobs: null,
                })),
                chunk,
              ]
            : [chunk],
        ),
    },
  },
  {
    id: 'usage-null-left-out',
    kind: 'oddity',
    about: 'Chunks before the usage chunk have no `usage`.',
    seen: ['facts 1.6'],
    apis: apis.chatStreams,
    hooks: {
      chunks: eachChunk((chunk) =>
        chunk['usage'] === null ? asObject(without(chunk, 'usage')) : chunk,
      ),
    },
  },
]
