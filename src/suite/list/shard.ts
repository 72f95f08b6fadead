import { createHash } from 'node:crypto'

/** The i-th of n parts of the cells. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number
  readonly count: number
}

/**
 * Whether a cell belongs to a shard. Depends on the cell's key alone, so that machines that plan
 * apart agree, and every cell is in exactly one shard of any split.
 *
 * @param key what `cellKey` gives
 */
export function inShard(key: string, { index, count }: Shard): boolean {
  const hash = createHash('sha256').update(key).digest().readUInt32BE(0)
  return hash % count === index - 1
}
