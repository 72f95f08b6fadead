/** Which kind of change each check went through. */
import type { Change, Flaky, Lasting, Sorted } from '../../model/comparison.ts'
import type { Report, Since } from '../../model/report.ts'
import { failing, judged } from './cells.ts'
import { stateFrom, type Past } from './past.ts'
import { kindsShown } from '../verdict/finding-kinds.ts'
import type { PastState } from '../history/history.ts'

/** Turns from failing to holding or back that make a check flaky: one is a change, two a habit. */
const flakyTurns = 2

function turnsOf(states: readonly PastState[]): number {
  const known = states.filter((state) => state !== 'unknown')
  return known.filter((state, index) => index > 0 && state !== known[index - 1]).length
}

/** Sorts the checks of two runs by what became of them; checks that hold in both are left out. */
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
    const isFailing = failing.has(change.after)
    const wasFailing = failing.has(change.before)
    if (isFailing || wasFailing) {
      const states = past(change)
      const now = isFailing ? 'failed' : stateFrom(change.check)
      if (isFailing === wasFailing || turnsOf(states.map(({ state }) => state)) < flakyTurns) {
        sortOne(sorted, change, states, newest)
      } else {
        sorted.flaky.push({
          ...change,
          pattern: patternOf([...states.map(({ state }) => state), now]),
        })
      }
    } else if (judged.has(change.before) && !judged.has(change.after)) {
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
  if (!failing.has(after)) {
    if (judged.has(after)) sorted.fixed.push(change)
    else if (after !== 'absent') sorted.lost.push(change)
    return
  }
  if (after === 'fail' && isNew(change)) sorted.newFailures.push(change)
  else if (after === 'warn' && !failing.has(before)) sorted.newWarnings.push(change)
  else sorted.stillFailing.push({ ...change, since: sinceOf(states, newest) })
}

/** It did not fail, or only otherwise: another code is another defect. */
function isNew({ check, earlier, before }: Change): boolean {
  if (earlier === undefined || !failing.has(before)) return true
  const codes = new Set(kindsShown(earlier).map(({ code }) => code))
  return kindsShown(check).some(({ code }) => !codes.has(code))
}

function sinceOf(states: ReturnType<Past>, newest: Report): Since {
  let since: Since = { at: newest.startedAt, runs: 1 }
  for (const { at, state } of states.toReversed()) {
    if (state === 'held') break
    if (state === 'failed') since = { at, runs: since.runs + 1 }
  }
  return since
}

/** As many runs as fit on a line. */
const longestPattern = 14

function patternOf(states: readonly PastState[]): string {
  const marks = { held: '+', failed: '-', unknown: '?' } as const
  return states
    .slice(-longestPattern)
    .map((state) => marks[state])
    .join('')
}
