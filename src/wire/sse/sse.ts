/**
 * A strict reader of server-sent events: WHATWG HTML section 9.2.5 (grammar) and 9.2.6 (meaning).
 *
 * Not a library: readers for clients skip what is broken; a judge names it, with its offset.
 */
import type { TimedBytes } from '../../model/exchange.ts'
import type { SseRecord } from '../../model/observation.ts'
import { type Chunk, createChunk, createLines, isPlain } from './chunk.ts'
import { createSseEvents } from './events.ts'
import { createViolations } from '../violations.ts'
import { checkUtf8 } from './check-utf8.ts'

const LF = 0x0a
/** A byte order mark, one character a byte. */
const bomBytes = '\xef\xbb\xbf'

export interface SseReader {
  /**
   * Takes the next bytes of the decoded body.
   *
   * @param at milliseconds from the request's first byte to their arrival
   */
  push(bytes: Uint8Array, at: number): void
  /** The body has ended: what was read. Call once. */
  end(): SseRecord
}

type LineEnding = SseRecord['lineEndings'][number]

/** Reads a whole body. The result does not depend on how the body was cut, `at` apart. */
export function readSse(chunks: readonly TimedBytes[]): SseRecord {
  const reader = createSseReader()
  for (const { bytes, at } of chunks) reader.push(bytes, at)
  return reader.end()
}

/**
 * Reads a body as it arrives. Nothing is repaired and nothing is thrown: breaches of the grammar
 * are violations with their byte offset. NUL is legal everywhere by the grammar (an `id` that holds
 * one is ignored, as 9.2.6 says) and is kept in the data, where a JSON parser will find it.
 *
 * Lines are found and decoded in the text of a whole chunk: a call into Node for each line would take
 * longer than all the rest.
 */
export function createSseReader(): SseReader {
  const violations = createViolations()
  const events = createSseEvents(violations)
  const lineEndings: LineEnding[] = []
  let bom = false
  /** The beginning of a line whose end has not arrived, one character a byte. */
  let partial = ''
  let partialIsPlain = true
  let lineStart = 0
  let offset = 0
  /** A CR whose LF, if it has one, has not arrived yet. */
  let openCr = false

  const noteEnding = (ending: LineEnding): void => {
    if (!lineEndings.includes(ending)) lineEndings.push(ending)
  }

  /** The first line of the body, and a line that began in an earlier chunk. */
  const takeJoined = (last: string, plain: boolean, end: number, at: number): void => {
    const wholeIsPlain = plain && partialIsPlain
    const line = joinLine(last)
    if (line === '') events.blank(end, at)
    else if (wholeIsPlain) events.line(line, 0, line.length, lineStart)
    else takeBytes(Buffer.from(line, 'latin1'), 0, line.length)
  }

  /** A byte order mark at the start of the body is no part of its first line. */
  const joinLine = (last: string): string => {
    const line = partial + last
    partial = ''
    partialIsPlain = true
    if (lineStart > 0 || !line.startsWith(bomBytes)) return line
    bom = true
    lineStart = bomBytes.length
    return line.slice(bomBytes.length)
  }

  /** A line that is not ASCII. */
  const takeBytes = (bytes: Buffer, from: number, to: number): void => {
    const text = bytes.toString('utf8', from, to)
    // U+FFFD stands in the line itself, or for bytes that are not UTF-8
    if (text.includes('\uFFFD')) checkUtf8(bytes.subarray(from, to), lineStart, violations)
    events.line(text, 0, text.length, lineStart)
  }

  const closeCr = (next: number | undefined, at: number): number => {
    openCr = false
    const paired = next === LF
    noteEnding(paired ? 'CRLF' : 'CR')
    if (!paired) return 0
    lineStart += 1
    events.extendLast(lineStart, at)
    return 1
  }

  /** Takes the lines that end in a chunk, and keeps the rest. */
  const takeLines = (chunk: Chunk, from: number, at: number): void => {
    const { raw, bytes } = chunk
    const lines = createLines(chunk)
    let cursor = from
    let lf = raw.indexOf('\n', cursor)
    let cr = raw.indexOf('\r', cursor)
    while (lf !== -1 || cr !== -1) {
      const isLf = cr === -1 || (lf !== -1 && lf < cr)
      const end = isLf ? lf : cr
      const next = offset + end + 1
      if (lineStart === 0 || partial !== '') {
        takeJoined(raw.slice(cursor, end), isPlain(chunk, cursor, end), next, at)
      } else if (end === cursor) events.blank(next, at)
      else if (lines === undefined) events.line(raw, cursor, end, lineStart)
      else if (lines.locate(cursor, end)) events.line(lines.text, lines.from, lines.to, lineStart)
      else takeBytes(bytes, cursor, end)
      lineStart = next
      cursor = end + 1
      if (isLf) noteEnding('LF')
      else if (cursor === raw.length) openCr = true
      else cursor += closeCr(raw.charCodeAt(cursor), at)
      if (lf !== -1 && lf < cursor) lf = raw.indexOf('\n', cursor)
      if (cr !== -1 && cr < cursor) cr = raw.indexOf('\r', cursor)
    }
    keep(raw.slice(cursor), isPlain(chunk, cursor, raw.length))
  }

  const keep = (rest: string, plain: boolean): void => {
    if (rest === '') return
    partial += rest
    partialIsPlain &&= plain
  }

  return {
    push(bytes, at) {
      if (bytes.length === 0) return
      const from = openCr ? closeCr(bytes[0], at) : 0
      takeLines(createChunk(bytes), from, at)
      offset += bytes.length
    },
    end() {
      if (openCr) closeCr(undefined, 0)
      const rest = Buffer.from(joinLine(''), 'latin1')
      checkUtf8(rest, lineStart, violations)
      const unterminated = events.end(rest.toString('utf8'), lineStart)
      return {
        events: events.all,
        ...(unterminated && { unterminated }),
        comments: events.comments(),
        bom,
        lineEndings,
        violations: violations.all,
      }
    },
  }
}
