/** What became of a check from one run to the next: the one place that says what is new and what is fixed. */
import { memberOf, mostKinds } from '../../model/findings/kinds.ts'
import type { CheckResult } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import { kindsShown } from './finding-kinds.ts'
import { isDecided, isFailing } from './verdict-sets.ts'

/** How a check ended in a run. */
export interface Ending {
  readonly verdict: Verdict | 'absent'
  /** Codes of what it found, with pointers where those tell defects apart. */
  readonly codes: readonly string[]
}

/**
 * `new-failure`: it fails and did not, or it fails with another code, which is another defect.
 * `new-warning`: it warns and did not fail at all. `still`: it fails, and did; a failure that became
 * known, or is known no longer, is still one. `fixed`: it holds, and did not. `lost`: it was judged,
 * and is not. `same`: anything else.
 */
export type Turn = 'new-failure' | 'new-warning' | 'still' | 'fixed' | 'lost' | 'same'

/** The turn of a check that ended as `before` and then as `after`. */
export function turnOf(before: Ending, after: Ending): Turn {
  const failed = isFailing(before.verdict)
  if (isFailing(after.verdict)) {
    const isOther = !failed || after.codes.some((code) => !before.codes.includes(code))
    if (after.verdict === 'fail' && isOther) return 'new-failure'
    return after.verdict === 'warn' && !failed ? 'new-warning' : 'still'
  }
  if (failed && isDecided(after.verdict)) return 'fixed'
  const isLost = isDecided(before.verdict) && !isDecided(after.verdict)
  return isLost ? 'lost' : 'same'
}

/**
 * How a judged check ended, set beside `other`, how it ended in another run. A schema is one check of all
 * members: a mistake in another member, or one that the baseline expects elsewhere, is another defect.
 */
export function endingBeside(
  check: CheckResult | undefined,
  other: CheckResult | undefined,
): Ending {
  const isPinned = [check, other].some((one) => one?.verdict === 'known')
  // A check that found this number of kinds may have left out others.
  const isCut = [check, other].some(
    (one) => one !== undefined && kindsShown(one).length >= mostKinds,
  )
  const kinds = check === undefined ? [] : kindsShown(check)
  const codes = kinds.map(({ code, pointer }) => {
    const isOfMember = isPinned || (code.startsWith('schema.') && !isCut)
    return isOfMember && pointer !== undefined ? `${code} ${memberOf(pointer)}` : code
  })
  return { verdict: check?.verdict ?? 'absent', codes }
}

/** Every code that a check found, once. */
export function codesOf(check: CheckResult): string[] {
  return [...new Set(kindsShown(check).map(({ code }) => code))]
}
