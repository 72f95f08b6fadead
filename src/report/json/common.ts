/**
 * What all checks of a cell say is written once, beside them: a cell that was not sent has dozens, and a
 * run over many regions a hundred thousand such cells.
 */
import { areUnjudgedAlike } from '../../model/run/unjudged.ts'
import type { CheckResult } from '../../model/report.ts'

/** Members that all checks of a cell have alike. */
export type Common = Required<Pick<CheckResult, 'because'>> & Pick<CheckResult, 'cause'>

/** What several checks that were not judged say alike; undefined where they do not. */
export function commonOf(checks: readonly CheckResult[]): Common | undefined {
  const [{ because, cause } = {}, ...others] = checks
  if (because === undefined || others.length === 0 || !areUnjudgedAlike(checks)) return undefined
  return { because, ...(cause !== undefined && { cause }) }
}

/** `check` without what it has in common with the others. */
export function withoutCommon(check: CheckResult): Omit<CheckResult, keyof Common> {
  const { because: _, cause: __, ...own } = check
  return own
}
