/** One of several parts of a plan. */
import { hashOf } from '../../model/text/hash.ts'
import { keyOf, type Cell } from '../../model/plan.ts'
import type { ShardSelection } from '../../model/report.ts'

/** The i-th of n parts of the cells. */
export interface Shard {
  /** From 1 to `count`. */
  readonly index: number
  readonly count: number
}

/**
 * The cells of one shard, and their positions in the whole plan. Depends on the names of cells alone,
 * so that separate machines agree, and every cell is in exactly one shard of any split.
 */
export function shardPlan(
  planned: readonly Cell[],
  shard: Shard | undefined,
): { readonly cells: readonly Cell[]; readonly shard?: ShardSelection } {
  if (shard === undefined) return { cells: planned }
  const own = planned.flatMap((cell, position) =>
    isIn(keyOf(cell), shard) ? [{ cell, position }] : [],
  )
  return {
    cells: own.map(({ cell }) => cell),
    shard: {
      ...shard,
      planned: planned.length,
      positions: own.map(({ position }) => position),
    },
  }
}

function isIn(key: string, { index, count }: Shard): boolean {
  return hashOf(key) % count === index - 1
}
