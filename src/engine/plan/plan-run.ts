import type { Catalogue } from '../../model/case.ts'
import type { Cell } from '../../model/plan.ts'
import type { Target } from '../../model/target.ts'
import { select } from '../../suite/list/select.ts'
import type { SelectionFlags } from '../flags.ts'
import { Problem } from '../../model/problem.ts'

/**
 * The cells that the flags choose.
 *
 * @throws Problem when a filter matches nothing, with the nearest valid names
 */
export function planRun(catalogue: Catalogue, target: Target, flags: SelectionFlags): Cell[] {
  const selected = select(catalogue, target, {
    ...(flags.case && { cases: flags.case }),
    ...(flags.api && { apis: flags.api }),
    ...(flags.region && { regions: regionsOf(target) }),
    ...(flags.level && { level: flags.level }),
    ...(flags.shard && { shard: flags.shard }),
  })
  if ('problem' in selected) throw new Problem(selected.problem)
  return [...selected.cells]
}

/** Globs and `all` were resolved with the target; its surfaces hold the names. */
function regionsOf(target: Target): string[] {
  return [...new Set(target.surfaces.flatMap((surface) => surface.regions))]
}
