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

/** The whole lines of a chunk as text, which is decoded at once. */
export interface Lines {
  readonly text: string
  /** Where the line that was located last stands in `text`. */
  readonly from: number
  readonly to: number
  /**
   * Finds the line between two offsets, which follows those that were located before.
   *
   * @returns false where the chunk holds bytes that are not UTF-8: no place in `text` is known then
   */
  locate(start: number, end: number): boolean
}

/**
 * As a stream it takes half the time that it takes otherwise (Node 20). What it decodes ends with the
 * end of a line, so nothing is left over.
 */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Fewer bytes are decoded sooner than a decoder is called. */
const fewBytes = 1024

function decoded(bytes: Buffer, from: number, to: number): string {
  if (to - from < fewBytes) return bytes.toString('utf8', from, to)
  return decoder.decode(bytes.subarray(from, to), { stream: true })
}

/** Follows lines in the bytes and in the text; undefined for ASCII, in which the places are equal. */
export function createLines({ raw, bytes, view }: Chunk): Lines | undefined {
  if (view === undefined) return undefined
  /** Offset up to which `to` is the place in the text. */
  let reached = -1
  let isUtf8 = true
  const lines = {
    text: '',
    from: 0,
    to: 0,
    locate(start: number, end: number) {
      if (reached === -1) {
        const last = Math.max(raw.lastIndexOf('\n'), raw.lastIndexOf('\r'))
        lines.text = decoded(bytes, start, last + 1)
        isUtf8 = !lines.text.includes('\uFFFD')
        reached = start
      }
      if (!isUtf8) return false
      // Between two lines there are line ends alone, one character each.
      lines.from = lines.to + start - reached
      lines.to = lines.text.indexOf(raw.charAt(end), lines.from)
      reached = end
      return true
    },
  }
  return lines
}
