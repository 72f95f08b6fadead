import type { Framing } from '../../model/apis.ts'

type HangUp = (decodedSoFar: { readonly bytes: Uint8Array }) => boolean

/**
 * Decides when to hang up on a stream: after `items` whole events or frames. It only counts; what
 * the bytes mean is read later from the record. Each byte is looked at once, so one decider serves
 * one exchange.
 */
export function hangUpAfter(items: number, framing: Framing): HangUp {
  const count = framing === 'event-stream' ? frameCounter() : eventCounter()
  return ({ bytes }) => count(bytes) >= items
}

const lf = 0x0a
const cr = 0x0d

/** Counts events: blank lines after content, for every kind of line end (WHATWG HTML section 9.2.5). */
function eventCounter(): (bytes: Uint8Array) => number {
  let offset = 0
  let events = 0
  let lineIsEmpty = true
  let eventIsEmpty = true
  return (bytes) => {
    for (; offset < bytes.length; offset += 1) {
      const byte = bytes[offset]
      const isEnd = byte === lf || byte === cr
      if (byte === lf && bytes[offset - 1] === cr) continue // the second half of one line end
      if (isEnd && lineIsEmpty && !eventIsEmpty) {
        events += 1
        eventIsEmpty = true
      }
      if (!isEnd) eventIsEmpty = false
      lineIsEmpty = isEnd
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
