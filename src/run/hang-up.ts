import type { Api } from '../api/api.ts'

const blankLine = /\r\n\r\n|\n\n|\r\r/g

/**
 * Decides when to hang up on a stream: after `items` whole events or frames. It only counts; what
 * the bytes mean is read later from the record.
 */
export function hangUpAfter(
  items: number,
  api: Pick<Api, 'framing'>,
): (decodedSoFar: { readonly bytes: Uint8Array }) => boolean {
  return api.framing === 'event-stream'
    ? ({ bytes }) => wholeFrames(bytes) >= items
    : ({ bytes }) => (Buffer.from(bytes).toString('latin1').match(blankLine)?.length ?? 0) >= items
}

function wholeFrames(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let frames = 0
  let offset = 0
  while (offset + 4 <= bytes.byteLength) {
    offset += Math.max(16, view.getUint32(offset)) // no frame is shorter than its prelude and CRCs
    if (offset <= bytes.byteLength) frames += 1
  }
  return frames
}
