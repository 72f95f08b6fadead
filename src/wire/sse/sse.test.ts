import { seededRandom } from '../../model/run/random.ts'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { SseRecord } from '../../model/observation.ts'
import { notUtf8 } from '../testing/not-utf8.ts'
import { readSse } from './sse.ts'
import { cutRandomly, flipBit } from '../testing/random.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (body: string | Uint8Array): SseRecord =>
  readSse([{ at: 5, bytes: typeof body === 'string' ? encode(body) : body }])
const datas = (record: SseRecord): string[] => record.events.map(({ data }) => data)
const codes = (record: SseRecord): string[] => record.violations.map(({ code }) => code)

describe('a legal stream', () => {
  it('gives each event its data, type, bytes and arrival', () => {
    const record = read('event: ping\nid: 7\nretry: 250\ndata: {"a":1}\n\ndata: [DONE]\n\n')
    expect(record).toEqual({
      events: [
        {
          start: 0,
          end: 44,
          at: 5,
          type: 'ping',
          data: '{"a":1}',
          id: '7',
          retry: 250,
          fields: ['event', 'id', 'retry', 'data'],
        },
        { start: 44, end: 58, at: 5, type: 'message', data: '[DONE]', fields: ['data'] },
      ],
      comments: 0,
      bom: false,
      lineEndings: ['LF'],
      violations: [],
    })
  })

  it.each([
    ['LF', '\n'],
    ['CR', '\r'],
    ['CRLF', '\r\n'],
  ] as const)('may end its lines with %s', (name, eol) => {
    const record = read(['data: a', 'data: b', '', 'data: c', '', ''].join(eol))
    expect(datas(record)).toEqual(['a\nb', 'c'])
    expect(record.lineEndings).toEqual([name])
    expect(record.events.map(({ end }) => end)).toEqual([14 + 3 * eol.length, 21 + 5 * eol.length])
    expect(record.violations).toEqual([])
  })

  it('may mix line endings', () => {
    const record = read('data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\r')
    expect(datas(record)).toEqual(['a\nb\nc', 'd'])
    expect(record.lineEndings).toEqual(['CRLF', 'CR', 'LF'])
  })

  it('loses at most one space after the colon', () => {
    expect(datas(read('data:a\n\ndata:  a\n\ndata: a \n\n'))).toEqual(['a', ' a', 'a '])
  })

  it('may have fields without a colon', () => {
    expect(datas(read('data\n\ndata\ndata\n\n'))).toEqual(['', '\n'])
  })

  it('may start with one byte order mark', () => {
    const record = read('\uFEFFdata: a\n\n')
    expect(record).toMatchObject({ bom: true, violations: [], events: [{ start: 3, data: 'a' }] })
  })

  it('may have comments anywhere, a cut one at its end included', () => {
    const record = read(': OPENROUTER PROCESSING\n\n:\ndata: a\n: b\n\n: bye')
    expect(record).toMatchObject({ comments: 4, violations: [], events: [{ data: 'a' }] })
    expect(record.unterminated).toBeUndefined()
  })

  it('dispatches nothing for a block without data, and forgets its type', () => {
    const record = read('event: ping\n\ndata: a\n\n')
    expect(record.events).toMatchObject([{ type: 'message', data: 'a' }])
    expect(record.violations).toEqual([])
  })

  it('may have more than one blank line between events', () => {
    expect(read('\n\ndata: a\n\n\n\ndata: b\n\n').events).toMatchObject([
      { start: 2, end: 11 },
      { start: 13, end: 22 },
    ])
  })

  it('ignores an id with NUL and a retry that is no number', () => {
    const [event] = read('id: a\0b\nretry: 1s\ndata: x\0y\n\n').events
    expect(event).not.toHaveProperty('id')
    expect(event).not.toHaveProperty('retry')
    expect(event?.data).toBe('x\0y')
  })
})

describe('a broken stream', () => {
  it('loses an event that no blank line ends, and says so', () => {
    const record = read('data: a\n\ndata: [DONE]\n')
    expect(datas(record)).toEqual(['a'])
    expect(record.unterminated).toEqual({ start: 9, data: '[DONE]' })
    expect(record.violations).toMatchObject([{ code: 'sse.unterminated-event', byte: 9 }])
  })

  it('loses an event that is cut inside a line', () => {
    const record = read('data: {"a":1}\r\ndata: {"b')
    expect(record.unterminated).toEqual({ start: 0, data: '{"a":1}\n{"b' })
  })

  it.each([
    ['JSON without a field name', '{"error":{"message":"boom"}}\n\n', 0],
    ['a field of another name', 'data: a\nerror: boom\n\n', 8],
    ['a field name in capitals', 'Data: a\n\n', 0],
    ['a space before the field name', ' data: a\n\n', 0],
    ['a second byte order mark', '\uFEFF\uFEFFdata: a\n\n', 3],
  ])('has %s', (_, body, byte) => {
    expect(read(body).violations).toMatchObject([{ code: 'sse.unknown-field', byte }])
  })

  it('ignores fields of other names, as the standard does', () => {
    const record = read('x-seq: 1\ndata: a\ntrace_id: b\n\n')
    expect(record.violations).toEqual([])
    expect(record.events).toMatchObject([{ data: 'a' }])
  })

  it.each([
    ['a cut code point at the end of a line', [0xe2, 0x82], 8],
    ['an overlong form', [0xc0, 0xaf], 8],
    ['a surrogate', [0xed, 0xa0, 0x80], 8],
  ])('holds %s', (_, wrong, byte) => {
    const body = Uint8Array.from([...encode('data: ab'), ...wrong, ...encode('\n\n')])
    const record = read(body)
    expect(record.violations).toMatchObject([{ code: 'sse.invalid-utf8', byte }])
    expect(record.events).toHaveLength(1)
  })

  it('of noise reports at most a hundred violations of a kind', () => {
    const record = read('x\n'.repeat(5000))
    expect(codes(record).filter((code) => code === 'sse.unknown-field')).toHaveLength(100)
  })
})

describe('arrival', () => {
  it('of an event is that of the last byte of its blank line', () => {
    const record = arriving(['data: a\n', 1], ['\ndata: b\r\n\r', 2], ['\n', 3])
    expect(record.events.map(({ at, end }) => [at, end])).toEqual([
      [2, 9],
      [3, 20],
    ])
  })

  it('of an event that CR ends is not that of a later byte', () => {
    const record = arriving(['data: a\r\r', 1], ['data: b\r\r', 2])
    expect(record.events.map(({ at }) => at)).toEqual([1, 2])
  })

  it('of an event is not that of an empty chunk before or after it', () => {
    const record = arriving(['', 1], ['data: a\n\n', 2], ['', 3], ['data: b\n\n', 4], ['', 5])
    expect(record.events.map(({ at }) => at)).toEqual([2, 4])
  })
})

function arriving(...chunks: readonly (readonly [string, number])[]): SseRecord {
  return readSse(chunks.map(([text, at]) => ({ bytes: encode(text), at })))
}

const samples = [
  '\uFEFFdata: {"x":"größe 😀"}\r\n\r\n: c\r\ndata: a\rdata: b\r\revent: e\ndata\n\n\r\ndata: end',
  'data: a\n\ndata: [DONE]\n\n',
  '\r\n\r\r\n\n\rdata:x\r\n\r\n\n',
]

describe('however the body is cut', () => {
  it('the result is the same, arrival apart', () => {
    const random = seededRandom(7)
    for (const sample of samples) {
      const bytes = encode(sample)
      const whole = withoutTimes(readSse([{ at: 0, bytes }]))
      for (let round = 0; round < 300; round += 1) {
        const chunks = cutRandomly(bytes, random, 1 + Math.floor(random() * 6))
        expectSame(withoutTimes(readSse(chunks)), whole)
      }
    }
  })

  it('damage never throws and is read the same', () => {
    const random = seededRandom(8)
    for (let round = 0; round < 1500; round += 1) {
      let bytes = encode(samples[round % samples.length]!)
      for (let flips = 0; flips < 3; flips += 1) bytes = flipBit(bytes, random)
      const whole = withoutTimes(readSse([{ at: 0, bytes }]))
      expectSame(withoutTimes(readSse(cutRandomly(bytes, random))), whole)
    }
  })

  it('bytes that are not UTF-8 are found at the same offset', () => {
    for (const wrong of notUtf8) {
      const bytes = Buffer.concat([
        encode('data: é'),
        Buffer.from(wrong),
        encode('\n\ndata: 😀\n\n'),
      ])
      const whole = readSse([{ at: 0, bytes }])
      expect(whole.violations).toMatchObject([{ code: 'sse.invalid-utf8', byte: 8 }])
      expect(datas(whole)).toEqual([`é${Buffer.from(wrong).toString()}`, '😀'])
      for (let cut = 1; cut < bytes.length; cut += 1) {
        const halves = [bytes.subarray(0, cut), bytes.subarray(cut)]
        expectSame(readSse(halves.map((half) => ({ at: 0, bytes: half }))), whole)
      }
    }
  })

  it('a long body is read as its events are one by one', () => {
    const random = seededRandom(9)
    const texts = ['data: x\n\n', 'data: größe 😀\r\n\r\n', 'event: e\rdata: é\r\r', ': c\n']
    const parts = Array.from({ length: 12_000 }, () => {
      const bytes = encode(texts[Math.floor(random() * texts.length)]!)
      return random() < 0.005 ? flipBit(bytes, random) : bytes
    })
    // What a flipped bit opens must not reach into the next part.
    const closed = parts.map((part) => Buffer.concat([part, encode('\n\n')]))
    const whole = readSse([{ at: 0, bytes: Buffer.concat(closed) }])
    let offset = 0
    const single = closed.map((bytes) => {
      const record = readSse([{ at: 0, bytes }])
      const start = offset
      offset += bytes.length
      return { record, start }
    })
    expectSame(
      whole.events,
      single.flatMap(({ record, start }) =>
        record.events.map((event) => ({
          ...event,
          start: event.start + start,
          end: event.end + start,
        })),
      ),
    )
    expect(whole.violations.length).toBeGreaterThan(10)
    expectSame(
      whole.violations,
      single.flatMap(({ record, start }) =>
        record.violations.map((violation) => ({
          ...violation,
          byte: (violation.byte ?? 0) + start,
        })),
      ),
    )
  })

  it('a line of 4 MB in 16-byte pieces is read (in square time it would take minutes)', () => {
    const piece = { bytes: encode('x'.repeat(16)), at: 0 }
    const pieces = Array.from({ length: 256_000 }, () => piece)
    const ends = ['data: ', '\n\n'].map((text) => ({ bytes: encode(text), at: 0 }))
    const { events } = readSse([...ends.slice(0, 1), ...pieces, ...ends.slice(1)])
    expect(events[0]?.data.length).toBe(16 * 256_000)
  })
})

/** As `toEqual`, many times faster while things are well. */
function expectSame(left: unknown, right: unknown): void {
  if (!isDeepStrictEqual(left, right)) expect(left).toEqual(right)
}

function withoutTimes(record: SseRecord): unknown {
  return { ...record, events: record.events.map((event) => ({ ...event, at: 0 })) }
}
