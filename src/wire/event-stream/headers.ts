/** The header block of one message of `application/vnd.amazon.eventstream`. */
import { append } from '../../model/lists/lists.ts'
import type { FrameHeader, Violation } from '../../model/observation.ts'
import { asBuffer, viewOf } from '../bytes.ts'
import { invalidUtf8At } from '../sse/utf8.ts'
import type { ViolationList } from '../violations.ts'

/** Bytes that the value of each type takes; `sized` has a 16-bit length before it. */
const valueSizes: readonly (number | 'sized')[] = [
  0, // 0: true
  0, // 1: false
  1, // 2: byte
  2, // 3: short
  4, // 4: integer
  8, // 5: long
  'sized', // 6: byte array
  'sized', // 7: string
  8, // 8: timestamp, milliseconds since 1970
  16, // 9: UUID
]

/** A block without violations, and what it says. */
interface KnownBlock {
  readonly bytes: Uint8Array
  readonly headers: readonly FrameHeader[]
}

/** Most blocks to remember: a stream has few kinds of messages, each with the same headers. */
const mostKnown = 8

/**
 * Reads the header block between two indices.
 *
 * @param start offset of the block in the body, for the violations
 * @returns undefined when the block could not be followed to its end
 */
export type HeaderReader = (
  bytes: Uint8Array,
  from: number,
  to: number,
  start: number,
) => readonly FrameHeader[] | undefined

/** Reads the header blocks of one body; equal blocks without violations are read once. */
export function createHeaderReader(violations: ViolationList): HeaderReader {
  const known: KnownBlock[] = []
  return (bytes, from, to, start) => {
    const found = known.find((block) => isAt(block.bytes, bytes, from, to))
    if (found) return found.headers
    const block = bytes.subarray(from, to)
    const read = readHeaders(block, start)
    for (const violation of read.violations) violations.add(violation)
    if (!read.whole) return undefined
    const { headers } = read
    if (read.violations.length === 0 && known.length < mostKnown)
      known.push({ bytes: block, headers })
    return headers
  }
}

function isAt(block: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (block.length !== to - from) return false
  for (let at = 0; at < block.length; at += 1) if (block[at] !== bytes[from + at]) return false
  return true
}

export interface HeaderBlock {
  readonly headers: readonly FrameHeader[]
  readonly violations: readonly Violation[]
  readonly whole: boolean
}

/** Reads a header block: `name length u8 | name | type u8 | value`, over and over. */
export function readHeaders(block: Uint8Array, start: number): HeaderBlock {
  const headers: FrameHeader[] = []
  const violations: Violation[] = []
  const names = new Set<string>()
  let offset = 0
  while (offset < block.length) {
    const step = readHeader(block, offset, start)
    if ('broken' in step) {
      violations.push(step.broken)
      return { headers, violations, whole: false }
    }
    append(violations, step.violations)
    if (names.has(step.header.name)) violations.push(duplicate(step.header.name, start + offset))
    names.add(step.header.name)
    headers.push(step.header)
    offset = step.next
  }
  return { headers, violations, whole: true }
}

interface HeaderStep {
  readonly header: FrameHeader
  readonly next: number
  readonly violations: readonly Violation[]
}

function readHeader(
  block: Uint8Array,
  offset: number,
  start: number,
): HeaderStep | { readonly broken: Violation } {
  const nameLength = block[offset] ?? 0
  const typeAt = offset + 1 + nameLength
  if (nameLength === 0) return { broken: overrun(start + offset, 'a header without a name') }
  const type = block[typeAt]
  if (type === undefined)
    return { broken: overrun(start + offset, `a name of ${nameLength} bytes`) }
  const size = valueSizes[type]
  if (size === undefined) return { broken: unknownType(type, start + typeAt) }
  const valueAt = typeAt + (size === 'sized' ? 3 : 1)
  const sizeField = typeAt + 1
  if (valueAt > block.length) return { broken: overrun(start + typeAt, 'a cut value length') }
  const length =
    size === 'sized' ? ((block[sizeField] ?? 0) << 8) | (block[sizeField + 1] ?? 0) : size
  const next = valueAt + length
  if (next > block.length) return { broken: overrun(start + typeAt, `a value of ${length} bytes`) }
  const name = block.subarray(offset + 1, typeAt)
  const value = block.subarray(valueAt, next)
  const header = { name: asBuffer(name).toString('utf8'), type, value: readValue(type, value) }
  const violations = [
    ...(mayBeBroken(header.name) ? utf8Violation(name, start + offset + 1, 'name') : []),
    ...(type === 7 && mayBeBroken(String(header.value))
      ? utf8Violation(value, start + valueAt, 'string value')
      : []),
  ]
  return { header, next, violations }
}

function readValue(type: number, bytes: Uint8Array): FrameHeader['value'] {
  if (type === 7) return asBuffer(bytes).toString('utf8') // nearly all
  const view = viewOf(bytes)
  switch (type) {
    case 0:
      return true
    case 1:
      return false
    case 2:
      return view.getInt8(0)
    case 3:
      return view.getInt16(0)
    case 4:
      return view.getInt32(0)
    case 5:
    case 8:
      return view.getBigInt64(0)
    case 6:
      return bytes.slice()
    default:
      return uuid(asBuffer(bytes).toString('hex'))
  }
}

/** RFC 9562 section 4: 8-4-4-4-12. */
function uuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** U+FFFD in what was decoded stands there itself, or for bytes that are not UTF-8. */
function mayBeBroken(decoded: string): boolean {
  return decoded.includes('\uFFFD')
}

function utf8Violation(bytes: Uint8Array, start: number, what: string): Violation[] {
  const wrong = invalidUtf8At(bytes)
  if (wrong === undefined) return []
  return [
    {
      code: 'eventstream.header-utf8',
      message: `A header's ${what} is not UTF-8.`,
      byte: start + wrong,
      expected: 'UTF-8',
      received: `byte 0x${(bytes[wrong] ?? 0).toString(16).padStart(2, '0')}`,
    },
  ]
}

function overrun(byte: number, what: string): Violation {
  return {
    code: 'eventstream.header-length',
    message: 'A header does not fit into the header block.',
    byte,
    expected: 'headers that fill the block exactly, each with a name',
    received: what,
  }
}

function unknownType(type: number, byte: number): Violation {
  return {
    code: 'eventstream.header-type',
    message: 'A header has a type that does not exist.',
    byte,
    expected: 'a header type from 0 to 9',
    received: `type ${type}`,
  }
}

function duplicate(name: string, byte: number): Violation {
  return {
    code: 'eventstream.header-duplicate',
    message: 'A message has two headers of the same name.',
    byte,
    expected: 'each header name once',
    received: `${JSON.stringify(name)} again`,
  }
}
