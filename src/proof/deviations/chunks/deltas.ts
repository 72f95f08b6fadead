/** Deltas of OpenAI chunks are wrong. */
import type { Call } from '../../../reference/call.ts'
import type { Chunk, JsonObject } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { contentOf, eachChoice, eachChunk, withContent, without } from '../edits/members.ts'
import { isNth } from '../edits/nth.ts'
import { afterFirst, inChunks, last, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { finishAt } from './edits.ts'

function stripped(chunk: JsonObject): JsonObject {
  const content = contentOf(chunk)
  return content === undefined ? chunk : withContent(chunk, content.trim())
}

/** All text in the first delta that has any. */
function merged(chunks: readonly Chunk[]): Chunk[] {
  const all = chunks.map((chunk) => contentOf(chunk) ?? '').join('')
  const first = chunks.findIndex((chunk) => contentOf(chunk) !== undefined)
  return chunks.flatMap((chunk, at) => {
    if (typeof chunk === 'string' || contentOf(chunk) === undefined) return [chunk]
    return at === first ? [withContent(chunk, all)] : []
  })
}

/** Every fourth stream without the text after its third delta. */
function brokenOff(chunks: readonly Chunk[], call: Call): readonly Chunk[] {
  if (!isNth(4, 'streams', call)) return chunks
  let deltas = 0
  return chunks.filter((chunk) => (contentOf(chunk) ?? '') === '' || ++deltas <= 3)
}

export const chunksDeltas: readonly Deviation[] = [
  {
    id: 'streams-broken-off',
    kind: 'mutant',
    about: 'Every fourth stream loses what follows its third delta, and says that it is complete.',
    seen: ['ST-15'],
    apis: apis.chatStreams,
    kills: ['*/all-came'],
    also: ['assert:*'],
    hooks: { chunks: brokenOff },
  },
  {
    id: 'deltas-stripped',
    kind: 'mutant',
    about: 'Whitespace around every delta is stripped.',
    seen: ['openai delta'],
    apis: apis.chunkStreams,
    kills: ['prompt.counted/deltas-add'],
    also: ['assert:answer', 'assert:incremental'],
    hooks: { chunks: eachChunk(stripped) },
  },
  {
    id: 'blank-deltas-dropped',
    kind: 'mutant',
    about: 'Deltas of white space alone are dropped.',
    seen: ['vllm-mlx#431'],
    apis: apis.chunkStreams,
    kills: ['stream-text.to-the-end/line-kept'],
    also: ['assert:*'],
    hooks: { chunks: (chunks) => chunks.filter((chunk) => contentOf(chunk)?.trim() !== '') },
  },
  {
    id: 'text-again-at-the-end',
    kind: 'mutant',
    about: 'The last chunk of a stream repeats the whole text.',
    seen: ['openai delta'],
    apis: apis.chunkStreams,
    kills: ['prompt.counted/deltas-add'],
    also: ['assert:*'],
    hooks: {
      chunks: (chunks) => {
        const text = chunks.map((chunk) => contentOf(chunk) ?? '').join('')
        const end = finishAt(chunks)
        return chunks.map((chunk, at) =>
          at === end && typeof chunk !== 'string' ? withContent(chunk, text) : chunk,
        )
      },
    },
  },
  {
    id: 'message-for-delta',
    kind: 'mutant',
    about: 'Chunks carry a message in place of a delta.',
    seen: ['OpenAI schema'],
    apis: apis.chunkStreams,
    kills: ['*/chunk-schema'],
    also: ['assert:answer', '*/first-role'],
    hooks: {
      chunks: inChunks('choices/*', (choice) => {
        const { delta, ...rest } = asObject(choice)
        return { ...rest, message: delta }
      }),
    },
  },
  {
    id: 'delta-null',
    kind: 'mutant',
    about: 'The delta of the last choice is null.',
    seen: ['OpenAI schema'],
    apis: apis.chunkStreams,
    kills: ['*/chunk-schema'],
    also: ['*/deepseek-schema'],
    hooks: {
      chunks: inChunks('choices/*', (choice) =>
        asObject(choice)['finish_reason'] === null ? choice : { ...asObject(choice), delta: null },
      ),
    },
  },
  {
    id: 'delta-content-number',
    kind: 'mutant',
    about: 'A delta that is a number is sent as a JSON number.',
    seen: ['OpenAI schema'],
    apis: apis.chatStreams,
    kills: ['stream.curl-count/chunk-schema'],
    hooks: {
      chunks: inChunks('choices/*/delta/content', (text) =>
        /^\s*\d+$/u.test(String(text)) ? Number(text) : text,
      ),
    },
  },
  {
    id: 'role-user-in-delta',
    kind: 'mutant',
    about: 'The first delta has the role user.',
    seen: ['D14'],
    apis: apis.chunkStreams,
    kills: ['*/only-assistant'],
    also: ['*/first-role'],
    hooks: { chunks: inChunks('choices/*/delta/role', set('user')) },
  },
  {
    id: 'role-changes',
    kind: 'mutant',
    about: 'The last delta has the role tool.',
    seen: ['D14'],
    apis: apis.invokeStreams,
    kills: ['*/only-assistant'],
    hooks: {
      chunks: inChunks('choices/*/delta', (delta) => ({ ...asObject(delta), role: 'tool' }), last),
    },
  },
  {
    id: 'role-empty',
    kind: 'mutant',
    about: 'Every delta after the first has an empty role.',
    seen: ['D14', 'MiniMax-M2.5#2'],
    apis: apis.chunkStreams,
    kills: ['*/only-assistant'],
    also: ['*/chunk-schema'],
    hooks: {
      chunks: inChunks(
        'choices/*/delta',
        (delta) => ({ ...asObject(delta), role: '' }),
        afterFirst,
      ),
    },
  },
  {
    id: 'deltas-cumulative',
    kind: 'mutant',
    about: 'Every delta repeats all earlier text.',
    seen: ['openai delta'],
    apis: apis.chunkStreams,
    kills: ['*/deltas-add'],
    also: ['*/usage'],
    hooks: {
      chunks: (chunks) => {
        let text = ''
        return chunks.map((chunk) => {
          const content = contentOf(chunk)
          if (content === undefined || typeof chunk === 'string') return chunk
          text += content
          return withContent(chunk, text)
        })
      },
    },
  },
  {
    id: 'delta-lost',
    kind: 'mutant',
    about: 'Every third delta is lost.',
    seen: ['openai delta'],
    apis: apis.chunkStreams,
    kills: ['*/echoes'],
    hooks: {
      chunks: (chunks) =>
        chunks.filter((chunk, at) => contentOf(chunk) === undefined || at % 3 !== 2),
    },
  },
  {
    id: 'delta-twice',
    kind: 'mutant',
    about: 'Every seventh delta is sent twice.',
    seen: ['openai delta'],
    apis: apis.chunkStreams,
    kills: ['*/echoes'],
    also: ['assert:*'],
    hooks: {
      chunks: (chunks) =>
        chunks.flatMap((chunk, at) =>
          contentOf(chunk) !== undefined && at % 7 === 6 ? [chunk, chunk] : [chunk],
        ),
    },
  },
  {
    id: 'deltas-swapped',
    kind: 'mutant',
    about: 'Adjacent deltas are swapped.',
    seen: ['openai delta'],
    apis: apis.chunkStreams,
    kills: ['*/echoes'],
    hooks: {
      chunks: (chunks) => {
        const texts = chunks.flatMap((chunk) => contentOf(chunk) ?? [])
        const swapped = texts.map((_text, at) => texts[at ^ 1] ?? texts[at] ?? '')
        return chunks.map((chunk) =>
          contentOf(chunk) === undefined || typeof chunk === 'string'
            ? chunk
            : withContent(chunk, swapped.shift() ?? ''),
        )
      },
    },
  },
  {
    id: 'surrogates-split',
    kind: 'mutant',
    about: 'The UTF-16 halves of an emoji are in two deltas.',
    seen: ['D27'],
    apis: apis.chunkStreams,
    kills: ['stream-text.as-whole/utf8'],
    hooks: {
      chunks: (chunks) =>
        chunks.flatMap((chunk) => {
          const content = contentOf(chunk)
          const half = content === undefined ? -1 : content.search(/[\uD800-\uDBFF][\uDC00-\uDFFF]/)
          if (content === undefined || typeof chunk === 'string' || half < 0) return [chunk]
          return [
            withContent(chunk, content.slice(0, half + 1)),
            withContent(chunk, content.slice(half + 1)),
          ]
        }),
    },
  },
  {
    id: 'obfuscation-number',
    kind: 'mutant',
    about: 'The obfuscation is a number.',
    seen: ['D70'],
    apis: apis.chatStreams,
    kills: ['*/chunk-schema'],
    hooks: { chunks: eachChunk((chunk) => ({ ...chunk, obfuscation: 12_345 })) },
  },
  {
    id: 'first-delta-without-role',
    kind: 'mutant',
    about: 'No delta has a role.',
    seen: ['D13', 'bifrost#6523'],
    kills: ['*/first-role'],
    hooks: {
      chunks: eachChunk((chunk) =>
        eachChoice(chunk, (choice) => ({ ...choice, delta: without(choice['delta'], 'role') })),
      ),
    },
  },
  {
    id: 'role-null',
    kind: 'mutant',
    about: 'Every delta has role null.',
    seen: ['D14', 'lemonade#3440'],
    kills: ['*/first-role'],
    hooks: {
      chunks: eachChunk((chunk) =>
        eachChoice(chunk, (choice) => ({
          ...choice,
          delta: { ...asObject(choice['delta']), role: null },
        })),
      ),
    },
  },
  {
    id: 'stream-in-one-delta',
    kind: 'mutant',
    about: 'The whole answer comes in one delta.',
    seen: ['D34', 'claude-code-local#39'],
    kills: ['assert:incremental'],
    hooks: { chunks: merged },
  },
]
