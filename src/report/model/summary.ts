import type { CellResult, Summary } from '../../model/report.ts'
import { verdicts, type Verdict } from '../../model/names.ts'
import { checksOf } from './checks.ts'

/**
 * Totals of a run: cells, requests, checks, and checks by verdict.
 *
 * The verdict counts add up to `checks`; a cell without checks counts as one, see `checksOf`.
 */
export function summarise(cells: readonly CellResult[]): Summary {
  const counts = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Record<
    Verdict,
    number
  >
  let checks = 0
  let requests = 0
  for (const cell of cells) {
    requests += cell.requests
    for (const { verdict } of checksOf(cell)) {
      checks += 1
      counts[verdict] += 1
    }
  }
  const { pass, fail, warn, known, fixed, unsupported, inconclusive, error } = counts
  return {
    cells: cells.length,
    checks,
    pass,
    fail,
    warn,
    known,
    fixed,
    unsupported,
    inconclusive,
    error,
    requests,
  }
}
