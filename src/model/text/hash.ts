/** Numbers that texts always have, on every machine. */
import { createHash } from 'node:crypto'

/** The first 32 bits of the SHA-256 of a text: remainders of it spread texts evenly. */
export function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0)
}
