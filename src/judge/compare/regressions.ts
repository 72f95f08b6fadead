/** Which changes count as regressions. */
import type { Change, Comparison } from '../../model/comparison.ts'
import type { CheckResult, Report } from '../../model/report.ts'
import { toleratedShare } from '../verdict/exit-code.ts'
import { isDecided, isFailing } from '../verdict/verdict-sets.ts'

interface Terms {
  readonly newest: Report
  /** New warnings and slower answers are regressions, too. */
  readonly strict: boolean
  /** Whether both runs have the same target, suite and selection, and ended. */
  readonly isComparable: boolean
}

/** Reasons that concern the target, not the circumstances of one run. */
const lasting: ReadonlySet<string | undefined> = new Set(['prerequisite', 'capability'])

/** What makes the newest run worse, one sentence each. */
export function regressionsOf(
  found: Omit<Comparison, 'runs' | 'caveats' | 'causes' | 'regressions' | 'undecided'>,
  { newest, strict, isComparable }: Terms,
): string[] {
  const outages = new Set(errorsIn(newest).map(({ because }) => because))
  const withdrawn = found.lost.filter(
    ({ cell, check, after }) =>
      check.level === 'must' &&
      after !== 'absent' &&
      lasting.has(check.reason) &&
      // What depends on a broken connection shows as little about the target as the connection.
      !outages.has(check.because) &&
      !cell.checks.some(({ verdict }) => verdict === 'error'),
  )
  const slower = found.timing.filter(({ before, after }) => after > before)
  // A check that only the newer suite has is not a change of the target.
  const worse = found.newFailures.filter(({ earlier }) => isComparable || earlier !== undefined)
  const begun = worse.filter(({ before }) => !isFailing(before)).length
  const otherwise = worse.length - begun
  const counted: [number, string, string][] = [
    [begun, 'check fails that did not', 'checks fail that did not'],
    [otherwise, 'check fails in another way', 'checks fail in another way'],
    [withdrawn.length, 'must check can no longer be judged', 'must checks can no longer be judged'],
    [isComparable ? found.vanished.length : 0, 'cell is gone', 'cells are gone'],
    [strict ? found.newWarnings.length : 0, 'new warning', 'new warnings'],
    [strict ? slower.length : 0, 'time got worse', 'times got worse'],
  ]
  return counted.flatMap(([number, one, many]) =>
    number === 0 ? [] : [`${number} ${number === 1 ? one : many}`],
  )
}

/**
 * Why nothing can be said: more of the must checks that were judged before are not judged now than a
 * run that is called conformant may leave open, or one has ended in an error, which no run that is
 * called conformant may have. Another one is a circumstance of one run.
 *
 * @param changes of every check of the cells that both runs have
 * @param terms with the cells that are gone because the newest run is not whole
 */
export function whyUndecided(
  changes: readonly Change[],
  { isComparable, vanished }: Pick<Terms, 'isComparable'> & Pick<Comparison, 'vanished'>,
): string | undefined {
  // Another suite or selection rightly lacks some.
  const judged = changes.filter(
    ({ check, before, after }) =>
      check.level === 'must' && isDecided(before) && (isComparable || after !== 'absent'),
  )
  const gone = vanished
    .flatMap(({ checks }) => checks)
    .filter(({ level, verdict }) => level === 'must' && isDecided(verdict)).length
  const lost = gone + judged.filter(({ after }) => !isDecided(after)).length
  const all = gone + judged.length
  if (lost > all * toleratedShare) {
    return `${lost} of ${all} must checks that were judged before could not be judged again`
  }
  const errors = judged.filter(({ after }) => after === 'error').length
  if (errors === 0) return undefined
  const what =
    errors === 1 ? '1 must check that was judged' : `${errors} must checks that were judged`
  return `${what} before ended in an error`
}

function errorsIn({ cells }: Report): CheckResult[] {
  return cells.flatMap(({ checks }) => checks.filter(({ verdict }) => verdict === 'error'))
}
