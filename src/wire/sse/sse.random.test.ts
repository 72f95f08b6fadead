/** Random bodies, beside the standard's grammar written down byte by byte. */
import { seededRandom } from '../../model/run/random.ts'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { TimedBytes } from '../../model/exchange.ts'
import type { SseEvent, SseRecord } from '../../model/observation.ts'
import { cutRandomly } from '../testing/random.ts'
import { notUtf8 } from '../testing/not-utf8.ts'
import { readSse } from './sse.ts'
import { invalidUtf8At } from './utf8.ts'

const LF = 0x0a
const CR = 0x0d

/** What random bodies are made of. */
const pieces: readonly (string | readonly number[])[] = [
  'data: ',
  'data:',
  'data',
  'event: ',
  'id: ',
  'retry: 25',
  ':',
  ' ',
  'trace: ',
  'Data: ',
  '{"a":1}',
  'é',
  '語',
  '😀',
  '\uFEFF',
  '\uFFFD',
  '\u2028',
  '\u0085',
  '\0',
  '\n',
  '\n\n',
  '\r',
  '\r\n',
  '\r\n\r\n',
  '\n\r',
  'data: a\n\n',
  'data: ö\n\n',
  'data: 😀語\r\n\r\n',
  ...notUtf8,
  [0xff],
]

/** Longer than the blocks in which a body is read. */
const long = [
  'x'.repeat(20_000),
  '語'.repeat(9_000),
  'é😀'.repeat(12_000),
  'data: ä\n\n'.repeat(4_000),
]

function bodyOf(random: () => number, count: number, among: typeof pieces): Buffer {
  const chosen = Array.from({ length: count }, () => among[Math.floor(random() * among.length)]!)
  return Buffer.concat(chosen.map((piece) => Buffer.from(piece as string)))
}

/** Lines with their ends, as 9.2.5 defines them; the last has none. */
function linesOf(body: Buffer): { start: number; end: number; next: number }[] {
  const lines = []
  let start = 0
  for (let at = 0; at < body.length; at += 1) {
    if (body[at] !== LF && body[at] !== CR) continue
    const next = body[at] === CR && body[at + 1] === LF ? at + 2 : at + 1
    lines.push({ start, end: at, next })
    start = next
    at = next - 1
  }
  return [...lines, { start, end: body.length, next: body.length }]
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** What a reader must find, worked out one byte and one line at a time; violations by code and byte. */
function expected(chunks: readonly TimedBytes[]) {
  const body = Buffer.concat(chunks.map(({ bytes }) => bytes))
  const times = chunks.flatMap(({ bytes, at }) => Array.from(bytes, () => at))
  const bom = body.subarray(0, 3).equals(Buffer.from('\uFEFF'))
  const events: SseEvent[] = []
  const violations: { code: string; byte: number }[] = []
  const lineEndings = new Set<string>()
  let comments = 0
  let block = emptyBlock()
  for (const { start: lineStart, end, next } of linesOf(body)) {
    const start = bom && lineStart === 0 ? 3 : lineStart
    const isLast = end === next
    if (!isLast) lineEndings.add(next - end === 2 ? 'CRLF' : body[end] === LF ? 'LF' : 'CR')
    const bytes = body.subarray(start, end)
    const wrong = invalidUtf8At(bytes)
    if (wrong !== undefined) violations.push({ code: 'sse.invalid-utf8', byte: start + wrong })
    const line = decoder.decode(bytes)
    if (line === '' && !isLast) {
      const { lines, data, ...rest } = block
      if (data.length > 0)
        events.push({ ...rest, end: next, at: times[next - 1]!, data: data.join('\n') })
      block = emptyBlock()
    } else if (line !== '') {
      if (block.lines === 0) block.start = start
      block.lines += 1
      if (line.startsWith(':')) comments += 1
      else if (isUnknown(applied(block, line), line))
        violations.push({ code: 'sse.unknown-field', byte: start })
    }
  }
  const isCut = block.fields.length > 0
  if (isCut) violations.push({ code: 'sse.unterminated-event', byte: block.start })
  return {
    events,
    ...(isCut && { unterminated: { start: block.start, data: block.data.join('\n') } }),
    comments,
    bom,
    lineEndings: [...lineEndings],
    violations: violations.filter(
      ({ code }, at) => violations.slice(0, at).filter((one) => one.code === code).length < 100,
    ),
  }
}

interface Open {
  start: number
  lines: number
  type: string
  data: string[]
  fields: string[]
  id?: string
  retry?: number
}

function emptyBlock(): Open {
  return { start: 0, lines: 0, type: 'message', data: [], fields: [] }
}

/** Applies a line that is no comment to its block; returns the name of its field. */
function applied(block: Open, line: string): string {
  const [, name = '', value = ''] = /^([^:]*)(?::[ ]?([^]*))?$/u.exec(line) ?? []
  block.fields.push(name)
  if (name === 'data') block.data.push(value)
  if (name === 'event') block.type = value || 'message'
  if (name === 'id' && !value.includes('\0')) block.id = value
  if (name === 'retry' && /^[0-9]+$/.test(value)) block.retry = Number(value)
  return name
}

/** Whether a field is neither known nor of a name of its own that no known one resembles. */
function isUnknown(name: string, line: string): boolean {
  if (['data', 'event', 'id', 'retry'].includes(name)) return false
  const resembles = ['data', 'event', 'id', 'retry', 'error'].includes(name.toLowerCase())
  return !line.includes(':') || resembles || !/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)
}

function plain({ violations, ...rest }: SseRecord) {
  return { ...rest, violations: violations.map(({ code, byte }) => ({ code, byte })) }
}

function expectRead(chunks: readonly TimedBytes[]): void {
  const read = plain(readSse(chunks))
  const right = expected(chunks)
  if (!isDeepStrictEqual(read, right)) expect(read).toEqual(right)
}

describe('a random body', () => {
  it('is read as the standard says, however it is cut', () => {
    const random = seededRandom(21)
    for (let round = 0; round < 3000; round += 1) {
      const bytes = bodyOf(random, 1 + Math.floor(random() * 14), pieces)
      expectRead([{ at: 0, bytes }])
      expectRead(cutRandomly(bytes, random, 1 + Math.floor(random() * 9)))
    }
  })

  it('is read as the standard says where lines are longer than a block', () => {
    const random = seededRandom(22)
    for (let round = 0; round < 6; round += 1) {
      const parts = Array.from({ length: 6 }, () => bodyOf(random, 4, pieces))
      const bytes = Buffer.concat(
        parts.flatMap((part) => [part, Buffer.from(long[Math.floor(random() * long.length)]!)]),
      )
      expectRead(cutRandomly(bytes, random, [700, 5_000, 70_000][round % 3]))
    }
  })
})
