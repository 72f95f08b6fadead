/** Answers that break HTTP or JSON below any API. */
import { gzipSync } from 'node:zlib'
import type { Api, Call, Header } from '../../../../reference/call.ts'
import type { Piece } from '../../../../reference/deviation.ts'
import { mutant } from '../../edit.ts'

const plain: { readonly apis: readonly Api[] } = {
  apis: ['openai-chat', 'openai-models', 'converse', 'invoke'],
}
const streams: { readonly apis: readonly Api[] } = {
  apis: ['openai-chat-stream', 'converse-stream', 'invoke-stream'],
}

type HeaderHook = (headers: readonly Header[], call: Call) => readonly Header[]

/** Changes the headers of answers that are no refusals. */
function onAnswer(edit: (headers: readonly Header[]) => readonly Header[]): HeaderHook {
  return (headers, call) => (call.failure ? headers : edit(headers))
}

function replaced(name: string, edit: (value: string) => string): HeaderHook {
  return onAnswer((headers) =>
    headers.map(([key, value]) => [key, key === name ? edit(value) : value]),
  )
}

function without(name: string): HeaderHook {
  return onAnswer((headers) => headers.filter(([key]) => key !== name))
}

function text(edit: (text: string) => string): (text: string, call: Call) => string {
  return (before, call) => (call.failure ? before : edit(before))
}

function bytes(edit: (bytes: Buffer) => Uint8Array) {
  return (pieces: readonly Piece[], call: Call): readonly Piece[] =>
    call.failure
      ? pieces
      : [{ bytes: edit(Buffer.concat(pieces.map((piece) => piece.bytes))), wait: 0 }]
}

/** Half of a body and an end of the connection, under the length of the whole. */
const cutShort = {
  headers: replaced('Content-Length', (length) => String(Number(length) + 10)),
  timing: (timing, call) => (call.failure ? timing : { ...timing, first: 1, end: 'cut' }),
} satisfies Parameters<typeof mutant>[3]

export const httpMutants = [
  mutant(
    'content-length-too-long',
    'A body ends before its stated length.',
    ['RFC 9112 8'],
    cutShort,
    { also: ['*/json'], kills: ['*/complete-body'], ...plain },
  ),
  mutant(
    'content-length-too-short',
    'A body is longer than it says.',
    ['RFC 9112 8'],
    {
      headers: replaced('Content-Length', (length) => String(Number(length) - 10)),
    },
    { also: ['*/complete-body'], kills: ['*/json'], ...plain },
  ),
  mutant(
    'chunked-without-end',
    'A stream ends with its connection, without the last chunk of HTTP.',
    ['litellm#32686'],
    { timing: (timing, call) => (call.failure ? timing : { ...timing, end: 'cut' }) },
    { also: ['*/done-last', '*/ends-on-a-frame'], kills: ['*/complete-body'], ...streams },
  ),
  mutant(
    'gzip-claimed',
    'A body that is not compressed claims to be.',
    ['eca#479'],
    { headers: onAnswer((headers) => [...headers, ['Content-Encoding', 'gzip']]) },
    { also: ['*/json'], kills: ['*/complete-body'], ...plain },
  ),
  mutant(
    'gzip-cut',
    'A compressed body ends too early.',
    ['eca#479'],
    {
      bytes: bytes((whole) => gzipSync(whole).subarray(0, -12)),
      headers: onAnswer((headers) => [...headers, ['Content-Encoding', 'gzip']]),
    },
    { also: ['*/json'], kills: ['*/complete-body'], ...plain },
  ),
  mutant(
    'gzip-unannounced',
    'A body is compressed and does not say so.',
    ['eca#479'],
    { bytes: bytes((whole) => gzipSync(whole)) },
    { kills: ['*/utf8', '*/json'], ...plain },
  ),
  mutant(
    'redirected',
    'Answers are redirects to where they are.',
    ['RFC 9110 15.4'],
    {
      status: (status, call) => (call.failure ? status : 307),
      headers: onAnswer((headers) => [...headers, ['Location', '/elsewhere']]),
    },
    { also: ['*/*'], kills: ['*/no-redirect', '*/status'] },
  ),
  mutant(
    'status-201',
    'Answers come with 201 Created.',
    ['OpenAI responses'],
    { status: (status, call) => (call.failure ? status : 201) },
    { also: ['*/*'], kills: ['*/status'] },
  ),
  mutant(
    'status-206',
    'Answers come with 206 Partial Content.',
    ['RFC 9110 15.3.7'],
    { status: (status, call) => (call.failure ? status : 206) },
    { also: ['*/*'], kills: ['*/status'] },
  ),
  mutant(
    'status-500-with-answer',
    'Good answers come with 500.',
    ['D56'],
    { status: (status, call) => (call.failure ? status : 500) },
    { also: ['*/*'], kills: ['*/no-server-error', '*/status'] },
  ),
  mutant(
    'answer-empty-body',
    'Answers have no body.',
    ['RFC 9110 15.3'],
    { text: text(() => '') },
    { kills: ['*/json'], ...plain },
  ),
  mutant(
    'body-null',
    'The body is null.',
    ['RFC 8259'],
    { text: text(() => 'null') },
    {
      also: ['*/starts-with-brace', 'models.list/holds-the-model'],
      kills: ['*/response-schema'],
      ...plain,
    },
  ),
  mutant(
    'body-json-in-json',
    'The body is JSON text of JSON text.',
    ['RFC 8259'],
    { text: text((json) => JSON.stringify(json)) },
    {
      also: ['*/starts-with-brace', 'models.list/holds-the-model'],
      kills: ['*/response-schema'],
      ...plain,
    },
  ),
  mutant(
    'json-with-bom',
    'A byte order mark stands before the JSON.',
    ['RFC 8259 8.1'],
    { text: text((json) => `\uFEFF${json}`) },
    { kills: ['*/json'], ...plain },
  ),
  mutant(
    'json-with-comma',
    'A comma too many stands at the end of an object.',
    ['RFC 8259'],
    { text: text((json) => json.replace(/\}$/u, ',}')) },
    { kills: ['*/json'], ...plain },
  ),
  mutant(
    'json-with-comment',
    'A comment stands after the JSON.',
    ['RFC 8259'],
    { text: text((json) => `${json}\n// served by cache-1`) },
    { kills: ['*/json'], ...plain },
  ),
  mutant(
    'json-twice',
    'The JSON stands twice in the body.',
    ['RFC 8259'],
    { text: text((json) => `${json}\n${json}`) },
    { kills: ['*/json'], ...plain },
  ),
  mutant(
    'json-names-twice',
    'A member stands twice in the body, with two values.',
    ['RFC 8259 4'],
    { text: text((json) => json.replace(/^\{/u, '{"id":"a","id":"b",')) },
    { kills: ['*/unique-names'], apis: ['openai-chat', 'converse', 'invoke'] },
  ),
  mutant(
    'chunk-names-twice',
    'A member stands twice in a chunk, with two values.',
    ['RFC 8259 4'],
    {
      frames: (pieces, call) =>
        pieces.map((piece, at) =>
          at === 2 && !call.failure
            ? {
                ...piece,
                bytes: Buffer.from(
                  Buffer.from(piece.bytes)
                    .toString('utf8')
                    .replace('data: {', 'data: {"x":1,"x":2,'),
                ),
              }
            : piece,
        ),
    },
    { kills: ['*/unique-names'], apis: ['openai-chat-stream'] },
  ),
  mutant(
    'json-nan',
    'A number is written NaN.',
    ['RFC 8259 6'],
    {
      text: text((json) =>
        json.replace(/("(?:created|inputTokens|prompt_token_count)":)\d+/u, '$1NaN'),
      ),
    },
    { kills: ['*/json'], apis: ['openai-chat', 'converse', 'invoke'] },
  ),
  mutant(
    'json-latin-1',
    'Characters beyond ASCII are sent as Latin-1.',
    ['RFC 8259 8.1'],
    {
      reply: (reply) => ({
        ...reply,
        choices: reply.choices.map((choice) => ({ ...choice, text: `${choice.text} é` })),
      }),
      bytes: bytes((whole) => Buffer.from(whole.toString('utf8'), 'latin1')),
    },
    { also: ['*/json'], kills: ['*/utf8'], apis: ['openai-chat', 'converse', 'invoke'] },
  ),
  mutant(
    'json-utf-16',
    'JSON is sent as UTF-16.',
    ['RFC 8259 8.1'],
    { bytes: bytes((whole) => Buffer.from(whole.toString('utf8'), 'utf16le')) },
    { also: ['*/complete-body', '*/utf8'], kills: ['*/json'], ...plain },
  ),
  mutant(
    'json-with-nul',
    'NUL bytes follow the JSON.',
    ['RFC 8259'],
    { text: text((json) => `${json}\0\0\0`) },
    { kills: ['*/json'], ...plain },
  ),
  mutant(
    'content-type-missing',
    'Answers do not say what they are.',
    ['D33'],
    { headers: without('Content-Type') },
    { kills: ['*/content-type'], ...plain },
  ),
  mutant(
    'content-type-binary',
    'JSON calls itself application/octet-stream.',
    ['D33'],
    { headers: replaced('Content-Type', () => 'application/octet-stream') },
    { kills: ['*/content-type'], ...plain },
  ),
  mutant(
    'content-type-plain',
    'JSON calls itself text/plain.',
    ['D33'],
    { headers: replaced('Content-Type', () => 'text/plain; charset=utf-8') },
    { kills: ['*/content-type'], ...plain },
  ),
  mutant(
    'key-in-header',
    'The key comes back in a header.',
    ['secrets'],
    {
      headers: (headers, call) => [
        ...headers,
        ['X-Debug-Authorization', String(call.headers.authorization ?? '')],
      ],
    },
    { kills: ['*/no-token-leak'], fronts: ['runtime', 'mantle'] },
  ),
  mutant(
    'key-in-answer',
    'The key comes back inside a good answer.',
    ['secrets'],
    {
      body: (body, call) =>
        call.failure || typeof body !== 'object'
          ? body
          : { ...body, debug: { key: String(call.headers.authorization ?? '').slice(7) } },
    },
    { kills: ['*/no-token-leak'], fronts: ['runtime', 'mantle'], ...plain },
  ),
  mutant(
    'key-in-base64',
    'The key comes back encoded in base64.',
    ['secrets'],
    {
      body: (body, call) =>
        call.failure || typeof body !== 'object'
          ? body
          : {
              ...body,
              trace: Buffer.from(String(call.headers.authorization ?? '')).toString('base64'),
            },
    },
    {
      also: ['*/response-schema'],
      kills: ['*/no-token-leak'],
      fronts: ['runtime', 'mantle'],
      ...plain,
    },
  ),
  mutant(
    'key-in-stream',
    'The key comes back inside a stream.',
    ['secrets'],
    {
      chunks: (chunks, call) =>
        chunks.map((chunk, at) =>
          at === 1 && typeof chunk !== 'string'
            ? { ...chunk, debug: String(call.headers.authorization ?? '') }
            : chunk,
        ),
    },
    { kills: ['*/no-token-leak'], fronts: ['runtime', 'mantle'], apis: ['openai-chat-stream'] },
  ),
  mutant(
    'stalls-after-headers',
    'The headers come, and then nothing.',
    [],
    {
      bytes: () => [],
      timing: (timing, call) => (call.failure ? timing : { ...timing, end: 'hang' }),
    },
    { also: ['*'], kills: ['*/framing'], hangs: 700, ...streams },
  ),
  mutant(
    'cut-after-headers',
    'The connection drops after the headers.',
    ['litellm#32686'],
    {
      bytes: (pieces, call) => (call.failure ? pieces : []),
      timing: (timing, call) => (call.failure ? timing : { ...timing, first: 5, end: 'cut' }),
    },
    { also: ['*/ends-on-a-frame'], kills: ['*/complete-body'], ...streams },
  ),
]
