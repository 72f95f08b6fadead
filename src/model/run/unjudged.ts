import type { CheckResult } from '../report.ts'

/**
 * Whether none of the checks of a cell was judged, all for one and the same reason, as where it was not
 * sent. Such cells may share their checks, whatever the cause is of each.
 */
export function areUnjudgedAlike(checks: readonly CheckResult[]): boolean {
  const [first] = checks
  if (first === undefined || first.verdict === 'pass') return false
  return checks.every(
    ({ finding, against, verdict, reason, because, exchange, cause }) =>
      finding === undefined &&
      against === undefined &&
      verdict === first.verdict &&
      reason === first.reason &&
      because === first.because &&
      exchange === first.exchange &&
      cause === first.cause,
  )
}
