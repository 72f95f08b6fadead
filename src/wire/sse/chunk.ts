import { isAscii } from 'node:buffer'
import { asBuffer, viewOf } from '../bytes.ts'

/** The bytes of one chunk of a body, as text that can be searched and cut. */
export interface Chunk {
  /** One character a byte, so that an index is an offset. */
  readonly raw: string
  readonly bytes: Buffer
  /** Absent where all bytes are ASCII. */
  readonly view: DataView | undefined
  /** All bytes that were looked at are ASCII up to this index. */
  plainTo: number
}

export function createChunk(given: Uint8Array): Chunk {
  const bytes = asBuffer(given)
  const view = isAscii(bytes) ? undefined : viewOf(bytes)
  return { raw: bytes.toString('latin1'), bytes, view, plainTo: view ? -1 : Infinity }
}

/** Whether all bytes between two indices are ASCII. `from` never decreases between calls. */
export function isPlain(chunk: Chunk, from: number, to: number): boolean {
  if (chunk.plainTo < from && chunk.view) chunk.plainTo = findBeyondAscii(chunk.view, from)
  return chunk.plainTo >= to
}

/**
 * Index of the first byte from `from` on that is not ASCII. Four bytes at a time, and without a
 * call into Node, which would cost more than the search: most lines are short.
 */
function findBeyondAscii(bytes: DataView, from: number): number {
  const last = bytes.byteLength - 4
  let at = from
  while (at <= last && (bytes.getInt32(at) & 0x80808080) === 0) at += 4
  while (at < bytes.byteLength && bytes.getInt8(at) >= 0) at += 1
  return at < bytes.byteLength ? at : Infinity
}
