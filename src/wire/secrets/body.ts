/**
 * Blanks secrets in a body. What comes out has the same length, so that offsets and chunks stay
 * true, and is as valid or as broken as what came in: line ends are kept, and the checksums of
 * event-stream messages are changed by what their content was changed by.
 */
import { asBuffer, type Range } from '../bytes.ts'
import { crc32, crc32OfFew } from '../event-stream/crc32.ts'
import { blank } from './blank.ts'
import type { GramIndex } from './grams.ts'
import { createSearch, type Search } from './search.ts'
import { shapedKeys, shortestShaped } from './shapes.ts'
import { indexesIn, mayHoldIndex, stringValues } from './strings.ts'
import { mayHoldEscape } from './unescape.ts'

export interface Blanked {
  /** The same array when there was nothing to hide. */
  readonly bytes: Uint8Array
  readonly ranges: readonly Range[]
}

/** A part of a body in which JSON may stand: a line, or the payload of a message. */
interface Segment extends Range {
  /** The whole message around the payload, its checksum included. */
  readonly message?: Range
}

/**
 * Blanks what `index` knows, also where it is split over lines, messages and JSON strings, and keys of
 * Bedrock's own shapes, which are not among the ranges.
 */
export function blankBody(index: GramIndex, body: Uint8Array): Blanked {
  if (body.length < Math.min(index.shortest, shortestShaped)) return { bytes: body, ranges: [] }
  const bytes = asBuffer(body)
  const segments = segmentsOf(bytes)
  const inner = blankInner(index, bytes, segments)
  const ranges = knownRanges(index, inner, segments)
  const known = fill(inner.bytes, inner.ranges, ranges)
  const blanked = fill(known, [], shapedKeys(known))
  if (blanked === bytes) return { bytes: body, ranges: [] }
  repairChecksums(bytes, blanked, segments)
  return { bytes: new Uint8Array(blanked.buffer, blanked.byteOffset, blanked.length), ranges }
}

function knownRanges(index: GramIndex, inner: Inner, segments: Iterable<Segment>): Range[] {
  const { bytes, ranges } = inner
  if (bytes.length < index.shortest) return []
  const marks = createMarks(bytes.length)
  for (const { start, end } of ranges) marks.add(start, end)
  searchWhole(index, bytes, marks)
  searchStrings(index, bytes, segments, marks)
  return marks.any() ? marks.ranges(bytes) : []
}

/** Blanks what `index` knows in text that has no framing. */
export function markText(index: GramIndex, bytes: Uint8Array): Range[] {
  if (bytes.length < index.shortest) return []
  const marks = createMarks(bytes.length)
  searchWhole(index, bytes, marks)
  return marks.any() ? marks.ranges(bytes) : []
}

interface Marks {
  add(start: number, end: number): void
  any(): boolean
  /** Runs of marked bytes; what may stand within a secret does not part them. */
  ranges(bytes: Uint8Array): Range[]
}

function createMarks(length: number): Marks {
  let marks: Uint8Array | undefined
  return {
    add(start, end) {
      marks ??= new Uint8Array(length)
      marks.fill(1, start, end)
    },
    any: () => marks !== undefined,
    ranges(bytes) {
      const ranges: { start: number; end: number }[] = []
      if (marks === undefined) return ranges
      for (let at = marks.indexOf(1); at !== -1; at = marks.indexOf(1, at)) {
        const start = at
        while (marks[at] === 1) at += 1
        const last = ranges.at(-1)
        if (last && isFiller(bytes, last.end, start)) last.end = at
        else ranges.push({ start, end: at })
      }
      return ranges
    },
  }
}

/** NUL bytes of UTF-16, or a single blank or line end. */
function isFiller(bytes: Uint8Array, from: number, to: number): boolean {
  return to - from <= 3 && bytes.subarray(from, to).every((byte) => byte === 0)
}

function searchWhole(index: GramIndex, bytes: Uint8Array, marks: Marks): void {
  const search = createSearch(index, marks.add, mayHoldEscape(bytes))
  search.add(bytes, 0, bytes.length)
  search.end()
}

/** Different members whose fragments are joined; beyond them a body is no stream of an API. */
const mostMembers = 64

/**
 * Joins the strings of each member over all segments: a stream gives a secret away in pieces. A member
 * with one string alone was searched with the whole.
 */
function searchStrings(
  index: GramIndex,
  bytes: Buffer,
  segments: Iterable<Segment>,
  marks: Marks,
): void {
  const hasEscapes = mayHoldEscape(bytes)
  const hasIndexes = mayHoldIndex(bytes)
  const members = new Map<string, Range | Search>()
  const searchOf = ({ start, end }: Range): Search => {
    const search = createSearch(index, marks.add, hasEscapes)
    search.add(bytes, start, end)
    return search
  }
  const add = (name: string, piece: Range): void => {
    const known = members.get(name)
    if (known === undefined) {
      if (members.size < mostMembers) members.set(name, piece)
      return
    }
    const search = 'add' in known ? known : searchOf(known)
    search.add(bytes, piece.start, piece.end)
    if (search !== known) members.set(name, search)
  }
  for (const { start, end } of segments) {
    const indexes = hasIndexes ? indexesIn(bytes, start, end) : ''
    let hasString = false
    for (const value of stringValues(bytes, start, end)) {
      hasString = true
      add(`${value.name} ${indexes}`, value)
    }
    if (!hasString) add('', { start, end })
  }
  for (const member of members.values()) if ('add' in member) member.end()
}

const LF = 0x0a
const CR = 0x0d

function segmentsOf(bytes: Buffer): Iterable<Segment> {
  const each = isEventStream(bytes) ? messages : lines
  return { [Symbol.iterator]: () => each(bytes) }
}

/** The lines of a body; of an event the field name is left out. */
function* lines(bytes: Buffer): Generator<Segment> {
  const next = (byte: number, from: number): number => {
    const at = bytes.indexOf(byte, from)
    return at === -1 ? bytes.length : at
  }
  let [lf, cr] = [-1, -1]
  for (let start = 0; start < bytes.length;) {
    if (lf < start) lf = next(LF, start)
    if (cr < start) cr = next(CR, start)
    const end = Math.min(lf, cr)
    const from = start + fieldNameLength(bytes, start, end)
    if (end > from) yield { start: from, end }
    start = end + 1
  }
}

const fieldName = Buffer.from('data:')
const SPACE = 0x20

function fieldNameLength(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] !== fieldName[0]) return 0
  const { length } = fieldName
  const after = start + length
  if (after > end || fieldName.compare(bytes, start, after) !== 0) return 0
  return after < end && bytes[after] === SPACE ? length + 1 : length
}

const preludeLength = 12
const crcLength = 4

/** Whether the checksum of a first prelude is right, whatever the content type says. */
function isEventStream(bytes: Uint8Array): boolean {
  if (bytes.length < preludeLength) return false
  return viewOf(bytes).getUint32(8) === crc32OfFew(bytes, 0, 8)
}

/** The payloads of `application/vnd.amazon.eventstream`, as far as the lengths can be followed. */
function* messages(bytes: Buffer): Generator<Segment> {
  const view = viewOf(bytes)
  for (let at = 0; at + preludeLength <= bytes.length;) {
    const total = view.getUint32(at)
    const start = at + preludeLength + view.getUint32(at + 4)
    const end = at + total
    if (total < preludeLength + crcLength || end > bytes.length) return
    const message = { start: at, end }
    yield { start: Math.min(start, end - crcLength), end: end - crcLength, message }
    at = end
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** CRC-32 is linear: a right checksum stays right, a wrong one stays wrong. */
function repairChecksums(before: Uint8Array, after: Uint8Array, segments: Iterable<Segment>): void {
  const view = viewOf(after)
  for (const { message } of segments) {
    if (message === undefined) continue
    const end = message.end - crcLength
    const [old, fresh] = [before, after].map((bytes) => bytes.subarray(message.start, end))
    if (!old || !fresh || Buffer.compare(old, fresh) === 0) continue
    view.setUint32(end, (viewOf(before).getUint32(end) ^ crc32(old) ^ crc32(fresh)) >>> 0)
  }
}

/** The member in which InvokeModelWithResponseStream carries a chunk (PayloadPart), in base64. */
const chunkMember = 'bytes'

/** A body whose base64 chunks hold nothing to hide any more, and those that held our own secrets. */
interface Inner {
  readonly bytes: Buffer
  readonly ranges: readonly Range[]
}

/** Blanks secrets in base64 chunks by decoding them, so that they stay decodable. */
function blankInner(index: GramIndex, bytes: Buffer, segments: Iterable<Segment>): Inner {
  if (!isEventStream(bytes)) return { bytes, ranges: [] }
  const chunks: (Range & { readonly content: Buffer })[] = []
  for (const { start, end } of segments) {
    for (const value of stringValues(bytes, start, end)) {
      if (value.name !== chunkMember) continue
      const text = bytes.toString('latin1', value.start, value.end)
      const content = Buffer.from(text, 'base64')
      if (content.toString('base64') === text) chunks.push({ ...value, content })
    }
  }
  const separator = Buffer.from('\n')
  const joined = Buffer.concat(chunks.flatMap(({ content }) => [content, separator]))
  const blanked = blankBody(index, joined)
  if (blanked.bytes === joined) return { bytes, ranges: [] }
  const copy = Buffer.from(bytes)
  const ranges: Range[] = []
  let offset = 0
  for (const { start, end, content } of chunks) {
    const from = offset
    const to = from + content.length
    offset = to + separator.length
    const fresh = asBuffer(blanked.bytes).subarray(from, to)
    if (fresh.equals(content)) continue
    copy.set(Buffer.from(fresh.toString('base64'), 'latin1'), start)
    if (blanked.ranges.some((own) => own.start < to && own.end > from)) ranges.push({ start, end })
  }
  return { bytes: copy, ranges }
}

/** Overwrites each range, in a copy; those in `done` hold nothing to hide any more. */
function fill(bytes: Buffer, done: readonly Range[], ranges: readonly Range[]): Buffer {
  if (ranges.length === 0) return bytes
  const copy = Buffer.from(bytes)
  const isDone = new Set(done.map(({ start, end }) => `${start} ${end}`))
  for (const { start, end } of ranges) {
    if (isDone.has(`${start} ${end}`)) continue
    const shown = end - start < blank.length ? '' : blank
    copy.write(shown.padEnd(end - start, '*'), start, 'latin1')
  }
  return copy
}
