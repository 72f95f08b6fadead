import { exitCodes, type ExitCode } from '../../model/exit-codes.ts'
import { sum } from '../../model/lists/lists.ts'
import type { Verdict } from '../../model/names.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'

/**
 * Share of must checks that may stay unjudged in a run that is still called conformant: one
 * throttled cell in a nightly run over many regions is no verdict on the provider, a tenth of the
 * suite is.
 */
export const toleratedShare = 0.05

/** The exit code of a finished run, from the verdicts of its cells alone. */
export function exitCodeOf(cells: readonly Pick<CellResult, 'checks'>[]): ExitCode {
  const any = (is: (check: CheckResult) => boolean | undefined): boolean =>
    cells.some(({ checks }) => checks.some(is))
  const has = (verdict: Verdict): boolean => any((check) => check.verdict === verdict)
  const isJudged = ({ verdict }: CheckResult): boolean => !unjudged.includes(verdict)
  const isAnyJudged = any(isJudged)
  // The violations that were found are in the report; that they are all of them is not known.
  if (any(({ fault }) => fault)) return exitCodes.fault
  if (has('fail')) return exitCodes.violation
  if (has('error')) return isAnyJudged ? exitCodes.violation : exitCodes.unreachable
  const musts = sum(cells.map((cell) => cell.checks.filter(isMust).length))
  const open = sum(cells.map((cell) => openMusts(cell).length))
  // What must hold is not known to hold because something that should hold does.
  const isAnyMustJudged = musts === 0 || any((check) => isMust(check) && isJudged(check))
  if (!isAnyJudged || !isAnyMustJudged || open > musts * toleratedShare) {
    return exitCodes.inconclusive
  }
  if (has('fixed')) return exitCodes.staleBaseline
  return exitCodes.conformant
}

const unjudged: readonly Verdict[] = ['error', 'inconclusive', 'unsupported']

function isMust({ level }: CheckResult): boolean {
  return level === 'must'
}

/**
 * Checks that a recording cannot decide do not count as long as most of the cell was judged. A
 * cell whose body no check reads is open as a whole, since what was judged is only its wrapping.
 */
function openMusts({ checks }: Pick<CellResult, 'checks'>): readonly CheckResult[] {
  const musts = checks.filter(isMust)
  if (musts.some((check) => check.reason === 'not-judged')) return musts
  const open = musts.filter((check) => check.verdict === 'inconclusive')
  const isMostlyJudged = open.length * 2 <= musts.length
  return isMostlyJudged ? open.filter((check) => check.reason !== 'not-captured') : open
}
