import { seededRandom } from '../../../model/run/random.ts'
import { describe, expect, it } from 'vitest'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { eventFrame, frameBytes } from '../../../protocol/testing/build.ts'
import type { Exchange } from '../../../model/exchange.ts'
import { codes, framed, judge, see, stream } from '../testing/see.ts'
import { call, talk } from '../testing/talk.ts'

const all = [
  'event-stream-crc',
  'event-stream-lengths',
  'event-stream-headers',
  'event-stream-complete',
  'event-payloads',
]

/** Captured from the service, and an exception composed by the same rules. */
const golden = [
  '0000008300000052160125f30b3a6576656e742d7479706507000c6d65737361676553746172740d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b2270223a22616263646566222c22726f6c65223a22617373697374616e74227d0cd629ac',
  '000000b2000000613590d5d30f3a657863657074696f6e2d747970650700137468726f74746c696e67457863657074696f6e0d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d74797065070009657863657074696f6e7b226d657373616765223a22546f6f206d616e792072657175657374732c20706c656173652077616974206265666f726520747279696e6720616761696e2e227de8ffb26a',
].map((hex) => Buffer.from(hex, 'hex'))

const bytesOf = (events: Parameters<typeof stream>[0]) =>
  Buffer.concat(stream(events).exchange.response!.decoded.map(({ bytes }) => bytes))

describe('right frames', () => {
  it.each([
    ['golden frames', golden],
    ['talk', [bytesOf(talk)]],
    ['a tool call', [bytesOf(call)]],
  ])('give no finding: %s', (_, chunks) => {
    for (const name of all) expect(codes(name, framed(chunks))).toEqual([])
  })

  it('may be cut over reads at any byte', () => {
    const random = seededRandom(7)
    const bytes = bytesOf(call)
    for (let round = 0; round < 50; round += 1) {
      const cuts = Array.from({ length: 5 }, () => Math.floor(random() * bytes.length)).toSorted(
        (one, other) => one - other,
      )
      const chunks = [0, ...cuts].map((from, at) => bytes.subarray(from, cuts[at] ?? bytes.length))
      for (const name of all) expect(codes(name, framed(chunks))).toEqual([])
    }
  })

  it('may order their headers as they like, add some, and add parameters to the type', () => {
    const headers = {
      ':message-type': 'event',
      'x-extra': 'yes',
      ':content-type': 'application/json; charset=utf-8',
      ':event-type': 'messageStart',
    }
    const seen = framed([frameBytes(headers, '{"role":"assistant"}')])
    for (const name of all) expect(codes(name, seen)).toEqual([])
  })
})

describe('a flipped bit', () => {
  it('anywhere in a frame is found', () => {
    const frame = golden[0]!
    for (let byte = 0; byte < frame.length; byte += 1) {
      const damaged = Buffer.from(frame)
      damaged[byte] = damaged[byte]! ^ 0x10
      expect(codes('event-stream-crc', framed([damaged])), `byte ${byte}`).toHaveLength(1)
    }
  })
})

describe('event-stream-lengths', () => {
  it('finds lengths that contradict each other although the checksums are right', () => {
    const frame = Buffer.from(golden[0]!)
    frame.writeUInt32BE(200, 4)
    frame.writeUInt32BE(crc(frame.subarray(0, 8)), 8)
    expect(codes('event-stream-lengths', framed([frame]))).toEqual(['eventstream.length'])
  })
})

/** CRC-32 of ISO/IEC 3309, bit by bit. */
function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0)
  }
  return (sum ^ 0xffffffff) >>> 0
}

const event = { ':event-type': 'a', ':content-type': 'application/json', ':message-type': 'event' }
const withoutHeader = (name: string) =>
  Object.fromEntries(Object.entries(event).filter(([given]) => given !== name))

describe('event-stream-headers', () => {
  it.each<[string, Record<string, string>]>([
    ['frame-header-missing', withoutHeader(':message-type')],
    ['frame-header-missing', withoutHeader(':event-type')],
    ['frame-header-missing', withoutHeader(':content-type')],
    ['frame-header-value', { ...event, ':message-type': 'message' }],
    ['frame-header-value', { ...event, ':message-type': 'constructor' }],
    ['frame-header-value', { ...event, ':event-type': '' }],
    ['frame-header-value', { ...event, ':content-type': 'text/plain' }],
    ['frame-header-missing', { ':message-type': 'exception', ':content-type': 'application/json' }],
    ['frame-header-missing', { ':message-type': 'error', ':error-code': 'a' }],
  ])('finds %s in %j', (code, headers) => {
    expect(codes('event-stream-headers', framed([frameBytes(headers, '{}')]))).toEqual([code])
  })

  it('finds a header that is not a string', () => {
    const codec = new EventStreamCodec(
      (bytes) => Buffer.from(bytes as Uint8Array).toString(),
      (text) => Buffer.from(text),
    )
    const frame = codec.encode({
      headers: {
        ':event-type': { type: 'binary', value: Buffer.from('a') },
        ':content-type': { type: 'string', value: 'application/json' },
        ':message-type': { type: 'string', value: 'event' },
      },
      body: Buffer.from('{}'),
    })
    expect(codes('event-stream-headers', framed([frame]))).toEqual(['frame-header-type'])
  })
})

const cut = (bytes: Uint8Array, change: Partial<Exchange> = {}) =>
  codes('event-stream-complete', framed([bytes], undefined, change))

describe('event-stream-complete', () => {
  const whole = bytesOf(talk)

  it('finds a stream that ends inside a frame', () => {
    expect(cut(whole.subarray(0, -1))).toEqual(['eventstream.truncated'])
    expect(cut(whole.subarray(0, 5))).toEqual(['eventstream.truncated'])
  })

  it('finds a stream without frames, and a body that is not an event stream', () => {
    expect(cut(new Uint8Array())).toEqual(['event-stream-empty'])
    const json = see('converse-stream', { type: 'application/json', chunks: ['{}'] })
    expect(codes('event-stream-complete', json)).toEqual(['event-stream-absent'])
    expect(codes('event-stream-crc', json)).toEqual(['unsaid'])
  })

  it('tells a connection that the server ended from one that we ended', () => {
    const failure = { message: 'Gone.', remedy: '', after: 1 }
    expect(cut(whole.subarray(0, 9), { failure: { ...failure, kind: 'reset' } })).toEqual([
      'eventstream.truncated',
    ])
    expect(cut(whole.subarray(0, 9), { failure: { ...failure, kind: 'idle-timeout' } })).toEqual([
      'unsaid',
    ])
    expect(cut(whole.subarray(0, 9), { hungUp: true })).toEqual(['unsaid'])
  })

  it('finds a body that HTTP says is not whole, even at the border of a frame', () => {
    const { exchange } = framed([whole])
    const response = { ...exchange.response!, complete: false }
    expect(cut(whole, { response })).toEqual(['event-stream-cut'])
  })
})

describe('event-payloads', () => {
  it.each([
    ['payload-not-object', '[]'],
    ['payload-not-object', '"a"'],
    ['payload-not-object', 'null'],
    ['payload-not-object', ''],
    ['payload-not-object', '{"a":'],
  ])('finds %s in %s', (code, payload) => {
    expect(codes('event-payloads', framed([frameBytes(event, payload)]))).toEqual([code])
  })

  it('finds bytes that are not UTF-8, in the frame where they stand', () => {
    const codec = new EventStreamCodec(
      (bytes) => Buffer.from(bytes as Uint8Array).toString(),
      (text) => Buffer.from(text),
    )
    const headers = Object.fromEntries(
      Object.entries(event).map(([name, value]) => [name, { type: 'string' as const, value }]),
    )
    const body = Buffer.from([0x7b, 0x22, 0xc3, 0x22, 0x7d])
    const seen = framed([eventFrame('a', {}), codec.encode({ headers, body })])
    const { findings } = judge('event-payloads', seen)
    expect(findings).toMatchObject([{ code: 'bedrock.payload-not-utf8', at: { item: 1 } }])
  })

  it('may be empty in an error frame', () => {
    const headers = { ':message-type': 'error', ':error-code': 'a', ':error-message': 'b' }
    expect(codes('event-payloads', framed([frameBytes(headers, '')]))).toEqual([])
  })
})
