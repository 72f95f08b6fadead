import { cellKey, type Cell } from '../../model/plan.ts'
import type { ShardSelection } from '../../model/report.ts'
import { inShard, type Shard } from '../../suite/list/shard.ts'

/** The cells of one part of the plan, and where in the whole plan they stand. */
export function shardPlan(
  planned: readonly Cell[],
  shard: Shard | undefined,
): { readonly cells: readonly Cell[]; readonly shard?: ShardSelection } {
  if (shard === undefined) return { cells: planned }
  const own = planned.flatMap((cell, position) => (isIn(cell, shard) ? [{ cell, position }] : []))
  return {
    cells: own.map(({ cell }) => cell),
    shard: {
      ...shard,
      planned: planned.length,
      positions: own.map(({ position }) => position),
    },
  }
}

function isIn({ case: asked, api, region, model }: Cell, shard: Shard): boolean {
  return inShard(cellKey({ case: asked.id, api, region, model: model.id }), shard)
}
