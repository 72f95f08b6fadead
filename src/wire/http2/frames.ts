/** Reads the headers of frames as they come (RFC 9113 section 4.1), whatever is done with the frames. */

export interface Frame {
  readonly type: number
  readonly flags: number
  readonly stream: number
  /** Bytes of it that came now, its header included. */
  readonly bytes: number
}

/** Types of the frames that a message consists of (RFC 9113 section 6). */
export const messageTypes: ReadonlySet<number> = new Set([0x0, 0x1, 0x9])

const headerLength = 9
const endStream = 0x1
const data = 0x0
const headers = 0x1

/** Whether the sender says that its message ends with this frame; a reset says that it does not. */
export function endsMessage({ type, flags }: Frame): boolean {
  return (type === data || type === headers) && (flags & endStream) !== 0
}

/** @param onFrame called for each part of a frame that comes, the first time when its header is there */
export function createFrameReader(onFrame: (frame: Frame) => void): (chunk: Uint8Array) => void {
  const header = new Uint8Array(headerLength)
  const view = new DataView(header.buffer)
  let filled = 0
  let left = 0
  const note = (bytes: number): void =>
    onFrame({
      type: view.getUint8(3),
      flags: view.getUint8(4),
      stream: view.getUint32(5) & 0x7fff_ffff,
      bytes,
    })
  return (chunk) => {
    let at = 0
    while (at < chunk.length) {
      if (filled < headerLength) {
        const part = chunk.subarray(at, at + headerLength - filled)
        header.set(part, filled)
        filled += part.length
        at += part.length
        if (filled < headerLength) return
        left = view.getUint32(0) >>> 8
        note(headerLength)
      } else {
        const count = Math.min(left, chunk.length - at)
        left -= count
        at += count
        note(count)
      }
      if (left === 0) filled = 0
    }
  }
}
