/** Seeded randomness for tests that must fail the same way twice. */
import type { TimedBytes } from '../../model/exchange.ts'

/** Mulberry32: numbers from 0 up to 1. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

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
