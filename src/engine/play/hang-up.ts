import type { Framing } from '../../model/apis.ts'

type HangUp = (decodedSoFar: { readonly bytes: Uint8Array }) => boolean

/**
 * Decides when to hang up on a stream: after `items` whole events with data, or frames. It only counts; what
 * the bytes mean is read later from the record. Each byte is looked at once, so one decider serves
 * one exchange.
 */
export function hangUpAfter(items: number, framing: Framing): HangUp {
  const count = framing === 'event-stream' ? frameCounter() : eventCounter()
  return ({ bytes }) => count(bytes) >= items
}

const lf = 0x0a
const cr = 0x0d
const colon = 0x3a

const data = [...Buffer.from('data')]

/** A stream may begin with it (WHATWG HTML section 9.2.5). */
const byteOrderMark = Buffer.from('\uFEFF')

/** Whether the field of a line is `data`. */
function beginsWithData(bytes: Uint8Array, start: number, end: number): boolean {
  const isOther = end - start > data.length && bytes[start + data.length] !== colon
  return !isOther && data.every((byte, at) => bytes[start + at] === byte)
}

/**
 * Counts events: blank lines after data, for every kind of line end (WHATWG HTML section 9.2.6).
 * Comments keep a connection open and are no events.
 */
function eventCounter(): (bytes: Uint8Array) => number {
  let offset = 0
  let lineStart = 0
  let events = 0
  let hasData = false
  return (bytes) => {
    if (lineStart === 0 && byteOrderMark.every((byte, at) => bytes[at] === byte)) {
      lineStart = byteOrderMark.length
    }
    for (; offset < bytes.length; offset += 1) {
      const byte = bytes[offset]
      if (byte !== lf && byte !== cr) continue
      const length = offset - lineStart
      const isSecondHalf = byte === lf && length === 0 && offset > 0 && bytes[offset - 1] === cr
      if (isSecondHalf) {
        lineStart = offset + 1
        continue
      }
      if (length === 0 && hasData) events += 1
      hasData = length > 0 && (hasData || beginsWithData(bytes, lineStart, offset))
      lineStart = offset + 1
    }
    return events
  }
}

/** Counts frames by their lengths; no frame is shorter than its prelude and checksums. */
function frameCounter(): (bytes: Uint8Array) => number {
  const shortest = 16
  let offset = 0
  let frames = 0
  return (bytes) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    while (offset + 4 <= bytes.byteLength) {
      const end = offset + Math.max(shortest, view.getUint32(offset))
      if (end > bytes.byteLength) break
      offset = end
      frames += 1
    }
    return frames
  }
}
