/** A strict reader of server-sent events: WHATWG HTML section 9.2.5 (grammar) and 9.2.6 (meaning). */
import type { TimedBytes } from '../../model/exchange.ts'
import type { SseRecord } from '../../model/observation.ts'
import { isAscii } from 'node:buffer'
import { asBuffer, joinBytes } from '../bytes.ts'
import { createSseEvents } from './events.ts'
import { createViolations } from '../violations.ts'

const LF = 0x0a
const CR = 0x0d

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
 */
export function createSseReader(): SseReader {
  const violations = createViolations()
  const events = createSseEvents(violations)
  const lineEndings = new Set<'LF' | 'CR' | 'CRLF'>()
  let bom = false
  let partial: Uint8Array[] = []
  let lineStart = 0
  let offset = 0
  /** A CR whose LF, if it has one, has not arrived yet. */
  let openCr = false

  const takeLine = (last: Uint8Array, end: number, at: number, text: string | undefined): void => {
    const isWhole = partial.length === 0
    const whole = isWhole ? last : joinBytes([...partial, last])
    const hasBom = lineStart === 0 && startsWithBom(whole)
    bom ||= hasBom
    const skip = hasBom ? 3 : 0
    const line = skip === 0 ? whole : whole.subarray(skip)
    events.line(line, { start: lineStart + skip, end, at }, isWhole ? text : undefined)
    if (!isWhole) partial = []
    lineStart = end
  }

  const closeCr = (next: number | undefined, at: number): number => {
    openCr = false
    const paired = next === LF
    lineEndings.add(paired ? 'CRLF' : 'CR')
    if (!paired) return 0
    lineStart += 1
    events.extendLast(lineStart, at)
    return 1
  }

  return {
    push(bytes, at) {
      let cursor = 0
      if (openCr && bytes.length > 0) cursor = closeCr(bytes[0], at)
      const ends = lineEnds(bytes)
      // One call for all lines of the chunk; nearly all chunks are ASCII.
      const ascii = isAscii(bytes) ? asBuffer(bytes).toString('latin1') : undefined
      for (let end = ends(cursor); end !== -1; end = ends(cursor)) {
        takeLine(bytes.subarray(cursor, end), offset + end + 1, at, ascii?.slice(cursor, end))
        cursor = end + 1
        if (bytes[end] === LF) lineEndings.add('LF')
        else if (cursor === bytes.length) openCr = true
        else cursor += closeCr(bytes[cursor], at)
      }
      if (cursor < bytes.length) partial.push(bytes.slice(cursor))
      offset += bytes.length
    },
    end() {
      if (openCr) closeCr(undefined, 0)
      const rest = joinBytes(partial)
      const hasBom = lineStart === 0 && startsWithBom(rest)
      const skip = hasBom ? 3 : 0
      const unterminated = events.end(rest.subarray(skip), lineStart + skip)
      return {
        events: events.all,
        ...(unterminated && { unterminated }),
        comments: events.comments(),
        bom: bom || hasBom,
        lineEndings: [...lineEndings],
        violations: violations.all,
      }
    },
  }
}

/** Finds the next CR or LF from an index; looks at every byte once however many lines there are. */
function lineEnds(bytes: Uint8Array): (from: number) => number {
  let lf = -2
  let cr = -2
  return (from) => {
    if (lf !== -1 && lf < from) lf = bytes.indexOf(LF, from)
    if (cr !== -1 && cr < from) cr = bytes.indexOf(CR, from)
    if (lf === -1) return cr
    return cr === -1 ? lf : Math.min(lf, cr)
  }
}

function startsWithBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}
