import { exitCodes, type ExitCode } from '../../model/exit-codes.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'

/**
 * Share of must checks that may stay unjudged in a run that is still called conformant: one
 * throttled cell in a nightly run over many regions is no verdict on the provider, a tenth of the
 * suite is.
 */
const toleratedShare = 0.05

/** The exit code of a finished run, from the verdicts of its cells alone. */
export function exitCodeOf(cells: readonly Pick<CellResult, 'checks'>[]): ExitCode {
  const checks = cells.flatMap((cell) => cell.checks)
  const has = (verdict: string): boolean => checks.some((check) => check.verdict === verdict)
  const judged = checks.filter(
    (check) => !['error', 'inconclusive', 'unsupported'].includes(check.verdict),
  )
  // The violations that were found are in the report; that they are all of them is not known.
  if (checks.some(({ fault }) => fault)) return exitCodes.fault
  if (has('fail')) return exitCodes.violation
  if (has('error')) return judged.length === 0 ? exitCodes.unreachable : exitCodes.violation
  const musts = checks.filter((check) => check.level === 'must')
  const open = cells.flatMap(openMusts)
  if (judged.length === 0 || open.length > musts.length * toleratedShare) {
    return exitCodes.inconclusive
  }
  if (has('fixed')) return exitCodes.staleBaseline
  return exitCodes.conformant
}

/**
 * Checks that a recording cannot decide do not count as long as most of the cell was judged. A
 * cell whose body no check reads is open as a whole, since what was judged is only its wrapping.
 */
function openMusts({ checks }: Pick<CellResult, 'checks'>): readonly CheckResult[] {
  const musts = checks.filter((check) => check.level === 'must')
  if (musts.some((check) => check.reason === 'not-judged')) return musts
  const open = musts.filter((check) => check.verdict === 'inconclusive')
  const isMostlyJudged = open.length * 2 <= musts.length
  return isMostlyJudged ? open.filter((check) => check.reason !== 'not-captured') : open
}
