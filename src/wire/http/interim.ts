/** Keeps `100 Continue` from undici, which takes one that was not asked for as a broken answer. */
import { asBuffer } from '../bytes.ts'

/** A status line of an interim response (RFC 9110 section 15.2); 101 is an answer. */
const interim = /^HTTP\/1\.[01] 1(?!01)\d\d[ \r]/

/** What the beginning of a status line is completed with: it may still become that of a 100. */
const likely = 'HTTP/1.1 100 '

const goOn = Buffer.from(' 100')

/** The longest interim response that is waited for, as long as the longest header block. */
const longest = 64 * 1024

/** Whether an answer, or the beginning of one, begins as an interim response. */
export function isInterim(bytes: Uint8Array, from = 0): boolean {
  const text = asBuffer(bytes).toString('latin1', from, from + likely.length)
  return interim.test(text + likely.slice(text.length))
}

/** Passes on what comes for one request, without each `100 Continue` before the answer. */
export type ContinueFilter = (chunk: Uint8Array) => Uint8Array

/** @param onContinue called for each that is left out */
export function createContinueFilter(onContinue: () => void): ContinueFilter {
  let held: Buffer = Buffer.alloc(0)
  let isOver = false
  return (chunk) => {
    if (isOver) return chunk
    const bytes = held.length === 0 ? asBuffer(chunk) : Buffer.concat([held, chunk])
    const shown: Buffer[] = []
    let at = 0
    while (at < bytes.length && isInterim(bytes, at)) {
      const end = bytes.indexOf('\r\n\r\n', at) + 4
      if (end < 4) break
      const block = bytes.subarray(at, end)
      if (block.includes('\n\n')) break // not its own end
      if (block.subarray(8, 12).equals(goOn)) onContinue()
      else shown.push(block)
      at = end
    }
    const rest = bytes.subarray(at)
    isOver = rest.length > longest || (rest.length > 0 && !isWaiting(rest))
    held = isOver ? Buffer.alloc(0) : Buffer.from(rest)
    const passed = isOver ? [...shown, rest] : shown
    return passed.length === 1 ? (passed[0] ?? rest) : Buffer.concat(passed)
  }
}

/** Whether more of an interim response may come. */
function isWaiting(rest: Buffer): boolean {
  return isInterim(rest) && !rest.includes('\n\n')
}
