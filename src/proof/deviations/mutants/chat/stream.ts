/** OpenAI streams that break their protocol. */
import type { Api, Call, Chunk } from '../../../../reference/call.ts'
import type { Piece } from '../../../../reference/deviation.ts'
import { asObject } from '../../../../reference/json.ts'
import { done } from '../../../../reference/openai/chunks.ts'
import {
  choiceOf,
  contentOf,
  eachChoice,
  eachChunk,
  eachText,
  mutant,
  withContent,
  without,
} from '../../edit.ts'

const streams: { readonly apis: readonly Api[] } = { apis: ['openai-chat-stream'] }

function withoutDone(chunks: readonly Chunk[]): Chunk[] {
  return chunks.filter((chunk) => chunk !== done)
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

/** Everything in one piece at the end of the time the stream would have taken. */
function buffered(pieces: readonly Piece[]): Piece[] {
  const wait = pieces.reduce((sum, piece) => sum + piece.wait, 0)
  return [
    { bytes: new Uint8Array(), wait: 0 },
    { bytes: Buffer.concat(pieces.map((piece) => piece.bytes)), wait },
  ]
}

/** What becomes of text whose bytes are decoded chunk by chunk. */
function cutCodePoints(text: string): string {
  return text.replaceAll(/[^ -~\s]/gu, '\uFFFD\uFFFD')
}

/** The first byte of the first character that needs several. */
function brokenUtf8(pieces: readonly Piece[]): Piece[] {
  const broken = pieces.findIndex((piece) => piece.bytes.some((byte) => byte >= 0xc2))
  return pieces.map((piece, at) =>
    at === broken ? { ...piece, bytes: piece.bytes.filter((byte) => byte < 0xc2) } : piece,
  )
}

/** The stop sequences of a request, whatever its API. */
function stopsOf(call: Call): readonly unknown[] {
  const request = asObject(JSON.parse(Buffer.from(call.body).toString('utf8')))
  const { stop = asObject(request['inferenceConfig'])['stopSequences'] } = request
  return Array.isArray(stop) ? stop : [stop ?? '']
}

export const streamMutants = [
  mutant(
    'first-delta-without-role',
    'No delta names the role.',
    ['D13', 'bifrost#6523'],
    {
      chunks: eachChunk((chunk) =>
        eachChoice(chunk, (choice) => ({ ...choice, delta: without(choice['delta'], 'role') })),
      ),
    },
    { kills: ['*/first-role'] },
  ),
  mutant(
    'role-null',
    'Every delta has role null.',
    ['D14', 'lemonade#3440'],
    {
      chunks: eachChunk((chunk) =>
        eachChoice(chunk, (choice) => ({
          ...choice,
          delta: { ...asObject(choice['delta']), role: null },
        })),
      ),
    },
    { kills: ['*/first-role'] },
  ),
  mutant(
    'id-per-chunk',
    'Every chunk has an id of its own.',
    ['D16', 'litellm#1571'],
    {
      chunks: eachChunk((chunk, at) => ({ ...chunk, id: `chatcmpl-${at}` })),
    },
    { kills: ['*/one-id'] },
  ),
  mutant(
    'created-zero',
    'The time of creation is 0.',
    ['ST-08'],
    {
      reply: (reply) => ({ ...reply, created: 0 }),
    },
    { also: ['*/one-created'], kills: ['*/created-now'] },
  ),
  mutant(
    'object-missing',
    'Neither chunks nor bodies name their object.',
    ['D18', 'copilot-api#247'],
    {
      chunks: eachChunk((chunk) => asObject(without(chunk, 'object'))),
      body: (body) => without(body, 'object'),
    },
    { kills: ['*/response-schema', '*/chunk-schema'] },
  ),
  mutant(
    'choices-missing',
    'A chunk in the middle has no choices.',
    ['ST-11'],
    {
      chunks: eachChunk((chunk, at) => (at === 1 ? { ...chunk, choices: [] } : chunk)),
    },
    { kills: ['*/empty-choices'] },
  ),
  mutant(
    'done-missing',
    'The stream ends without [DONE].',
    ['D25', 'ogx#4744'],
    { chunks: withoutDone },
    { kills: ['*/done-last'], ...streams },
  ),
  mutant(
    'stream-left-open',
    'No [DONE], and the connection stays open.',
    ['D25', 'mistral.rs#1226'],
    { chunks: withoutDone, timing: (timing) => ({ ...timing, end: 'hang' }) },
    { kills: ['*/done-last'], hangs: 700, ...streams },
  ),
  mutant(
    'done-not-last',
    'A chunk follows [DONE].',
    ['ST-05'],
    {
      chunks: (chunks) => [...withoutDone(chunks), done, ...chunks.slice(0, 1)],
    },
    { also: ['*/one-finish', '*/usage-chunk'], kills: ['*/done-last'], ...streams },
  ),
  mutant(
    'stream-cut',
    'The connection drops in the middle of the stream.',
    ['litellm#32686'],
    {
      bytes: (pieces) => pieces.slice(0, Math.ceil(pieces.length / 2)),
      timing: (timing) => ({ ...timing, end: 'cut' }),
    },
    {
      also: ['*'],
      kills: ['*/complete-body'],
      apis: ['openai-chat-stream', 'converse-stream', 'invoke-stream'],
    },
  ),
  mutant(
    'stream-in-one-delta',
    'The whole answer comes in one delta.',
    ['D34', 'claude-code-local#39'],
    { chunks: merged },
    { kills: ['assert:incremental'] },
  ),
  mutant(
    'stream-buffered',
    'The stream is held back and written in one piece at the end.',
    ['D34', 'dstack#4269', 'eca#479'],
    { bytes: buffered },
    {
      kills: ['assert:incremental'],
      apis: ['openai-chat-stream', 'converse-stream', 'invoke-stream'],
    },
  ),
  mutant(
    'code-points-cut',
    'Characters are cut at chunk borders.',
    ['D27', 'llama.cpp#28926'],
    {
      chunks: eachChunk((chunk) => {
        const content = contentOf(chunk)
        return content === undefined ? chunk : withContent(chunk, cutCodePoints(content))
      }),
      events: (events) =>
        events.map((event) => {
          const text = event.kind === 'event' ? asObject(event.payload['delta'])['text'] : undefined
          return event.kind === 'event' && typeof text === 'string'
            ? { ...event, payload: { ...event.payload, delta: { text: cutCodePoints(text) } } }
            : event
        }),
    },
    { also: ['*/utf8'], kills: ['assert:no-replacement-char'] },
  ),
  mutant(
    'invalid-utf8',
    'A byte of a character is lost.',
    ['D27'],
    { frames: brokenUtf8 },
    {
      also: ['*/framing', 'stream-text.as-whole/characters-whole'],
      kills: ['stream-text.as-whole/utf8'],
      ...streams,
    },
  ),
  mutant(
    'content-type-json-on-stream',
    'An event stream calls itself application/json.',
    ['D33'],
    {
      headers: (headers) =>
        headers.map(([name, value]) =>
          name === 'Content-Type' ? [name, 'application/json'] : [name, value],
        ),
    },
    { kills: ['*/content-type'], apis: ['openai-chat-stream', 'converse-stream', 'invoke-stream'] },
  ),
  mutant(
    'empty-string-events',
    'Keep-alives come as data that is not a chunk.',
    ['D30', 'llama.cpp#24013'],
    { chunks: (chunks) => [...chunks.slice(0, 1), '""', ...chunks.slice(1)] },
    { kills: ['*/events-are-json'], ...streams },
  ),
  mutant(
    'events-run-together',
    'Events are not separated by blank lines.',
    ['D23'],
    { frames: eachText((text) => text.replace(/\n\n$/u, '\n')) },
    { also: ['*/done-last'], kills: ['*/framing'], ...streams },
  ),
  mutant(
    'error-field',
    'A failure in the stream comes in a field named error.',
    ['D23', 'llama.cpp#16109'],
    {
      frames: (pieces) => [
        ...pieces.slice(0, 2),
        { bytes: Buffer.from('error: {"code":500,"message":"boom"}\n\n'), wait: 1 },
      ],
    },
    {
      also: ['*/done-last', '*/one-finish', '*/usage-chunk', 'stop.cuts/streamed.says-stop'],
      kills: ['*/framing'],
      ...streams,
    },
  ),
  mutant(
    'error-mid-stream',
    'The stream breaks off with an error event.',
    ['ST-19'],
    {
      chunks: (chunks) => [
        ...chunks.slice(0, 3),
        { error: { message: 'Internal error', type: 'server_error', param: null, code: '500' } },
      ],
    },
    {
      also: ['*/done-last', '*/one-finish', '*/usage-chunk', 'stop.cuts/streamed.says-stop'],
      kills: ['*/no-error-in-success'],
      ...streams,
    },
  ),
  mutant(
    'stop-sequence-emitted',
    'The stop sequence is sent along.',
    ['ST-16'],
    {
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
    { kills: ['rule:openai.stop', 'converse-answers.stop-sequence/text-cut'] },
  ),
  mutant(
    'finish-chunk-missing-delta',
    'The last choice has no delta.',
    ['ST-07'],
    {
      chunks: eachChunk((chunk) =>
        choiceOf(chunk)?.['finish_reason'] === 'stop'
          ? eachChoice(chunk, (choice) => asObject(without(choice, 'delta')))
          : chunk,
      ),
    },
    { kills: ['*/chunk-schema'] },
  ),
]
