/** Since when a check fails, as earlier runs show. */
import type { HistoryEntry } from '../../model/run/history.ts'
import type { CellResult, Report, Since } from '../../model/report.ts'
import { isSameEndpoint } from '../same-endpoint.ts'
import { withChecks } from '../with-checks.ts'
import { isFailing, type PastState } from '../verdict/verdict-sets.ts'
import { locationOf } from './entry.ts'

/** An earlier run, with how each check of a cell ended in it. */
export interface PastRun {
  readonly at: string
  readonly stateOf: (cell: CellResult, check: string) => PastState
}

/** The runs of `history` on the same server that began before `before`, the newest first. */
export function pastRuns(
  history: readonly HistoryEntry[],
  before: string,
  { endpoint }: Report['target'],
): PastRun[] {
  return history
    .filter((entry) => entry.at < before && isSameEndpoint(entry.endpoint, endpoint))
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))
    .map((entry) => ({ at: entry.at, stateOf: indexEntry(entry) }))
}

/** Looks up single checks without searching the whole entry each time. */
function indexEntry(entry: HistoryEntry): PastRun['stateOf'] {
  const locations = new Map(entry.places.map((location, position) => [location, position]))
  const keysOf = (id: string, at: readonly number[]): string[] => at.map((one) => `${one} ${id}`)
  const failing = new Set(entry.failing.flatMap(({ check, at }) => keysOf(check, at)))
  const open = new Set(entry.open.flatMap(({ check, at }) => keysOf(check, at)))
  return (cell, check) => {
    const location = locations.get(locationOf(cell))
    if (location === undefined) return 'unknown'
    if (failing.has(`${location} ${cell.case}/${check}`)) return 'failed'
    const isOpen = [check, '*'].some((id) => open.has(`${location} ${cell.case}/${id}`))
    return isOpen ? 'unknown' : 'held'
  }
}

/**
 * The unbroken row of failures that ends with a failure at `now`. Runs that could not judge the
 * check do not break it.
 *
 * @param past the newest first
 */
export function rowOfFailures(
  past: readonly { readonly at: string; readonly state: PastState }[],
  now: string,
): Since {
  const held = past.findIndex(({ state }) => state === 'held')
  const failed = past
    .slice(0, held === -1 ? past.length : held)
    .filter(({ state }) => state === 'failed')
  return { at: failed.at(-1)?.at ?? now, runs: failed.length + 1 }
}

/** `cell` with `since` on every check that failed in the run before, too. */
export function addSince(cell: CellResult, now: string, past: readonly PastRun[]): CellResult {
  if (past.length === 0) return cell
  return withChecks(cell, (check) => {
    if (!isFailing(check.verdict)) return check
    const states = past.map(({ at, stateOf }) => ({ at, state: stateOf(cell, check.id) }))
    const since = rowOfFailures(states, now)
    return since.runs > 1 ? { ...check, since } : check
  })
}
