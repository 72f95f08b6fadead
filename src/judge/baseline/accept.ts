import type { CellResult, CheckResult } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { expectedBy } from './match.ts'
import { kindsShown } from '../verdict/finding-kinds.ts'

/** `cells` as they would have been judged with `entries`: failures that are all expected are `known`. */
export function acceptKnown(
  cells: readonly CellResult[],
  entries: readonly BaselineEntry[],
): CellResult[] {
  return cells.map((cell) => ({
    ...cell,
    checks: cell.checks.map((check) => accepted(cell, check, entries)),
  }))
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
