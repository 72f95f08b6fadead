/** What earlier runs say of a check: the reports that are at hand, and the history before them. */
import type { Change } from '../../model/comparison.ts'
import type { HistoryEntry } from '../../model/history.ts'
import { cellKey } from '../../model/plan.ts'
import type { CheckResult, Report } from '../../model/report.ts'
import { failing, judged, keyed } from './cells.ts'
import { indexEntry, type PastState } from '../history/history.ts'
import { isSameEndpoint } from './same-endpoint.ts'

/** What every earlier run came to for one check, the oldest first. */
export type Past = (change: Change) => readonly { readonly at: string; readonly state: PastState }[]

/** Looks up earlier runs of the server that `newest` asked. */
export function pastOf(
  earlier: readonly Report[],
  newest: Report,
  history: readonly HistoryEntry[],
): Past {
  const first = [...earlier, newest].map(({ startedAt }) => startedAt).toSorted()[0] ?? ''
  const lines = history
    .filter(({ at, endpoint }) => at < first && isSameEndpoint(endpoint, newest.target.endpoint))
    .toSorted((one, other) => (one.at < other.at ? -1 : 1))
    .map((entry) => {
      const state = indexEntry(entry)
      return { at: entry.at, stateOf: ({ cell, check }: Change) => state(cell, check.id) }
    })
  const reports = earlier.map((report) => {
    const cells = keyed(report.cells)
    const stateOf = ({ cell, check }: Change): PastState =>
      stateFrom(cells.get(cellKey(cell))?.checks.find(({ id }) => id === check.id))
    return { at: report.startedAt, stateOf }
  })
  const all = [...lines, ...reports]
  return (change) => all.map(({ at, stateOf }) => ({ at, state: stateOf(change) }))
}

/** The same of a check that is at hand. */
export function stateFrom(check: CheckResult | undefined): PastState {
  if (check === undefined || !judged.has(check.verdict)) return 'unknown'
  return failing.has(check.verdict) ? 'failed' : 'held'
}
