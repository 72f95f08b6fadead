import type { TimedBytes } from '../../model/exchange.ts'

/**
 * When the byte before an offset arrived, in milliseconds from the request's first byte. The offsets
 * that are asked for never decrease.
 */
export type ArrivalAt = (offset: number) => number

export function arrivalsOf(chunks: readonly TimedBytes[]): ArrivalAt {
  let index = 0
  /** Offset at which the chunk ends. */
  let end = chunks[0]?.bytes.length ?? 0
  return (offset) => {
    while (end < offset && index + 1 < chunks.length) {
      index += 1
      end += chunks[index]?.bytes.length ?? 0
    }
    return chunks[index]?.at ?? 0
  }
}
