/** Earlier results of a check: those of the reports that are compared, and the history before them. */
import type { Change } from '../../model/comparison.ts'
import type { HistoryEntry } from '../../model/run/history.ts'
import { cellKey } from '../../model/plan.ts'
import type { Report } from '../../model/report.ts'
import { pastRuns, type PastRun } from '../history/since.ts'
import { stateOf, type PastState } from '../verdict/verdict-sets.ts'
import { keyed } from './cells.ts'

/** How a check ended in every earlier run, the newest first. */
export type Past = (change: Change) => readonly { readonly at: string; readonly state: PastState }[]

/**
 * Looks up earlier runs of the server of `newest`.
 *
 * @param earlier the oldest first
 */
export function pastOf(
  earlier: readonly Report[],
  newest: Report,
  history: readonly HistoryEntry[],
): Past {
  const first = [...earlier, newest].map(({ startedAt }) => startedAt).toSorted()[0] ?? ''
  const reports = earlier.map((report): PastRun => {
    const cells = keyed(report.cells)
    return {
      at: report.startedAt,
      stateOf: (cell, check) =>
        stateOf(cells.get(cellKey(cell))?.checks.find(({ id }) => id === check)),
    }
  })
  const all = [...reports.toReversed(), ...pastRuns(history, first, newest.target)]
  return ({ cell, check }) => all.map((run) => ({ at: run.at, state: run.stateOf(cell, check.id) }))
}
