/** The checks of a cell as every report counts them. */
import type { CellResult, CheckResult } from '../../model/report.ts'

/** A check together with the cell it ran in. */
export interface Judged {
  readonly cell: CellResult
  readonly check: CheckResult
}

/** Every check that did not pass, in the report's order, one at a time: there may be millions. */
export function* checksNotPassed(cells: readonly CellResult[]): Generator<Judged> {
  for (const cell of cells) {
    for (const check of checksOf(cell)) if (check.verdict !== 'pass') yield { cell, check }
  }
}

/**
 * The checks of `cell`; for a cell without any, one stand-in with the cell's verdict.
 *
 * A cell of which no check was judged must not be missing from the counts, and is not conformant
 * even if its verdict is `pass`.
 */
export function checksOf(
  cell: Pick<CellResult, 'checks' | 'verdict' | 'source'>,
): readonly CheckResult[] {
  if (cell.checks.length > 0) return cell.checks
  const verdict = cell.verdict === 'pass' ? 'error' : cell.verdict
  const reason = verdict === 'inconclusive' ? { reason: 'not-run' as const } : {}
  return [
    {
      id: 'ran',
      level: 'must',
      kind: 'protocol',
      rule: '',
      verdict,
      ...reason,
      because: 'No check of this case was judged.',
      source: cell.source,
    },
  ]
}
