/** How many requests a run is expected to send, for the time that is left. */
import { possibleChecks, type Cell, type PlannedStep } from '../../../model/plan.ts'
import { sum } from '../../../model/lists/lists.ts'

/**
 * The requests of each cell, what an earlier one sends alike left out.
 *
 * @param samples runs of each behaviour, where the first ones decide
 */
export function plannedRequests(
  cells: readonly Cell[],
  samples: number,
): ReadonlyMap<Cell, number> {
  const asked = new Set<string>()
  const isNew = ({ alike }: PlannedStep): boolean => {
    if (alike === undefined) return true
    const isFirst = !asked.has(alike.name)
    asked.add(alike.name)
    return isFirst
  }
  return new Map(
    cells.map((cell) => {
      const plays = playsOf(cell, samples)
      const own = cell.steps.filter(isNew)
      return [cell, sum(own.map(({ id, repeat }) => repeat * (plays.get(id) ?? 1)))]
    }),
  )
}

/** How often each step with a behaviour is played, and those whose answers it quotes. */
function playsOf({ steps }: Cell, samples: number): Map<string, number> {
  const plays = new Map<string, number>()
  for (const step of steps) {
    if (!possibleChecks(step).some(({ kind }) => kind === 'behaviour')) continue
    const wanted = Math.ceil(samples / step.repeat)
    for (const id of step.again ?? [step.id]) {
      plays.set(id, Math.max(plays.get(id) ?? 1, wanted))
    }
  }
  return plays
}
