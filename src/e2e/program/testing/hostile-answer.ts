/** Answers that no server should send: seeded, one family for each way to end or to fool a client. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'

/** Numbers from 0 to 1. */
export type Random = () => number

/** What is written to a connection: pieces with waits before them, in milliseconds, and its end. */
export interface HostileAnswer {
  readonly family: string
  readonly pieces: readonly { readonly bytes: Buffer; readonly wait: number }[]
  readonly end: 'close' | 'reset' | 'hang'
}

type Family = (random: Random, isStream: boolean) => Omit<HostileAnswer, 'family'>

const orders = [
  '##[add-mask]oops',
  '\n::stop-commands::x',
  '\u001b[2J\u001b]0;t\u0007',
  '\u202egnp\u200b',
  'section_start:1:x\r\u001b[0K',
  '<script>alert(1)</script>]]>',
  '| a | b |\n```\n# x',
  '\u0000\ud800\uffff',
]

function whole(random: Random, from: number, to: number): number {
  return Math.floor(from + random() * (to - from))
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[whole(random, 0, list.length)] as T
}

/** `logarithmic(1, 1e5)` is as often below 300 as above. */
function logarithmic(random: Random, from: number, to: number): number {
  return Math.round(Math.exp(Math.log(from) + random() * Math.log(to / from)))
}

function head(status: string, headers: readonly string[]): Buffer {
  return Buffer.from(`HTTP/1.1 ${status}\r\n${headers.map((one) => `${one}\r\n`).join('')}\r\n`)
}

function typeOf(isStream: boolean): string {
  return `content-type: ${isStream ? 'text/event-stream' : 'application/json'}`
}

function sized(body: Buffer, isStream: boolean, more: readonly string[] = []): Buffer {
  const length = `content-length: ${body.length}`
  return Buffer.concat([head('200 OK', [typeOf(isStream), length, ...more]), body])
}

function once(bytes: Buffer, end: HostileAnswer['end'] = 'close'): ReturnType<Family> {
  return { pieces: [{ bytes, wait: 0 }], end }
}

const slots = ['logprobs', 'content', 'tool_calls', 'usage', 'extra', 'body'] as const

/** A completion, whole or as a stream, with `inside` as JSON text in place of one of its members. */
function completion(random: Random, isStream: boolean, inside: string): Buffer {
  return completionWith(pick(random, slots), isStream, inside)
}

function completionWith(slot: (typeof slots)[number], isStream: boolean, inside: string): Buffer {
  if (slot === 'body') return Buffer.from(isStream ? `data: ${inside}\n\ndata: [DONE]\n\n` : inside)
  const name = isStream ? 'delta' : 'message'
  const member = slot === 'content' || slot === 'tool_calls' ? `,"${slot}":${inside}` : ''
  const choice = `{"index":0,"${name}":{"role":"assistant"${member}},"logprobs":${slot === 'logprobs' ? inside : 'null'},"finish_reason":"stop"}`
  const rest = slot === 'usage' || slot === 'extra' ? `,"${slot}":${inside}` : ''
  const object = `"object":"chat.completion${isStream ? '.chunk' : ''}"`
  const json = `{"id":"x",${object},"created":1,"model":"m","choices":[${choice}]${rest}}`
  return Buffer.from(isStream ? `data: ${json}\n\ndata: [DONE]\n\n` : json)
}

function deepJson(random: Random): string {
  const levels = logarithmic(random, 2, 200_000)
  const [open, close] = pick(random, [
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"":', '}]'],
  ] as const)
  const text = `${open.repeat(levels)}1${close.repeat(random() < 0.8 ? levels : levels - 1)}`
  return random() < 0.2 ? JSON.stringify(text) : text
}

function wideJson(random: Random): string {
  const count = logarithmic(random, 10, 450_000)
  const item = pick(random, [
    '{}',
    '0',
    '[]',
    '{"a":"b"}',
    '{"index":0,"message":{"content":"a"}}',
    '""',
  ])
  if (random() < 0.5) return `[${Array.from({ length: count }, () => item).join()}]`
  return `{${Array.from({ length: count }, (_, index) => `"m${index}":${item}`).join()}}`
}

function broken(random: Random): readonly string[] {
  return pick(random, [
    ['content-length: 5', 'content-length: 500'],
    ['content-length: -1'],
    ['content-length: 99999999999999999999'],
    ['content-length: 10', 'transfer-encoding: chunked'],
    ['transfer-encoding: chunked, gzip'],
    ['transfer-encoding: identity'],
    ['x: a\r\n folded: yes'],
    ['bad header line'],
    [': empty'],
    [`x: ${'y'.repeat(whole(random, 1, 300_000))}`],
    [`x: a${' '.repeat(whole(random, 1, 60_000))}b`],
    Array.from({ length: whole(random, 1, 3000) }, (_, index) => `x-${index}: ${index}`),
    [`x: ${pick(random, orders)}`],
  ])
}

const families: Readonly<Record<string, Family>> = {
  depth: (random, isStream) =>
    once(sized(completion(random, isStream, deepJson(random)), isStream)),
  width: (random, isStream) =>
    once(sized(completion(random, isStream, wideJson(random)), isStream)),
  size: (random, isStream) => {
    const part = pick(random, ['x', '\u0000', 'é', '\n', ' word'])
    const text = JSON.stringify(part.repeat(logarithmic(random, 1000, 6_000_000)))
    return once(sized(completion(random, isStream, text), isStream))
  },
  events: (random) => {
    const event = pick(random, ['data:1\n\n', 'data:\n', ':\n', '\n', 'data: {}\r\r', 'id\n\n'])
    return once(sized(Buffer.from(event.repeat(logarithmic(random, 10, 100_000))), true))
  },
  legal: (random) => {
    const content = 'hello '.repeat(logarithmic(random, 1, 2000))
    const event = `data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"${content}"},"finish_reason":null}]}\n\n`
    const most = Math.min(60_000, 34_000_000 / event.length)
    const body = `${event.repeat(logarithmic(random, 10, most))}data: [DONE]\n\n`
    return once(sized(Buffer.from(body), true))
  },
  refusals: (random) => {
    const message = pick(random, ['x', '\n', '"', '\\', '“']).repeat(
      logarithmic(random, 10, 6_000_000),
    )
    const error = pick(random, [
      JSON.stringify({ error: { message, type: message } }),
      JSON.stringify({ message }),
      JSON.stringify({ detail: message }),
      `"message": "${message}`,
      message,
    ])
    const status = pick(random, ['400 Bad', '403 No', '404 No', '429 Slow', '500 Oops'])
    const length = `content-length: ${Buffer.byteLength(error)}`
    return once(Buffer.concat([head(status, [typeOf(false), length]), Buffer.from(error)]))
  },
  coding: (random, isStream) => {
    const body = Buffer.alloc(logarithmic(random, 100, 48_000_000), random() < 0.5 ? 0 : '[')
    const pack = pick(random, [
      ['gzip', (bytes: Buffer) => gzipSync(bytes, { level: 1 })],
      ['br', (bytes: Buffer) => brotliCompressSync(bytes.subarray(0, 2_000_000))],
      ['deflate', (bytes: Buffer) => deflateSync(bytes, { level: 1 })],
      ['gzip', (bytes: Buffer) => bytes.subarray(0, 1000)],
      ['zstd', () => Buffer.from('x')],
      ['gzip, gzip', (bytes: Buffer) => gzipSync(gzipSync(bytes, { level: 1 }))],
    ] as const)
    const packed = pack[1](body)
    const cut = random() < 0.3 ? packed.subarray(0, packed.length >> 1) : packed
    return once(sized(cut, isStream, [`content-encoding: ${pack[0]}`]))
  },
  letters: (random, isStream) => {
    const bytes = Buffer.from(Array.from({ length: whole(random, 1, 400) }, () => random() * 256))
    const utf16 = Buffer.from('\ufeff{"choices":[]}', 'utf16le')
    return once(sized(pick(random, [bytes, utf16, utf16.swap16()]), isStream))
  },
  escapes: (random, isStream) => {
    const message = Array.from({ length: whole(random, 1, 9) }, () => pick(random, orders)).join(
      ' ',
    )
    const error = JSON.stringify({
      error: { message, type: message, param: message, code: message },
    })
    if (random() < 0.5)
      return once(sized(completion(random, isStream, JSON.stringify(message)), isStream))
    const status = pick(random, [
      '400 Bad',
      '401 No',
      '403 No',
      '404 No',
      '429 Slow',
      '500 Oops',
      '599 x',
    ])
    return once(
      Buffer.concat([
        head(status, [typeOf(false), `content-length: ${Buffer.byteLength(error)}`]),
        Buffer.from(error),
      ]),
    )
  },
  framing: (random, isStream) => {
    const body = completion(random, isStream, '"a"')
    return once(
      Buffer.concat([head('200 OK', [typeOf(isStream), ...broken(random)]), body]),
      pick(random, ['close', 'hang', 'reset'] as const),
    )
  },
  chunks: (random, isStream) => {
    const body = completion(random, isStream, '"a"').toString()
    const size = pick(random, [
      'ffffffffffffffffff',
      '-1',
      'zz',
      '',
      '5;ext',
      body.length.toString(16),
    ])
    const last = pick(random, ['0\r\n\r\n', '', '0\r\nx: y\r\n\r\n', '0\r\n', 'garbage'])
    const text = `${size}\r\n${body}\r\n${last}`
    const start = head('200 OK', [typeOf(isStream), 'transfer-encoding: chunked'])
    return once(Buffer.concat([start, Buffer.from(text)]), pick(random, ['close', 'hang'] as const))
  },
  status: (random) =>
    once(
      Buffer.from(
        pick(random, [
          'HTTP/0.9 200\r\n\r\n',
          'HTTP/1.1 999 ?\r\ncontent-length: 0\r\n\r\n',
          'HTTP/1.1 100 Continue\r\n\r\n'.repeat(200),
          'HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n',
          'HTTP/1.1 204 No\r\ncontent-length: 5\r\n\r\nhello',
          'HTTP/1.1 307 x\r\nlocation: file:///etc/passwd\r\ncontent-length: 0\r\n\r\n',
          'SSH-2.0-OpenSSH\r\n',
          '\u0016\u0003\u0001\u0000\u0005hello',
          '\r\n\r\n',
        ]),
        'latin1',
      ),
      pick(random, ['close', 'reset', 'hang'] as const),
    ),
  reset: (random, isStream) => {
    const bytes = sized(completion(random, isStream, '"a"'), isStream)
    return once(
      bytes.subarray(0, whole(random, 0, bytes.length)),
      pick(random, ['reset', 'close', 'hang'] as const),
    )
  },
  trickle: (random, isStream) => {
    const bytes = sized(completion(random, isStream, '"a"'), isStream)
    const from = whole(random, 0, bytes.length)
    const start = { bytes: bytes.subarray(0, from), wait: 0 }
    const drops = Array.from({ length: 30 }, (_, index) => ({
      bytes: bytes.subarray(from + index, from + index + 1),
      wait: 60,
    }))
    return { pieces: [start, ...drops], end: pick(random, ['hang', 'close'] as const) }
  },
  open: (random, isStream) => {
    const body = completion(random, isStream, '"a"')
    const start = head('200 OK', [typeOf(isStream)])
    return once(Buffer.concat([start, body]), 'hang')
  },
}

export const familyNames: readonly string[] = Object.keys(families)

/** The next hostile answer. */
export function hostileAnswer(random: Random, isStream: boolean): HostileAnswer {
  const family = pick(random, familyNames)
  const make = families[family]
  if (make === undefined) throw new RangeError(`There is no family ${family}`)
  return { family, ...make(random, isStream) }
}

/** A whole answer with this JSON text in place of one member. */
export function answerWith(
  slot: (typeof slots)[number],
  isStream: boolean,
  inside: string,
): HostileAnswer {
  return { family: slot, ...once(sized(completionWith(slot, isStream, inside), isStream)) }
}
