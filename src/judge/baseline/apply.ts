/** What a baseline changes in results that were judged without it. */
import type { CellResult, CheckResult } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { withChecks } from '../with-checks.ts'
import { kindsShown } from '../verdict/finding-kinds.ts'
import type { JudgedEntry } from './entry-state.ts'
import { expectedBy, inScope } from './match.ts'

/** `cell` with failures that `entries` expect, all findings included, as `known`. */
export function acceptKnown(cell: CellResult, entries: readonly BaselineEntry[]): CellResult {
  return withChecks(cell, (check) => accepted(cell, check, entries))
}

function accepted(
  cell: CellResult,
  check: CheckResult,
  entries: readonly BaselineEntry[],
): CheckResult {
  const kinds = kindsShown(check)
  if (!['fail', 'warn'].includes(check.verdict) || kinds.length === 0) return check
  const expecting = kinds.map((kind) => expectedBy(entries, cell, check.id, kind))
  const [first] = expecting
  if (first === undefined || expecting.includes(undefined)) return check
  const { reason, link } = first
  return { ...check, verdict: 'known', known: { reason, ...(link !== undefined && { link }) } }
}

/** `cell` with `fixed` in place of `pass` where an entry expects a failure that is gone. */
export function markFixed(cell: CellResult, entries: readonly JudgedEntry[]): CellResult {
  const gone = entries.filter(({ state }) => state === 'gone')
  if (gone.length === 0) return cell
  return withChecks(cell, (check) => {
    if (check.verdict !== 'pass') return check
    const found = gone.find(({ entry }) => inScope(entry, cell, check.id))
    if (found === undefined) return check
    const because = `The baseline expects ${found.entry.finding} here.`
    return { ...check, verdict: 'fixed', because }
  })
}
