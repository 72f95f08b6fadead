/** Server-sent events that break their grammar or their end. */
import type { Api, Chunk, Header } from '../../../../reference/call.ts'
import type { Piece } from '../../../../reference/deviation.ts'
import { done } from '../../../../reference/openai/chunks.ts'
import { eachText, mutant } from '../../edit.ts'

const sse: { readonly apis: readonly Api[] } = { apis: ['openai-chat-stream'] }

function doneAs(...others: readonly string[]): (chunks: readonly Chunk[]) => Chunk[] {
  return (chunks) =>
    chunks.flatMap((chunk): readonly Chunk[] => (chunk === done ? others : [chunk]))
}

function withLast(edit: (bytes: Uint8Array) => Uint8Array): (pieces: readonly Piece[]) => Piece[] {
  return (pieces) =>
    pieces.map((piece, at) =>
      at === pieces.length - 1 ? { ...piece, bytes: edit(piece.bytes) } : piece,
    )
}

function typed(type: string): (headers: readonly Header[]) => readonly Header[] {
  return (headers) => headers.map(([name, value]) => [name, name === 'Content-Type' ? type : value])
}

/** Leaves refusals alone. */
function onAnswers<T>(
  edit: (value: T) => T,
): (value: T, call: { readonly failure?: unknown }) => T {
  return (value, call) => (call.failure === undefined ? edit(value) : value)
}

export const sseMutants = [
  mutant(
    'done-twice',
    'The terminator comes twice.',
    ['ST-05'],
    { chunks: doneAs(done, done) },
    {
      kills: ['*/done-last'],
      ...sse,
    },
  ),
  mutant(
    'done-lower-case',
    'The terminator is [done].',
    ['ST-05'],
    { chunks: doneAs('[done]') },
    { also: ['*/events-are-json'], kills: ['*/done-last'], ...sse },
  ),
  mutant(
    'done-quoted',
    'The terminator is a JSON text.',
    ['ST-05'],
    { chunks: doneAs('"[DONE]"') },
    { also: ['*/events-are-json'], kills: ['*/done-last'], ...sse },
  ),
  mutant(
    'done-unterminated',
    'No blank line follows the terminator.',
    ['ST-05'],
    { frames: withLast((bytes) => bytes.subarray(0, -2)) },
    { also: ['*/done-last'], kills: ['*/framing'], ...sse },
  ),
  mutant(
    'done-in-event-stop',
    'The stream ends with event: done and no data.',
    ['ST-05'],
    { frames: (pieces) => withLast(() => Buffer.from('event: done\n\n'))(pieces) },
    { kills: ['*/done-last'], ...sse },
  ),
  mutant(
    'stream-empty',
    'The stream ends before it has begun.',
    ['ST-03'],
    { frames: () => [{ bytes: new Uint8Array(), wait: 0 }] },
    { kills: ['*/framing', '*/done-last'], ...sse },
  ),
  mutant(
    'stream-only-done',
    'Nothing comes but the terminator.',
    ['ST-05'],
    { chunks: () => [done] },
    { kills: ['*/one-finish'], ...sse },
  ),
  mutant(
    'open-after-done',
    'The connection stays open after the terminator.',
    ['D25', 'ik_llama.cpp#467'],
    { timing: (timing, call) => (call.failure ? timing : { ...timing, end: 'hang' }) },
    { kills: ['*/ends-after-done'], hangs: 5500, ...sse },
  ),
  mutant(
    'pings-without-end',
    'Comments keep the stream open after its last event, and it never ends.',
    ['D25', 'D30'],
    {
      bytes: (pieces, call) =>
        call.failure
          ? pieces
          : [
              ...pieces,
              ...Array.from({ length: 56 }, () => ({
                bytes: Buffer.from(': ping\n\n'),
                wait: 100,
              })),
            ],
      timing: (timing, call) => (call.failure ? timing : { ...timing, end: 'hang' }),
    },
    { kills: ['*/ends-after-done'], hangs: 700, ...sse },
  ),
  mutant(
    'ndjson',
    'Chunks come as lines of JSON, without the fields of an event stream.',
    ['D23'],
    { frames: eachText((text) => text.replace(/^data: /u, '').replace(/\n\n$/u, '\n')) },
    { also: ['*/done-last'], kills: ['*/framing'], ...sse },
  ),
  mutant(
    'json-over-two-events',
    'A chunk is cut in two events.',
    ['ST-04'],
    {
      frames: eachText((text, at) =>
        at === 2 ? text.replace(/,"choices"/u, '\n\ndata: ,"choices"') : text,
      ),
    },
    { kills: ['*/events-are-json'], ...sse },
  ),
  mutant(
    'two-chunks-in-one-event',
    'Two chunks stand in one event.',
    ['ST-04'],
    {
      frames: eachText((text, at) => (at === 1 ? text.replace(/\n\n$/u, '\n') : text)),
    },
    { kills: ['*/events-are-json'], ...sse },
  ),
  mutant(
    'garbage-after-json',
    'A comma follows the JSON of the third event.',
    ['ST-04'],
    { frames: eachText((text, at) => (at === 2 ? text.replace(/\n\n$/u, ',\n\n') : text)) },
    { kills: ['*/events-are-json'], ...sse },
  ),
  mutant(
    'single-quotes',
    'The JSON of the events has single quotes.',
    ['ST-04'],
    { frames: eachText((text) => text.replaceAll('"', "'")) },
    { kills: ['*/events-are-json'], ...sse },
  ),
  mutant(
    'chunk-in-list',
    'The data of an event is a list of chunks.',
    ['ST-04'],
    { frames: eachText((text) => text.replace(/^data: (\{.*\})/u, 'data: [$1]')) },
    { kills: ['*/events-are-json'], ...sse },
  ),
  mutant(
    'error-event',
    'A failure in the stream comes as an event of type error, and then nothing.',
    ['D23', 'lemonade#2826'],
    {
      frames: (pieces) => [
        ...pieces.slice(0, 2),
        {
          bytes: Buffer.from(
            'event: error\ndata: {"error":{"message":"boom","type":"server_error","param":null,"code":"500"}}\n\n',
          ),
          wait: 1,
        },
      ],
    },
    {
      also: ['*/done-last', '*/one-finish', '*/usage-chunk', 'stop.cuts/streamed.says-stop'],
      kills: ['*/no-error-in-success'],
      ...sse,
    },
  ),
  mutant(
    'field-in-capitals',
    'The field is called DATA.',
    ['WHATWG HTML 9.2.6'],
    { frames: eachText((text) => text.replace(/^data:/u, 'DATA:')) },
    { also: ['*/done-last'], kills: ['*/framing'], ...sse },
  ),
  mutant(
    'field-indented',
    'A space stands before every field.',
    ['WHATWG HTML 9.2.6'],
    { frames: eachText((text) => ` ${text}`) },
    { also: ['*/done-last'], kills: ['*/framing'], ...sse },
  ),
  mutant(
    'raw-line-breaks',
    'Line breaks of the text stand unescaped in the JSON.',
    ['WHATWG HTML 9.2.6'],
    { frames: eachText((text) => text.replaceAll(String.raw`"content":"`, '"content":"\n')) },
    { also: ['*/first-role', '*/framing'], kills: ['*/events-are-json'], ...sse },
  ),
  mutant(
    'latin-1-stream',
    'Characters beyond ASCII are sent as Latin-1.',
    ['D27'],
    {
      frames: (pieces) =>
        pieces.map((piece) => ({
          ...piece,
          bytes: Buffer.from(Buffer.from(piece.bytes).toString('utf8'), 'latin1'),
        })),
    },
    {
      also: ['*/events-are-json', '*/framing', 'stream-text.as-whole/characters-whole'],
      kills: ['stream-text.as-whole/utf8'],
      ...sse,
    },
  ),
  mutant(
    'whole-answer-for-stream',
    'Whoever asks for a stream gets a whole answer.',
    ['D34', 'CLIProxyAPI#460'],
    {
      request: (request) => {
        if (typeof request !== 'object' || request === null) return request
        return { ...request, stream: false, stream_options: undefined }
      },
    },
    { also: ['*/no-length'], kills: ['*/content-type'], ...sse },
  ),
  mutant(
    'stream-for-whole-answer',
    'Whoever asks for a whole answer gets an event stream.',
    ['D33'],
    {
      text: onAnswers((text) => `data: ${text}\n\ndata: [DONE]\n\n`),
      headers: onAnswers(typed('text/event-stream')),
    },
    { kills: ['*/content-type', '*/json'], apis: ['openai-chat'] },
  ),
  mutant(
    'stream-type-plain',
    'An event stream calls itself text/plain.',
    ['D33'],
    { headers: onAnswers(typed('text/plain; charset=utf-8')) },
    { kills: ['*/content-type'], ...sse },
  ),
  mutant(
    'stream-type-missing',
    'A stream does not say what it is.',
    ['D33'],
    { headers: onAnswers((headers) => headers.filter(([name]) => name !== 'Content-Type')) },
    {
      kills: ['*/content-type'],
      apis: ['openai-chat-stream', 'converse-stream', 'invoke-stream'],
    },
  ),
  mutant(
    'stream-with-length',
    'A stream is held back until its length is known.',
    ['D34', 'dstack#4269'],
    {
      bytes: (pieces, call) => {
        const bytes = Buffer.concat(pieces.map((piece) => piece.bytes))
        call.memory.set('whole', bytes.length)
        return [{ bytes, wait: 30 }]
      },
      headers: (headers, call) =>
        call.failure ? headers : [...headers, ['Content-Length', String(call.memory.get('whole'))]],
    },
    { kills: ['*/no-length'], ...sse },
  ),
]
