/** Every form of a key, and every location of an answer at which a server may give one away. */
import { EventStreamCodec } from '@smithy/eventstream-codec'

const each = (text: string, form: (character: string) => string): string =>
  [...text].map(form).join('')
const code = (character: string): number => character.codePointAt(0) ?? 0
const hex = (character: string, length: number): string =>
  code(character).toString(16).padStart(length, '0')
const half = (form: (character: string) => string) => (text: string) =>
  [...text].map((one, at) => (at % 2 === 0 ? one : form(one))).join('')

const entities: Readonly<Record<string, string>> = { '+': '&plus;', '/': '&sol;', '=': '&equals;' }

/** Every form in which a server may give a key away. */
export const forms: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  'in capitals': (text) => text.toUpperCase(),
  'in small letters': (text) => text.toLowerCase(),
  'base64, first alignment': (text) => Buffer.from(text).toString('base64'),
  'base64, second alignment': (text) => Buffer.from(`x${text}y`).toString('base64'),
  'base64, third alignment': (text) => Buffer.from(`xy${text}z`).toString('base64'),
  'base64url, first alignment': (text) => Buffer.from(text).toString('base64url'),
  'base64url, second alignment': (text) => Buffer.from(`x${text}y`).toString('base64url'),
  'base64url, third alignment': (text) => Buffer.from(`xy${text}z`).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'),
  'capital hex': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'percent-encoded in part': encodeURIComponent,
  'percent-encoded': (text) => each(text, (one) => `%${hex(one, 2)}`),
  'percent-encoded twice': (text) => each(text, (one) => `%25${hex(one, 2).toUpperCase()}`),
  'JSON escapes in part': half((one) => `\\u${hex(one, 4)}`),
  'JSON escapes': (text) => each(text, (one) => `\\u${hex(one, 4)}`),
  'JSON escapes in JSON': (text) => each(text, (one) => `\\\\u${hex(one, 4)}`),
  'decimal entities': (text) => each(text, (one) => `&#${code(one)};`),
  'hexadecimal entities': (text) => each(text, (one) => `&#x${hex(one, 2)};`),
  'named entities': (text) => each(text, (one) => entities[one] ?? one),
  'entities in JSON escapes': (text) => each(text, (one) => `\\u0026#${code(one)};`),
  'shortened to its first half': (text) => text.slice(0, Math.max(12, Math.ceil(text.length / 2))),
  'UTF-16 LE': (text) => Buffer.from(text, 'utf16le').toString('latin1'),
  'UTF-16 BE': (text) => Buffer.from(text, 'utf16le').swap16().toString('latin1'),
}

const codec = new EventStreamCodec(
  (input) => (typeof input === 'string' ? input : Buffer.from(input).toString('utf8')),
  (input) => Buffer.from(input, 'latin1'),
)

function frame(type: string, payload: string): Buffer {
  return Buffer.from(
    codec.encode({
      headers: {
        ':message-type': { type: 'string', value: 'event' },
        ':event-type': { type: 'string', value: type },
        ':content-type': { type: 'string', value: 'application/json' },
      },
      body: Buffer.from(payload, 'latin1'),
    }),
  )
}

function answer(head: string, body: Buffer | string, status = '200 OK'): Buffer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body, 'latin1')
  const lines = [`HTTP/1.1 ${status}`, head, `content-length: ${bytes.length}`, '', '']
  return Buffer.concat([
    Buffer.from(lines.filter(Boolean).join('\r\n') + '\r\n\r\n', 'latin1'),
    bytes,
  ])
}

const json = 'content-type: application/json'
const events = 'content-type: text/event-stream'

function completion(text: string): string {
  const message = `{"role":"assistant","content":"${text}"}`
  return `{"id":"c-1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":${message},"finish_reason":"stop"}]}`
}

function chunk(delta: string): string {
  return `data: {"id":"c-1","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":${delta},"finish_reason":null}]}\n\n`
}

/** Cut so that no piece has a run that could be found alone, and each is a string of JSON. */
const pieces = (text: string): string[] => text.match(/(?:\\+u[0-9a-f]{4}|[\s\S]){1,5}/g) ?? []

/** What a header value may hold. */
const headerText = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '')

/** Every location of an answer at which a key can stand: the bytes that a server sends. */
export const locations: Readonly<Record<string, (text: string) => Buffer>> = {
  'status text': (text) => answer(json, completion('hello'), `200 ${headerText(text)}`),
  header: (text) => answer(`${json}\r\nx-debug: ${headerText(text)}`, completion('hello')),
  'header name': (text) => answer(`${json}\r\nx-${text.replaceAll(/[^A-Za-z0-9-]/g, '')}: 1`, '{}'),
  'folded header': (text) =>
    answer(`${json}\r\nx-debug: ${pieces(headerText(text)).join('\r\n ')}`, completion('hello')),
  'repeated header': (text) =>
    answer(
      `${json}\r\n${pieces(headerText(text))
        .map((part) => `x-debug: ${part}`)
        .join('\r\n')}`,
      '{}',
    ),
  trailer: (text) =>
    Buffer.from(
      `HTTP/1.1 200 OK\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nx-debug: ${headerText(text)}\r\n\r\n`,
      'latin1',
    ),
  'split over trailers': (text) =>
    Buffer.from(
      `HTTP/1.1 200 OK\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n${pieces(
        headerText(text),
      )
        .map((part) => `x-debug: ${part}\r\n`)
        .join('')}\r\n`,
      'latin1',
    ),
  body: (text) => answer(json, completion(text)),
  'body that is no JSON': (text) => answer('content-type: text/html', `<p>${text}</p>`),
  SSE: (text) => answer(events, `${chunk(`{"content":"${text}"}`)}data: [DONE]\n\n`),
  'SSE deltas': (text) =>
    answer(
      events,
      pieces(text)
        .map((part) => chunk(`{"content":"${part}"}`))
        .join(''),
    ),
  'tool-call fragments': (text) =>
    answer(
      events,
      pieces(text)
        .map((part) => chunk(`{"tool_calls":[{"index":0,"function":{"arguments":"${part}"}}]}`))
        .join(''),
    ),
  'SSE lines without JSON': (text) =>
    answer(
      events,
      pieces(text)
        .map((part) => `data: ${part}\n\n`)
        .join(''),
    ),
  frames: (text) =>
    answer(
      'content-type: application/vnd.amazon.eventstream',
      frame('contentBlockDelta', `{"contentBlockIndex":0,"delta":{"text":"${text}"}}`),
    ),
  'split over frames': (text) =>
    answer(
      'content-type: application/vnd.amazon.eventstream',
      Buffer.concat(
        pieces(text).map((part) =>
          frame('contentBlockDelta', `{"contentBlockIndex":0,"delta":{"text":"${part}"}}`),
        ),
      ),
    ),
  'base64 chunks': (text) =>
    answer(
      'content-type: application/vnd.amazon.eventstream',
      Buffer.concat(
        pieces(text).map((part) =>
          frame(
            'chunk',
            `{"bytes":"${Buffer.from(`{"generation":"${part}"}`, 'latin1').toString('base64')}"}`,
          ),
        ),
      ),
    ),
  error: (text) =>
    answer(json, `{"error":{"message":"Bad key ${text}","type":"x"}}`, '400 Bad Request'),
  'AWS error': (text) =>
    answer(`${json}\r\nx-amzn-errortype: E`, `{"message":"${text}"}`, '403 No'),
  'model list': (text) =>
    answer(
      json,
      `{"object":"list","data":[{"id":"${text}","object":"model"}],"modelSummaries":[]}`,
    ),
  'redirect target': (text) =>
    answer(`location: /?key=${headerText(text)}`, '', '307 Temporary Redirect'),
  'no HTTP': (text) => Buffer.from(`${text}\r\n\r\n`, 'latin1'),
}
