/** The kind of change of each check. */
import type { Change, Flaky, Lasting, Sorted } from '../../model/comparison.ts'
import type { Report } from '../../model/report.ts'
import { rowOfFailures } from '../history/since.ts'
import { kindsShown } from '../verdict/finding-kinds.ts'
import { isDecided, isFailing, stateOf, type PastState } from '../verdict/verdict-sets.ts'
import type { Past } from './past.ts'

/** A check that changed between failing and holding this often is flaky; once is a change. */
const flakyTurns = 2

function turnsOf(states: readonly PastState[]): number {
  const known = states.filter((state) => state !== 'unknown')
  return known.filter((state, index) => index > 0 && state !== known[index - 1]).length
}

/** Sorts the checks of two runs by their change; checks that hold in both are left out. */
export function sortChanges(changes: readonly Change[], past: Past, newest: Report): Sorted {
  const sorted = {
    newFailures: [] as Change[],
    newWarnings: [] as Change[],
    fixed: [] as Change[],
    stillFailing: [] as Lasting[],
    flaky: [] as Flaky[],
    lost: [] as Change[],
  }
  for (const change of changes) {
    const fails = isFailing(change.after)
    const failed = isFailing(change.before)
    if (fails || failed) {
      const states = past(change)
      const now = fails ? 'failed' : stateOf(change.check)
      if (fails === failed || turnsOf(states.map(({ state }) => state)) < flakyTurns) {
        sortOne(sorted, change, states, newest)
      } else {
        sorted.flaky.push({
          ...change,
          pattern: patternOf([...states.map(({ state }) => state).toReversed(), now]),
        })
      }
    } else if (isDecided(change.before) && !isDecided(change.after)) {
      sorted.lost.push(change)
    }
  }
  return sorted
}

function sortOne(
  sorted: Record<'newFailures' | 'newWarnings' | 'fixed' | 'lost', Change[]> & {
    stillFailing: Lasting[]
  },
  change: Change,
  states: ReturnType<Past>,
  newest: Report,
): void {
  const { before, after } = change
  if (!isFailing(after)) {
    if (isDecided(after)) sorted.fixed.push(change)
    else if (after !== 'absent') sorted.lost.push(change)
    return
  }
  if (after === 'fail' && isNew(change)) sorted.newFailures.push(change)
  else if (after === 'warn' && !isFailing(before)) sorted.newWarnings.push(change)
  else sorted.stillFailing.push({ ...change, since: rowOfFailures(states, newest.startedAt) })
}

/** Whether it did not fail before, or with other codes: another code is another defect. */
function isNew({ check, earlier, before }: Change): boolean {
  if (earlier === undefined || !isFailing(before)) return true
  const codes = new Set(kindsShown(earlier).map(({ code }) => code))
  return kindsShown(check).some(({ code }) => !codes.has(code))
}

/** The number of runs that fit on a line. */
const longestPattern = 14

function patternOf(states: readonly PastState[]): string {
  const marks = { held: '+', failed: '-', unknown: '?' } as const
  return states
    .slice(-longestPattern)
    .map((state) => marks[state])
    .join('')
}
