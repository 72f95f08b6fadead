/** Chunks that are wrong in one place only, or that contradict each other. */
import type { Api, Chunk, JsonObject } from '../../../../reference/call.ts'
import { asArray, asObject, isObject } from '../../../../reference/json.ts'
import { done } from '../../../../reference/openai/chunks.ts'
import { choiceOf, contentOf, eachChoice, eachChunk, mutant, withContent } from '../../edit.ts'
import { afterFirst, gone, inBody, inBoth, inChunks, last, set, third } from '../../reach.ts'

const openai: { readonly apis: readonly Api[] } = { apis: ['openai-chat-stream'] }
const chunked: { readonly apis: readonly Api[] } = {
  apis: ['openai-chat-stream', 'invoke-stream'],
}

function isUsage(chunk: Chunk): chunk is JsonObject {
  return typeof chunk !== 'string' && asArray(chunk['choices']).length === 0
}

function eachUsage(edit: (chunk: JsonObject) => JsonObject): (chunks: readonly Chunk[]) => Chunk[] {
  return (chunks) => chunks.map((chunk) => (isUsage(chunk) ? edit(chunk) : chunk))
}

/** Position of the chunk with the finish reason; -1 where none has. */
function finishAt(chunks: readonly Chunk[]): number {
  return chunks.findIndex((chunk) => typeof choiceOf(chunk)?.['finish_reason'] === 'string')
}

function insertedAt(chunks: readonly Chunk[], at: number, ...more: readonly Chunk[]): Chunk[] {
  return at < 0 ? [...chunks] : [...chunks.slice(0, at), ...more, ...chunks.slice(at)]
}

const asked = '*/usage-chunk'

function stripped(chunk: JsonObject): JsonObject {
  const content = contentOf(chunk)
  return content === undefined ? chunk : withContent(chunk, content.trim())
}

function inLogprobs(edit: (logprobs: JsonObject) => unknown): (json: unknown) => JsonObject {
  return (json) =>
    eachChoice(json, (choice) => {
      const { logprobs } = choice
      return isObject(logprobs) ? { ...choice, logprobs: edit(logprobs) } : choice
    })
}

const firstOnly = inLogprobs((logprobs) => ({
  ...logprobs,
  content: asArray(logprobs['content']).slice(0, 1),
}))

const withoutLogprobs = inLogprobs(() => null)

export const chunkMutants = [
  mutant(
    'deltas-stripped',
    'The white space around every delta is stripped.',
    ['openai delta'],
    { chunks: eachChunk(stripped) },
    {
      also: ['assert:answer', 'assert:incremental'],
      kills: ['prompt.counted/deltas-add'],
      ...chunked,
    },
  ),
  mutant(
    'text-again-at-the-end',
    'The chunk that ends a stream holds the whole text once more.',
    ['openai delta'],
    {
      chunks: (chunks) => {
        const text = chunks.map((chunk) => contentOf(chunk) ?? '').join('')
        const end = finishAt(chunks)
        return chunks.map((chunk, at) =>
          at === end && typeof chunk !== 'string' ? withContent(chunk, text) : chunk,
        )
      },
    },
    { also: ['assert:*'], kills: ['prompt.counted/deltas-add'], ...chunked },
  ),
  mutant(
    'logprobs-of-one-token',
    'Only the first token has a log probability.',
    ['SP-08'],
    { body: firstOnly },
    { kills: ['chance.logprobs/given'], apis: ['openai-chat'] },
  ),
  mutant(
    'logprobs-lost-in-streams',
    'Log probabilities only come without a stream.',
    ['SP-08'],
    { chunks: eachChunk(withoutLogprobs) },
    { kills: ['chance.logprobs/given-in-chunks'], ...openai },
  ),
  mutant(
    'object-wrong-once',
    'The third chunk alone calls itself a whole completion.',
    ['D18'],
    { chunks: inChunks('object', set('chat.completion'), third) },
    { kills: ['*/chunk-schema'], ...chunked },
  ),
  mutant(
    'id-changes-at-the-end',
    'The last chunk has another id.',
    ['D16', 'sglang#39864'],
    { chunks: inChunks('id', set('chatcmpl-other'), last) },
    { kills: ['*/one-id'], ...chunked },
  ),
  mutant(
    'id-empty-after-first',
    'Only the first chunk has an id; the others have an empty one.',
    ['D16'],
    { chunks: inChunks('id', set(''), afterFirst) },
    { kills: ['*/one-id'], ...chunked },
  ),
  mutant(
    'created-per-chunk',
    'Every chunk has the time at which it was made.',
    ['ST-08'],
    { chunks: eachChunk((chunk, at) => ({ ...chunk, created: Number(chunk['created']) + at })) },
    { kills: ['*/one-created'], ...chunked },
  ),
  mutant(
    'model-changes',
    'The last chunk names another model.',
    ['D20'],
    { chunks: inChunks('model', set('gpt-4o-mini'), last) },
    { kills: ['*/one-model'], ...chunked },
  ),
  mutant(
    'choices-absent-once',
    'The third chunk has no member choices.',
    ['OpenAI schema'],
    { chunks: inChunks('choices', gone, third) },
    { kills: ['*/chunk-schema'], ...chunked },
  ),
  mutant(
    'message-for-delta',
    'Chunks carry a message in place of a delta.',
    ['OpenAI schema'],
    {
      chunks: inChunks('choices/*', (choice) => {
        const { delta, ...rest } = asObject(choice)
        return { ...rest, message: delta }
      }),
    },
    { also: ['*/first-role'], kills: ['*/chunk-schema'], ...chunked },
  ),
  mutant(
    'delta-null',
    'The delta of the last choice is null.',
    ['OpenAI schema'],
    {
      chunks: inChunks('choices/*', (choice) =>
        asObject(choice)['finish_reason'] === null ? choice : { ...asObject(choice), delta: null },
      ),
    },
    { kills: ['*/chunk-schema'], ...chunked },
  ),
  mutant(
    'delta-content-number',
    'A delta that is a number comes as a number.',
    ['OpenAI schema'],
    {
      chunks: inChunks('choices/*/delta/content', (text) =>
        /^\s*\d+$/u.test(String(text)) ? Number(text) : text,
      ),
    },
    { kills: ['stream.curl-count/chunk-schema'], apis: ['openai-chat-stream'] },
  ),
  mutant(
    'role-user-in-delta',
    'The first delta says that the user is speaking.',
    ['D14'],
    { chunks: inChunks('choices/*/delta/role', set('user')) },
    { also: ['*/first-role'], kills: ['*/only-assistant'], ...chunked },
  ),
  mutant(
    'role-changes',
    'The last delta says role tool.',
    ['D14'],
    {
      chunks: inChunks('choices/*/delta', (delta) => ({ ...asObject(delta), role: 'tool' }), last),
    },
    { kills: ['*/only-assistant'], apis: ['invoke-stream'] },
  ),
  mutant(
    'role-empty',
    'Every delta after the first has an empty role.',
    ['D14', 'MiniMax-M2.5#2'],
    {
      chunks: inChunks(
        'choices/*/delta',
        (delta) => ({ ...asObject(delta), role: '' }),
        afterFirst,
      ),
    },
    { also: ['*/chunk-schema'], kills: ['*/only-assistant'], ...chunked },
  ),
  mutant(
    'finish-twice',
    'The chunk with the finish reason comes twice.',
    ['ST-10'],
    {
      chunks: (chunks) => {
        const at = finishAt(chunks)
        const finish = chunks[at]
        return finish === undefined ? [...chunks] : insertedAt(chunks, at, finish)
      },
    },
    { also: ['*/invocation-metrics'], kills: ['*/one-finish'], ...chunked },
  ),
  mutant(
    'content-after-finish',
    'A delta with text comes after the finish reason.',
    ['ST-10'],
    {
      chunks: (chunks) => {
        const text = chunks.findLast((chunk) => contentOf(chunk) !== undefined)
        return text === undefined ? [...chunks] : insertedAt(chunks, finishAt(chunks) + 1, text)
      },
    },
    { kills: ['*/one-finish'], ...openai },
  ),
  mutant(
    'finish-absent',
    'The chunk that says how the answer ended is left out.',
    ['D02'],
    { chunks: (chunks) => chunks.filter((_chunk, at) => at !== finishAt(chunks)) },
    {
      also: ['*/invocation-metrics', 'stop.cuts/streamed.says-stop'],
      kills: ['*/one-finish'],
      ...chunked,
    },
  ),
  mutant(
    'id-changes-in-usage-chunk',
    'The usage chunk has an id of its own.',
    ['D16'],
    { chunks: eachUsage((chunk) => ({ ...chunk, id: 'chatcmpl-usage' })) },
    { kills: ['*/one-id'], ...openai },
  ),
  mutant(
    'model-changes-in-usage-chunk',
    'The usage chunk names another model.',
    ['D20'],
    { chunks: eachUsage((chunk) => ({ ...chunk, model: 'usage' })) },
    { kills: ['*/one-model'], ...openai },
  ),
  mutant(
    'created-changes-in-usage-chunk',
    'The usage chunk has a time of its own.',
    ['ST-08'],
    { chunks: eachUsage((chunk) => ({ ...chunk, created: Number(chunk['created']) + 1 })) },
    { kills: ['*/one-created'], ...openai },
  ),
  mutant(
    'usage-with-choices',
    'The usage comes on a chunk that has a choice.',
    ['D06'],
    {
      chunks: eachUsage((chunk) => ({
        ...chunk,
        choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: null }],
      })),
    },
    { also: ['*/one-finish'], kills: [asked], ...openai },
  ),
  mutant(
    'usage-on-finish-chunk',
    'The usage comes on the chunk with the finish reason, and no other follows.',
    ['D06'],
    {
      chunks: (chunks) => {
        const usage = chunks.find(isUsage)?.['usage']
        const finish = finishAt(chunks)
        return chunks.flatMap((chunk, at) => {
          if (isUsage(chunk) && chunk['usage']) return []
          return [at === finish && usage && typeof chunk !== 'string' ? { ...chunk, usage } : chunk]
        })
      },
    },
    { kills: [asked], ...openai },
  ),
  mutant(
    'usage-twice',
    'The usage chunk comes twice.',
    ['D06'],
    {
      chunks: (chunks) =>
        chunks.flatMap((chunk): Chunk[] => (isUsage(chunk) ? [chunk, chunk] : [chunk])),
    },
    { kills: [asked], ...openai },
  ),
  mutant(
    'usage-first',
    'The usage chunk comes before the text.',
    ['D06'],
    {
      chunks: (chunks) => [...chunks.filter(isUsage), ...chunks.filter((one) => !isUsage(one))],
    },
    { kills: [asked], ...openai },
  ),
  mutant(
    'usage-null-at-the-end',
    'The usage chunk comes without usage.',
    ['D06'],
    { chunks: eachUsage((chunk) => ({ ...chunk, usage: null })) },
    { kills: [asked, '*/empty-choices'], ...openai },
  ),
  mutant(
    'usage-text-in-stream',
    'The counts of the usage chunk are text.',
    ['D12'],
    { chunks: inChunks('usage/*', (count) => String(count)) },
    { also: ['*/usage'], kills: ['*/chunk-schema'], ...openai },
  ),
  mutant(
    'usage-running-total',
    'Every chunk counts what has come so far.',
    ['ogx#4326'],
    {
      chunks: (chunks) =>
        chunks.map((chunk, at) =>
          typeof chunk === 'string' || !chunks.some(isUsage)
            ? chunk
            : {
                ...chunk,
                usage: { prompt_tokens: 70, completion_tokens: at, total_tokens: 70 + at },
              },
        ),
    },
    { kills: [asked], ...openai },
  ),
  mutant(
    'error-as-last-chunk',
    'An error comes as a chunk after the whole answer, before [DONE].',
    ['ST-19'],
    {
      chunks: (chunks) =>
        insertedAt(chunks, chunks.indexOf(done), {
          error: { message: 'Internal error', type: 'server_error', param: null, code: '500' },
        }),
    },
    { also: ['*/error-event'], kills: ['*/no-error-in-success'], ...openai },
  ),
  mutant(
    'deltas-cumulative',
    'Every delta repeats all the text so far.',
    ['openai delta'],
    {
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
    { kills: ['*/deltas-add'], ...chunked },
  ),
  mutant(
    'delta-lost',
    'Every third delta is lost.',
    ['openai delta'],
    {
      chunks: (chunks) =>
        chunks.filter((chunk, at) => contentOf(chunk) === undefined || at % 3 !== 2),
    },
    { kills: ['*/echoes'], ...chunked },
  ),
  mutant(
    'deltas-swapped',
    'Neighbouring deltas change places.',
    ['openai delta'],
    {
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
    { kills: ['*/echoes'], ...chunked },
  ),
  mutant(
    'surrogates-split',
    'Emoji are cut into their UTF-16 halves between two deltas.',
    ['D27'],
    {
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
    { kills: ['stream-text.as-whole/utf8'], ...chunked },
  ),
  mutant(
    'choices-share-an-index',
    'All choices of a stream say that they are the first.',
    ['D53'],
    { chunks: inChunks('choices/*/index', set(0)) },
    { also: ['*/choices', '*/one-finish'], kills: ['chance.two-choices/two'], ...openai },
  ),
  mutant(
    'usage-chunk-unasked',
    'A usage chunk comes though nobody asked for it.',
    ['ST-13', 'ogx#4326'],
    {
      chunks: (chunks) => {
        const [first] = chunks
        if (first === undefined || typeof first === 'string' || chunks.some(isUsage)) return chunks
        const usage = { prompt_tokens: 70, completion_tokens: 5, total_tokens: 75 }
        return insertedAt(chunks, chunks.indexOf(done), { ...first, choices: [], usage })
      },
    },
    { kills: ['rule:openai.stream.usage-only-when-asked'], ...openai },
  ),
  mutant(
    'finish-tool-calls-always',
    'Every answer says that it calls tools.',
    ['D01'],
    inBoth('choices/*/finish_reason', (reason) => (reason === 'stop' ? 'tool_calls' : reason)),
    {
      also: ['stop.cuts/alone.says-stop', 'stop.cuts/streamed.says-stop'],
      kills: ['*/finish-consistent'],
    },
  ),
  mutant(
    'tool-call-out-of-nothing',
    'Every answer calls a tool that nobody offered, with half of an argument.',
    ['D42'],
    {
      body: inBody('choices/*/message', (message) => ({
        ...asObject(message),
        tool_calls: [{ id: '', type: 'function', function: { name: 'x', arguments: '{"a":' } }],
      })),
      chunks: inChunks('choices/*/delta', (delta) => ({
        ...asObject(delta),
        tool_calls: [{ function: { arguments: '{"a":' } }],
      })),
    },
    { kills: ['*/tool-calls', '*/tool-call-chunks'], also: ['*'] },
  ),
  mutant(
    'obfuscation-number',
    'The obfuscation is a number.',
    ['D70'],
    { chunks: eachChunk((chunk) => ({ ...chunk, obfuscation: 12_345 })) },
    { kills: ['*/chunk-schema'], ...openai },
  ),
]
