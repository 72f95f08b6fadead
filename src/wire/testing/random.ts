/** Seeded randomness for tests that must fail the same way twice. */
import type { TimedBytes } from '../../model/exchange.ts'

/** Cuts `bytes` at random places; chunk n arrives at n milliseconds. Empty chunks occur. */
export function cutRandomly(bytes: Uint8Array, random: () => number, longest = 7): TimedBytes[] {
  const chunks: TimedBytes[] = []
  for (let offset = 0; offset < bytes.length;) {
    const length = Math.floor(random() * (longest + 1))
    chunks.push({ at: chunks.length, bytes: bytes.slice(offset, offset + length) })
    offset += length
  }
  return chunks
}

/** `bytes` with one random bit flipped. */
export function flipBit(bytes: Uint8Array, random: () => number): Uint8Array {
  const flipped = bytes.slice()
  const index = Math.floor(random() * bytes.length)
  flipped[index] = (flipped[index] ?? 0) ^ (1 << Math.floor(random() * 8))
  return flipped
}
