/**
 * Why the checks of a cell were not judged is written once, beside them, where it is the same for all: a
 * cell that was not sent has dozens, and a run over many regions a hundred thousand such cells.
 */
import { areUnjudgedAlike } from '../../model/run/unjudged.ts'
import type { CheckResult } from '../../model/report.ts'

/** Why none of several checks was judged; undefined where there is not one reason for all. */
export function sharedReason(checks: readonly CheckResult[]): string | undefined {
  return checks.length > 1 && areUnjudgedAlike(checks) ? checks[0]?.because : undefined
}
