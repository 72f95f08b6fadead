/**
 * A strict reader of server-sent events: WHATWG HTML section 9.2.5 (grammar) and 9.2.6 (meaning).
 *
 * Not a library: readers for clients skip what is broken; a judge names it, with its offset.
 */
import type { TimedBytes } from '../../model/exchange.ts'
import type { SseRecord } from '../../model/observation.ts'
import { createViolations } from '../violations.ts'
import { arrivalsOf } from './arrivals.ts'
import { blocksOf, type Block } from './blocks.ts'
import { checkUtf8 } from './check-utf8.ts'
import { createSseEvents } from './events.ts'

const LF = 0x0a
const CR = 0x0d
const byteOrderMark = Buffer.from('\uFEFF')

type LineEnding = SseRecord['lineEndings'][number]

/**
 * Reads a whole body. Nothing is repaired and nothing is thrown: breaches of the grammar are
 * violations with their byte offset. NUL is legal everywhere by the grammar (an `id` that holds one
 * is ignored, as 9.2.6 says) and is kept in the data, where a JSON parser will find it.
 *
 * @param chunks the decoded body; how it is cut changes nothing but the times of arrival
 */
export function readSse(chunks: readonly TimedBytes[]): SseRecord {
  const violations = createViolations()
  const events = createSseEvents(violations, arrivalsOf(chunks))
  const lineEndings: LineEnding[] = []
  let bom = false

  const noteEnding = (ending: LineEnding): void => {
    if (!lineEndings.includes(ending)) lineEndings.push(ending)
  }

  /** Reads the lines that end in a block; returns the index of the byte after them. */
  const readLines = ({ start, bytes, text, isUtf8 }: Block): number => {
    const hasMark = start === 0 && bytes.indexOf(byteOrderMark) === 0
    if (hasMark) bom = true
    /** Where the next line begins, in the bytes and in the text. */
    let cursor = hasMark ? byteOrderMark.length : 0
    let from = hasMark ? 1 : 0
    let lf = text.indexOf('\n', from)
    let cr = text.indexOf('\r', from)
    while (lf !== -1 || cr !== -1) {
      const isLf = cr === -1 || (lf !== -1 && lf < cr)
      const to = isLf ? lf : cr
      const end = endOfLine(bytes, cursor + to - from, isLf ? LF : CR)
      const isPair = !isLf && lf === cr + 1
      let length = isPair ? 2 : 1
      noteEnding(isLf ? 'LF' : isPair ? 'CRLF' : 'CR')
      if (!isUtf8) checkUtf8(bytes.subarray(cursor, end), start + cursor, violations)
      const isDouble = isLf && bytes[end + 1] === LF
      if (end === cursor) events.blank(start + end + length)
      else if (isDouble && events.lone(text, from, to, start + cursor, start + end + 2)) length = 2
      else events.line(text, from, to, start + cursor)
      cursor = end + length
      from = to + length
      if (lf !== -1 && lf < from) lf = text.indexOf('\n', from)
      if (cr !== -1 && cr < from) cr = text.indexOf('\r', from)
    }
    return cursor
  }

  let rest: Pick<Block, 'bytes' | 'start'> = { bytes: Buffer.alloc(0), start: 0 }
  for (const block of blocksOf(chunks)) {
    const end = readLines(block)
    rest = { bytes: block.bytes.subarray(end), start: block.start + end }
  }
  checkUtf8(rest.bytes, rest.start, violations)
  const unterminated = events.end(rest.bytes.toString(), rest.start)
  return {
    events: events.all,
    ...(unterminated && { unterminated }),
    comments: events.comments(),
    bom,
    lineEndings,
    violations: violations.all,
  }
}

/**
 * Index of the byte that ends a line: no decoder takes a line end for a part of a character, however
 * broken the bytes are.
 *
 * @param from index of the line plus its characters, each of which has at least one byte
 */
function endOfLine(bytes: Uint8Array, from: number, ending: number): number {
  let end = from
  while (end < bytes.length && bytes[end] !== ending) end += 1
  return end
}
