/** The kind of change of each check. */
import type { Change, Flaky, Lasting, Sorted } from '../../model/comparison.ts'
import type { Report } from '../../model/report.ts'
import { rowOfFailures } from '../history/since.ts'
import { endingBeside, turnOf, type Ending, type Turn } from '../verdict/turn.ts'
import { isDecided, isFailing, stateOf, type PastState } from '../verdict/verdict-sets.ts'
import type { Past } from './past.ts'

/** A check that changed between failing and holding this often is flaky; once is a change. */
const flakyTurns = 2

/** The number of runs that fit on a line, the newest included: what happened before does not count. */
const longestPattern = 14

/** @param states of earlier runs, the newest first */
function isFlaky(states: readonly PastState[]): boolean {
  const known = states.slice(0, longestPattern - 1).filter((state) => state !== 'unknown')
  const turns = known.filter((state, index) => index > 0 && state !== known[index - 1])
  return turns.length >= flakyTurns
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
    if (!fails && !failed) {
      if (turnIn(change) === 'lost') sorted.lost.push(change)
      continue
    }
    const states = past(change)
    const now = fails ? 'failed' : stateOf(change.check)
    if (fails === failed || !isFlaky(states.map(({ state }) => state))) {
      sortOne(sorted, change, states, newest)
    } else {
      sorted.flaky.push({
        ...change,
        pattern: patternOf([...states.map(({ state }) => state).toReversed(), now]),
      })
    }
  }
  return sorted
}

function turnIn(change: Change): Turn {
  return turnOf(...endingsOf(change))
}

function endingsOf({ check, earlier, before, after }: Change): [older: Ending, newest: Ending] {
  return [
    { ...endingBeside(earlier, check), verdict: before },
    { ...endingBeside(check, earlier), verdict: after },
  ]
}

/** With what a check that failed before fails in another way. */
function withOthers(change: Change): Change {
  if (!isFailing(change.before)) return change
  const [older, newest] = endingsOf(change)
  return { ...change, otherwise: newest.codes.filter((code) => !older.codes.includes(code)) }
}

function sortOne(
  sorted: Record<'newFailures' | 'newWarnings' | 'fixed' | 'lost', Change[]> & {
    stillFailing: Lasting[]
  },
  change: Change,
  states: ReturnType<Past>,
  newest: Report,
): void {
  const turn = turnIn(change)
  // What could not be judged in between does not make a failure new.
  const wasFailing = states.find(({ state }) => state !== 'unknown')?.state === 'failed'
  const isOpen = !isDecided(change.before) && change.before !== 'absent'
  if (turn === 'still' || (isFailing(change.after) && isOpen && wasFailing)) {
    const since = rowOfFailures(states, newest.startedAt)
    sorted.stillFailing.push({ ...change, since })
  } else if (turn === 'new-failure') sorted.newFailures.push(withOthers(change))
  else if (turn === 'new-warning') sorted.newWarnings.push(change)
  else if (turn === 'fixed') sorted.fixed.push(change)
  else if (turn === 'lost' && change.after !== 'absent') sorted.lost.push(change)
}

function patternOf(states: readonly PastState[]): string {
  const marks = { held: '+', failed: '-', unknown: '?' } as const
  return states
    .slice(-longestPattern)
    .map((state) => marks[state])
    .join('')
}
