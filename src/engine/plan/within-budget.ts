/** What a run that is not the whole suite consists of, and what it would have found. */
import type { Reason } from '../../model/names.ts'
import type { Planner } from '../../model/plan.ts'
import type { CellResult, RunSelection } from '../../model/report.ts'
import type { Bought } from '../../model/run/power.ts'
import type { Target } from '../../model/target.ts'
import type { LimitFlag } from '../play/limits/early-end.ts'
import type { CellRun } from '../play/run-cell.ts'

/**
 * What a budget of time left out is no part of the run; with other limits it is not judged.
 *
 * @param limit at which the run ended
 */
export function withinTime(
  runs: readonly CellRun[],
  limit: LimitFlag | undefined,
): readonly CellRun[] {
  if (limit !== '--budget') return runs
  return runs.filter(({ result }) => wasPlayed(result) || !wasOverTime(result))
}

function wasPlayed({ requests, reused = 0 }: Pick<CellResult, 'requests' | 'reused'>): boolean {
  return requests + reused > 0
}

function wasOverTime({ checks }: CellResult): boolean {
  return checks.every(({ reason }) => reason === 'over-budget')
}

/** Whether a check has a verdict: what the end of the run cut off would have found nothing. */
function wasJudged({ checks, ...result }: CellResult): boolean {
  const cutOff = new Set<Reason | undefined>(['over-budget', 'interrupted'])
  return wasPlayed(result) && checks.some(({ reason }) => !cutOff.has(reason))
}

/** What the run would have found, where it is not the whole suite. */
export function boughtIn(
  { planner, target, signal }: { planner: Planner; target: Target; signal: AbortSignal },
  runs: readonly CellRun[],
  selection: RunSelection | undefined,
): Bought | undefined {
  if (selection?.budget === undefined && !signal.aborted) return undefined
  const asked = runs.filter(({ result }) => wasJudged(result))
  const bought = planner.bought(
    asked.map(({ cell }) => cell),
    target,
  )
  const requests = runs.reduce((sum, { result }) => sum + result.requests, 0)
  return bought && { requests, ...bought }
}
