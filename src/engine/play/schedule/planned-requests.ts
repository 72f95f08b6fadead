/** How many requests a run is expected to send, for the time that is left. */
import { weighsRepeats } from '../../../assertions/registry.ts'
import type { Cell } from '../../../model/plan.ts'
import { sentOnce } from '../../../model/run/sent.ts'

/**
 * The requests of each cell, what an earlier one sends alike left out.
 *
 * @param samples runs of each behaviour, where the first ones decide
 */
export function plannedRequests(
  cells: readonly Cell[],
  samples: number,
): ReadonlyMap<Cell, number> {
  const planned = new Map<Cell, number>()
  for (const { cell, requests } of sentOnce(cells, samples, weighsRepeats)) {
    planned.set(cell, (planned.get(cell) ?? 0) + requests)
  }
  return planned
}
