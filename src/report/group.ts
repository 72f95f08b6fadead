/** One entry for what is one defect, however many cells show it. */
import type { CellResult, CheckResult, Report } from '../model/report.ts'
import type { Verdict } from '../model/words.ts'
import { judgedChecks } from './checks.ts'

export interface Group {
  /** The first occurrence, shown in full. */
  readonly cell: CellResult
  readonly check: CheckResult
  /** Every cell that shows it, the first included, in the report's order. */
  readonly cells: readonly CellResult[]
}

/**
 * Judgements with one of `verdicts`, those with the same check id, rule, verdict and finding code
 * (or, without a finding, reason) together; the widest spread first.
 */
export function groupJudgements(report: Report, verdicts: readonly Verdict[]): Group[] {
  const groups = new Map<string, { cell: CellResult; check: CheckResult; cells: CellResult[] }>()
  for (const { cell, check } of judgedChecks(report.cells)) {
    if (!verdicts.includes(check.verdict)) continue
    const kind = check.finding?.code ?? check.reason ?? check.because ?? ''
    const key = JSON.stringify([check.verdict, check.id, check.rule, kind])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { cell, check, cells: [cell] })
    else if (group.cells.at(-1) !== cell) group.cells.push(cell)
  }
  return [...groups.values()].toSorted((one, other) => other.cells.length - one.cells.length)
}
