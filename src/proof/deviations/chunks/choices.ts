/** Choices of OpenAI chunks are missing or wrong. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { choiceOf, contentOf, eachChoice, eachChunk, without } from '../edits/members.ts'
import { gone, inChunks, set, third } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { finishAt, insertedAt } from './edits.ts'
import { sentIn } from '../edits/sent.ts'

/** The stop sequences of a request, whatever its API. */
function stopsOf(call: Call): readonly unknown[] {
  const request = sentIn(call)
  const { stop = asObject(request['inferenceConfig'])['stopSequences'] } = request
  return Array.isArray(stop) ? stop : [stop ?? '']
}

export const chunksChoices: readonly Deviation[] = [
  {
    id: 'choices-interleaved',
    kind: 'mutant',
    about: 'The deltas of all choices have the index 0.',
    seen: ['SP-07', 'llama-stack recordings of 2025-10'],
    apis: apis.chatStreams,
    kills: ['chance.two-choices/two'],
    also: ['chance.two-choices/*'],
    hooks: {
      chunks: eachChunk((chunk) =>
        choiceOf(chunk) === undefined
          ? chunk
          : eachChoice(chunk, (choice) => ({ ...choice, index: 0 })),
      ),
    },
  },
  {
    id: 'choices-absent-once',
    kind: 'mutant',
    about: 'The third chunk has no `choices`.',
    seen: ['OpenAI schema'],
    apis: apis.chunkStreams,
    kills: ['*/chunk-schema'],
    also: ['*/deepseek-schema', 'stop.cuts/text-kept'],
    hooks: { chunks: inChunks('choices', gone, third) },
  },
  {
    id: 'finish-null-absent',
    kind: 'mutant',
    about: 'Chunks before the last have no `finish_reason`.',
    seen: ['OpenAI schema'],
    apis: apis.chatStreams,
    kills: ['*/nullable-members'],
    hooks: {
      chunks: eachChunk((chunk) =>
        eachChoice(chunk, (choice) =>
          choice['finish_reason'] === null ? asObject(without(choice, 'finish_reason')) : choice,
        ),
      ),
    },
  },
  {
    id: 'filter-results-first',
    kind: 'mutant',
    about: 'A chunk with content filter results and no choices comes first.',
    seen: ['azure content filter'],
    apis: apis.chatStreams,
    kills: ['*/no-preface'],
    hooks: {
      chunks: (chunks) => [
        {
          id: '',
          object: '',
          created: 0,
          model: '',
          choices: [],
          prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
        },
        ...chunks,
      ],
    },
  },
  {
    id: 'finish-twice',
    kind: 'mutant',
    about: 'The chunk with the finish reason is sent twice.',
    seen: ['ST-10'],
    apis: apis.chunkStreams,
    kills: ['*/one-finish'],
    also: ['*/invocation-metrics'],
    hooks: {
      chunks: (chunks) => {
        const at = finishAt(chunks)
        const finish = chunks[at]
        return finish === undefined ? [...chunks] : insertedAt(chunks, at, finish)
      },
    },
  },
  {
    id: 'content-after-finish',
    kind: 'mutant',
    about: 'A delta with text follows the finish reason.',
    seen: ['ST-10'],
    apis: apis.chatStreams,
    kills: ['*/one-finish'],
    hooks: {
      chunks: (chunks) => {
        const text = chunks.findLast((chunk) => contentOf(chunk) !== undefined)
        return text === undefined ? [...chunks] : insertedAt(chunks, finishAt(chunks) + 1, text)
      },
    },
  },
  {
    id: 'finish-absent',
    kind: 'mutant',
    about: 'The chunk with the finish reason is missing.',
    seen: ['D02'],
    apis: apis.chunkStreams,
    kills: ['*/one-finish'],
    also: [
      '*/invocation-metrics',
      'stop.cuts/streamed.says-stop',
      'prompt.counted/streamed.says-length',
    ],
    hooks: { chunks: (chunks) => chunks.filter((_chunk, at) => at !== finishAt(chunks)) },
  },
  {
    id: 'choices-share-an-index',
    kind: 'mutant',
    about: 'All choices of a stream have the index 0.',
    seen: ['D53'],
    apis: apis.chatStreams,
    kills: ['chance.two-choices/two'],
    also: ['*/choices', '*/one-finish'],
    hooks: { chunks: inChunks('choices/*/index', set(0)) },
  },
  {
    id: 'choices-missing',
    kind: 'mutant',
    about: 'A chunk in the middle has no `choices`.',
    seen: ['ST-11'],
    kills: ['*/empty-choices'],
    also: ['stop.cuts/text-kept'],
    hooks: {
      chunks: eachChunk((chunk, at) => (at === 1 ? { ...chunk, choices: [] } : chunk)),
    },
  },
  {
    id: 'stop-sequence-emitted',
    kind: 'mutant',
    about: 'The stop sequence is part of the text.',
    seen: ['ST-16'],
    kills: ['rule:openai.stop', 'converse-answers.stop-sequence/text-cut'],
    hooks: {
      reply: (reply, call) => {
        const stop = stopsOf(call).join('')
        return {
          ...reply,
          choices: reply.choices.map((choice) => ({
            ...choice,
            text: choice.finish === 'stop-sequence' ? choice.text + stop : choice.text,
          })),
        }
      },
    },
  },
  {
    id: 'finish-chunk-missing-delta',
    kind: 'mutant',
    about: 'The last choice has no delta.',
    seen: ['ST-07'],
    kills: ['*/chunk-schema'],
    hooks: {
      chunks: eachChunk((chunk) =>
        choiceOf(chunk)?.['finish_reason'] === 'stop'
          ? eachChoice(chunk, (choice) => asObject(without(choice, 'delta')))
          : chunk,
      ),
    },
  },
]
