import { largest } from '../../model/lists/lists.ts'
import type { CheckResult } from '../../model/report.ts'
import { verdicts, type Verdict } from '../../model/names.ts'

/** The worst verdict of a cell's checks; a cell without checks is inconclusive, never green. */
export function cellVerdict(checks: readonly Pick<CheckResult, 'verdict'>[]): Verdict {
  if (checks.length === 0) return 'inconclusive'
  const worst = largest(checks.map((check) => verdicts.indexOf(check.verdict)))
  return verdicts[worst] ?? 'error'
}
