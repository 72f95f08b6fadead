import { seededRandom } from '../../model/run/random.ts'
import { isDeepStrictEqual } from 'node:util'
import { EventStreamCodec, Int64 } from '@smithy/eventstream-codec'
import { describe, expect, it } from 'vitest'
import type { FrameRecord } from '../../model/observation.ts'
import { joinBytes } from '../bytes.ts'
import { crc32 } from './crc32.ts'
import { createEventStreamReader, readEventStream } from './event-stream.ts'
import { cutRandomly, flipBit } from '../testing/random.ts'

/** Byte-identical to a published recording of ConverseStream. */
const captured = fromHex(
  '0000008300000052160125f30b3a6576656e742d7479706507000c6d65737361676553746172740d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b2270223a22616263646566222c22726f6c65223a22617373697374616e74227d0cd629ac',
)
const exception = fromHex(
  '000000b2000000613590d5d30f3a657863657074696f6e2d747970650700137468726f74746c696e67457863657074696f6e0d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d74797065070009657863657074696f6e7b226d657373616765223a22546f6f206d616e792072657175657374732c20706c656173652077616974206265666f726520747279696e6720616761696e2e227de8ffb26a',
)

const read = (bytes: Uint8Array): FrameRecord => readEventStream([{ at: 5, bytes }])
const codes = (record: FrameRecord): string[] => record.violations.map(({ code }) => code)

describe('a sound stream', () => {
  it('gives headers and payload of a captured frame', () => {
    const { frames, violations } = read(captured)
    expect(violations).toEqual([])
    expect(frames).toHaveLength(1)
    expect(frames[0]).toMatchObject({
      start: 0,
      end: 131,
      at: 5,
      headers: [
        { name: ':event-type', type: 7, value: 'messageStart' },
        { name: ':content-type', type: 7, value: 'application/json' },
        { name: ':message-type', type: 7, value: 'event' },
      ],
    })
    expect(text(frames[0]!.payload)).toBe('{"p":"abcdef","role":"assistant"}')
  })

  it('gives an exception frame after an event frame', () => {
    const { frames, violations } = read(joinBytes([captured, exception]))
    expect(violations).toEqual([])
    expect(frames.map(({ start, end }) => [start, end])).toEqual([
      [0, 131],
      [131, 309],
    ])
    expect(frames[1]?.headers[0]?.value).toBe('throttlingException')
    expect(JSON.parse(text(frames[1]!.payload))).toHaveProperty('message')
  })

  it('may be empty, and a message may have neither headers nor payload', () => {
    expect(read(new Uint8Array())).toEqual({ frames: [], violations: [] })
    expect(read(message(new Uint8Array(), new Uint8Array())).frames).toMatchObject([
      { start: 0, end: 16, headers: [] },
    ])
  })

  it('gives every header type as the SDK codec wrote it', () => {
    const codec = new EventStreamCodec(
      (bytes) => text(bytes as Uint8Array),
      (written) => new TextEncoder().encode(written),
    )
    const bytes = codec.encode({
      headers: {
        yes: { type: 'boolean', value: true },
        no: { type: 'boolean', value: false },
        byte: { type: 'byte', value: -2 },
        short: { type: 'short', value: -300 },
        integer: { type: 'integer', value: -70_000 },
        long: { type: 'long', value: Int64.fromNumber(-5_000_000_000) },
        bytes: { type: 'binary', value: Uint8Array.of(1, 2, 255) },
        string: { type: 'string', value: 'größe 😀' },
        time: { type: 'timestamp', value: new Date(1_700_000_000_123) },
        uuid: { type: 'uuid', value: '01234567-89ab-cdef-0123-456789abcdef' },
      },
      body: new TextEncoder().encode('hello'),
    })
    const { frames, violations } = read(bytes)
    expect(violations).toEqual([])
    expect(frames[0]?.headers.map(({ type, value }) => [type, value])).toEqual([
      [0, true],
      [1, false],
      [2, -2],
      [3, -300],
      [4, -70_000],
      [5, -5_000_000_000n],
      [6, Uint8Array.of(1, 2, 255)],
      [7, 'größe 😀'],
      [8, 1_700_000_000_123n],
      [9, '01234567-89ab-cdef-0123-456789abcdef'],
    ])
    expect(text(frames[0]!.payload)).toBe('hello')
  })

  it('dates each frame with the arrival of its last byte', () => {
    const reader = createEventStreamReader()
    reader.push(captured.subarray(0, 130), 1)
    reader.push(joinBytes([captured.subarray(130), exception.subarray(0, 177)]), 2)
    reader.push(exception.subarray(177), 3)
    expect(reader.end().frames.map(({ at }) => at)).toEqual([2, 3])
  })
})

describe('a broken stream', () => {
  it('names text in place of a message', () => {
    const sent = 'data: {"messageStart":{"role":"assistant"}}\n\n'
    expect(read(new TextEncoder().encode(sent)).violations).toMatchObject([
      {
        code: 'eventstream.prelude-crc',
        byte: 0,
        message: expect.stringMatching(/^Text stands where .*; 45 bytes /),
        received: String.raw`the text "data: {\"mess"…`,
      },
    ])
  })

  it('stops at a damaged prelude and counts what it left unread', () => {
    const broken = captured.slice()
    broken[3]! ^= 1
    const { frames, violations } = read(joinBytes([exception, broken, exception]))
    expect(frames).toHaveLength(1)
    expect(violations).toMatchObject([{ code: 'eventstream.prelude-crc', byte: 178 }])
    expect(violations[0]?.message).toContain('309 bytes')
  })

  it('goes on after a message whose own checksum is wrong', () => {
    const broken = captured.slice()
    broken[100]! ^= 1
    const { frames, violations } = read(joinBytes([broken, exception]))
    expect(frames.map(({ start }) => start)).toEqual([131])
    expect(violations).toMatchObject([{ code: 'eventstream.message-crc', byte: 127 }])
  })

  it('names what is missing from a cut last message', () => {
    expect(read(joinBytes([captured, exception.subarray(0, 50)])).violations).toMatchObject([
      {
        code: 'eventstream.truncated',
        byte: 131,
        expected: '178 bytes',
        received: 'end of body after 50 of them',
      },
    ])
    expect(read(joinBytes([captured, exception.subarray(0, 5)])).violations).toMatchObject([
      { code: 'eventstream.truncated', byte: 131, expected: '12 bytes of prelude' },
    ])
  })

  it('takes text after the last message for a broken message', () => {
    const record = read(joinBytes([captured, new TextEncoder().encode('Internal server error')]))
    expect(codes(record)).toEqual(['eventstream.prelude-crc'])
    expect(record.frames).toHaveLength(1)
  })

  it('refuses a total length below the frame itself', () => {
    const record = read(joinBytes([prelude(15, 0), captured]))
    expect(record.violations).toMatchObject([{ code: 'eventstream.length', byte: 0 }])
    expect(record.frames).toEqual([])
  })

  it('skips a message whose headers do not fit into it', () => {
    const broken = joinBytes([prelude(40, 25), new Uint8Array(28)])
    const record = read(joinBytes([broken, captured]))
    expect(record.violations).toMatchObject([{ code: 'eventstream.length', byte: 0 }])
    expect(record.frames).toMatchObject([{ start: 40 }])
  })

  it.each([
    ['headers over 128 KiB', 128 * 1024 + 1, 0],
    ['a payload over 24 MiB', 0, 24 * 1024 * 1024 + 1],
  ])('skips %s', (_, headers, payload) => {
    const total = headers + payload + 16
    const reader = createEventStreamReader()
    reader.push(prelude(total, headers), 0)
    for (let left = total - 12; left > 0; left -= 1 << 20) {
      reader.push(new Uint8Array(Math.min(left, 1 << 20)), 0)
    }
    reader.push(captured, 1)
    const record = reader.end()
    expect(codes(record)).toEqual(['eventstream.length'])
    expect(record.frames).toMatchObject([{ start: total }])
  })

  it('notices when the body ends inside a message that it skips', () => {
    const record = read(joinBytes([prelude(200_000, 150_000), new Uint8Array(100)]))
    expect(codes(record)).toEqual(['eventstream.length', 'eventstream.truncated'])
  })

  const string = (name: string, value: number[]): number[] => [
    ...lengthed(name),
    7,
    0,
    value.length,
    ...value,
  ]
  it.each([
    ['header-type', [...lengthed('a'), 10, 0], false, 14],
    ['header-length', [...lengthed('a'), 7, 0, 9, 1], false, 14],
    ['header-length', [...lengthed('a'), 4, 0, 0], false, 14],
    ['header-length', [9, 97], false, 12],
    ['header-length', [0, 0], false, 12],
    ['header-duplicate', [...lengthed('a'), 0, ...lengthed('a'), 1], true, 15],
    ['header-utf8', string('a', [0x61, 0xff]), true, 18],
    ['header-utf8', [2, 0x61, 0xc3, 0], true, 14],
  ])('reports %s in a message whose checksums are right', (code, block, kept, byte) => {
    const record = read(joinBytes([message(Uint8Array.from(block), Uint8Array.of(1)), captured]))
    expect(record.violations).toMatchObject([{ code: `eventstream.${code}`, byte }])
    expect(record.frames).toHaveLength(kept ? 2 : 1)
  })
})

describe('however the body is cut', () => {
  const stream = joinBytes([captured, exception, captured, captured.subarray(0, 60)])

  it('the result is the same, arrival apart', () => {
    const random = seededRandom(3)
    const whole = withoutTimes(read(stream))
    for (let round = 0; round < 300; round += 1) {
      const chunks = cutRandomly(stream, random, 1 + Math.floor(random() * 200))
      expectSame(withoutTimes(readEventStream(chunks)), whole)
    }
  })

  it('every flipped bit is found, nothing throws, and the reading is the same', () => {
    const random = seededRandom(4)
    const sound = joinBytes([captured, exception, captured])
    for (let round = 0; round < 1000; round += 1) {
      const broken = flipBit(sound, random)
      const whole = read(broken)
      if (whole.violations.length === 0) expect.fail('a flipped bit was not found')
      expectSame(
        withoutTimes(readEventStream(cutRandomly(broken, random, 150))),
        withoutTimes(whole),
      )
    }
  })

  it('a frame of 4 MB in 8-byte pieces is read (in square time it would take minutes)', () => {
    const bytes = message(new Uint8Array(), new Uint8Array(4_000_000))
    const reader = createEventStreamReader()
    for (let offset = 0; offset < bytes.length; offset += 8) {
      reader.push(bytes.subarray(offset, offset + 8), 0)
    }
    expect(reader.end().frames[0]?.payload.length).toBe(4_000_000)
  })
})

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}

function lengthed(name: string): number[] {
  return [name.length, ...Buffer.from(name)]
}

function u32(value: number): Uint8Array {
  return new Uint8Array(Buffer.from(value.toString(16).padStart(8, '0'), 'hex'))
}

function prelude(total: number, headers: number): Uint8Array {
  const lengths = joinBytes([u32(total), u32(headers)])
  return joinBytes([lengths, u32(crc32(lengths))])
}

function message(headers: Uint8Array, payload: Uint8Array): Uint8Array {
  const start = prelude(headers.length + payload.length + 16, headers.length)
  const body = joinBytes([start, headers, payload])
  return joinBytes([body, u32(crc32(body))])
}

/** As `toEqual`, many times faster while things are well. */
function expectSame(left: unknown, right: unknown): void {
  if (!isDeepStrictEqual(left, right)) expect(left).toEqual(right)
}

function withoutTimes({ frames, violations }: FrameRecord): unknown {
  return { violations, frames: frames.map((frame) => ({ ...frame, at: 0 })) }
}
