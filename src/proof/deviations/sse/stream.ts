/** A whole stream of server-sent events has the wrong form. */
import type { Header } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import type { Piece } from '../../../reference/hook-values.ts'
import { asObject } from '../../../reference/json.ts'
import { done } from '../../../reference/openai/chunks.ts'
import { contentOf, eachChunk, withContent } from '../edits/members.ts'
import { apis } from '../scopes.ts'

/** Sends everything in one piece when the stream would have ended. */
function buffered(pieces: readonly Piece[]): Piece[] {
  const wait = pieces.reduce((sum, piece) => sum + piece.wait, 0)
  return [
    { bytes: new Uint8Array(), wait: 0 },
    { bytes: Buffer.concat(pieces.map((piece) => piece.bytes)), wait },
  ]
}

/** The text after its bytes were decoded chunk by chunk. */
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

function typed(type: string): (headers: readonly Header[]) => readonly Header[] {
  return (headers) => headers.map(([name, value]) => [name, name === 'Content-Type' ? type : value])
}

/** Applies the edit to answers that are not errors. */
function onAnswers<T>(
  edit: (value: T) => T,
): (value: T, call: { readonly failure?: unknown }) => T {
  return (value, call) => (call.failure === undefined ? edit(value) : value)
}

export const sseStream: readonly Deviation[] = [
  {
    id: 'stream-cut',
    kind: 'mutant',
    about: 'The connection drops in the middle of the stream.',
    seen: ['litellm#32686'],
    apis: apis.streams,
    kills: ['*/complete-body'],
    also: ['*'],
    hooks: {
      bytes: (pieces) => pieces.slice(0, Math.ceil(pieces.length / 2)),
      timing: (timing) => ({ ...timing, end: 'cut' }),
    },
  },
  {
    id: 'stream-buffered',
    kind: 'mutant',
    about: 'The stream is sent in one piece at its end.',
    seen: ['D34', 'dstack#4269', 'eca#479'],
    apis: [...apis.streams, ...apis.responsesStreams],
    kills: ['assert:incremental'],
    hooks: { bytes: buffered },
  },
  {
    id: 'message-stream-buffered',
    kind: 'mutant',
    about: 'A stream of messages is sent in one piece at its end.',
    seen: ['D34', 'dstack#4269'],
    apis: apis.messagesStreams,
    kills: ['stream-text.characters/bit-by-bit'],
    hooks: { bytes: buffered },
  },
  {
    id: 'code-points-cut',
    kind: 'mutant',
    about: 'Characters are cut at the borders of chunks.',
    seen: ['D27', 'llama.cpp#28926'],
    kills: ['assert:no-replacement-char'],
    also: ['*/utf8'],
    hooks: {
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
  },
  {
    id: 'invalid-utf8',
    kind: 'mutant',
    about: 'A byte of a character is missing.',
    seen: ['D27'],
    apis: apis.chatStreams,
    kills: ['stream-text.as-whole/utf8'],
    also: ['*/framing', 'stream-text.as-whole/characters-whole'],
    hooks: { frames: brokenUtf8 },
  },
  {
    id: 'content-type-json-on-stream',
    kind: 'mutant',
    about: 'An event stream is sent as application/json.',
    seen: ['D33'],
    apis: apis.streams,
    kills: ['*/content-type'],
    hooks: {
      headers: (headers) =>
        headers.map(([name, value]) =>
          name === 'Content-Type' ? [name, 'application/json'] : [name, value],
        ),
    },
  },
  {
    id: 'stream-empty',
    kind: 'mutant',
    about: 'The stream has no event.',
    seen: ['ST-03'],
    apis: apis.chatStreams,
    kills: ['*/framing', '*/done-last'],
    hooks: { frames: () => [{ bytes: new Uint8Array(), wait: 0 }] },
  },
  {
    id: 'stream-only-done',
    kind: 'mutant',
    about: 'The stream has the terminator and no chunk.',
    seen: ['ST-05'],
    apis: apis.chatStreams,
    kills: ['*/one-finish'],
    hooks: { chunks: () => [done] },
  },
  {
    id: 'latin-1-stream',
    kind: 'mutant',
    about: 'Characters beyond ASCII are sent as Latin-1.',
    seen: ['D27'],
    apis: apis.chatStreams,
    kills: ['stream-text.as-whole/utf8'],
    also: ['*/events-are-json', '*/framing', 'stream-text.as-whole/characters-whole'],
    hooks: {
      frames: (pieces) =>
        pieces.map((piece) => ({
          ...piece,
          bytes: Buffer.from(Buffer.from(piece.bytes).toString('utf8'), 'latin1'),
        })),
    },
  },
  {
    id: 'whole-answer-for-stream',
    kind: 'mutant',
    about: 'A streaming request is answered with a whole answer.',
    seen: ['D34', 'CLIProxyAPI#460'],
    apis: apis.chatStreams,
    kills: ['*/content-type'],
    also: ['*/no-length'],
    hooks: {
      request: (request) => {
        if (typeof request !== 'object' || request === null) return request
        return { ...request, stream: false, stream_options: undefined }
      },
    },
  },
  {
    id: 'stream-for-whole-answer',
    kind: 'mutant',
    about: 'A request without stream is answered with one.',
    seen: ['D33'],
    apis: apis.chatWhole,
    kills: ['*/content-type', '*/json'],
    hooks: {
      text: onAnswers((text) => `data: ${text}\n\ndata: [DONE]\n\n`),
      headers: onAnswers(typed('text/event-stream')),
    },
  },
  {
    id: 'stream-type-plain',
    kind: 'mutant',
    about: 'An event stream is sent as text/plain.',
    seen: ['D33'],
    apis: apis.chatStreams,
    kills: ['*/content-type'],
    hooks: { headers: onAnswers(typed('text/plain; charset=utf-8')) },
  },
  {
    id: 'stream-type-missing',
    kind: 'mutant',
    about: 'A stream has no Content-Type.',
    seen: ['D33'],
    apis: apis.streams,
    kills: ['*/content-type'],
    hooks: { headers: onAnswers((headers) => headers.filter(([name]) => name !== 'Content-Type')) },
  },
  {
    id: 'stream-with-length',
    kind: 'mutant',
    about: 'A stream is held back until its length is known.',
    seen: ['D34', 'dstack#4269'],
    apis: apis.sseStreams,
    kills: ['*/no-length'],
    hooks: {
      bytes: (pieces, call) => {
        const bytes = Buffer.concat(pieces.map((piece) => piece.bytes))
        call.memory.set('whole', bytes.length)
        return [{ bytes, wait: 30 }]
      },
      headers: (headers, call) =>
        call.failure ? headers : [...headers, ['Content-Length', String(call.memory.get('whole'))]],
    },
  },
]
