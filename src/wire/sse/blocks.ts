/** A body in blocks of whole lines, each decoded at once: a call into Node for each line takes far longer. */
import { isAscii, isUtf8, transcode } from 'node:buffer'
import type { TimedBytes } from '../../model/exchange.ts'
import { asBuffer } from '../bytes.ts'

const LF = 0x0a

/**
 * Bytes of a block, unless a line is longer. Fewer take more calls into Node; the text of more is
 * long to copy for V8 while its events are young.
 */
const usual = 16_384

export interface Block {
  /** Offset in the body. */
  readonly start: number
  /** Valid until the next block is read. */
  readonly bytes: Buffer
  readonly text: string
  readonly isUtf8: boolean
}

/** The blocks of a body, at least one; each but the last ends with LF. */
export function* blocksOf(chunks: readonly TimedBytes[]): Generator<Block> {
  const total = chunks.reduce((sum, { bytes }) => sum + bytes.length, 0)
  let memory = Buffer.allocUnsafe(Math.min(total, usual))
  let filled = 0
  let start = 0
  for (const { bytes } of chunks) {
    const chunk = asBuffer(bytes)
    let taken = chunk.copy(memory, filled)
    filled += taken
    while (taken < chunk.length) {
      const end = memory.lastIndexOf(LF) + 1
      if (end === 0) memory = Buffer.concat([memory], 2 * filled)
      else {
        yield blockOf(memory.subarray(0, end), start)
        memory.copyWithin(0, end)
        start += end
        filled -= end
      }
      const copied = chunk.copy(memory, filled, taken)
      taken += copied
      filled += copied
    }
  }
  yield blockOf(memory.subarray(0, filled), start)
}

function blockOf(bytes: Buffer, start: number): Block {
  if (isAscii(bytes)) return { start, bytes, text: bytes.toString('latin1'), isUtf8: true }
  const isValid = isUtf8(bytes)
  return { start, bytes, text: isValid ? decoded(bytes) : bytes.toString(), isUtf8: isValid }
}

/** By way of UTF-16, which takes half the time of a `TextDecoder`. */
function decoded(bytes: Buffer): string {
  return transcode(bytes, 'utf8', 'utf16le').toString('utf16le')
}
