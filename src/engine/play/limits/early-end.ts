/** `--max-time`, `--budget` and `--fail-fast`: a run that ends early, with a report of what was judged. */
import { setMaxListeners } from 'node:events'
import type { Reason, Verdict } from '../../../model/names.ts'
import { exitCodes } from '../../../model/exit-codes.ts'
import type { Cell } from '../../../model/plan.ts'
import { Problem } from '../../../model/problem.ts'
import { count, duration } from '../../../report/text/describe.ts'
import type { RunFlags } from '../../flags.ts'

/** What the run was asked to end at. */
export type LimitFlag = '--max-time' | '--budget' | '--fail-fast'

/** The reason with which a signal ends a run that has reached a limit of its own. */
class LimitReached extends Error {
  /** Why a request was not sent after it. */
  readonly because: string
  readonly flag: LimitFlag

  /**
   * @param message what happened to the run, one sentence
   */
  constructor(flag: LimitFlag, message: string, because: string) {
    super(message)
    this.flag = flag
    this.because = because
  }
}

export interface Limits {
  readonly time?: TimeLimit
  /** Failing cells after which nothing more is sent. */
  readonly failFast?: number
}

export interface TimeLimit {
  readonly flag: Exclude<LimitFlag, '--fail-fast'>
  /** Milliseconds. */
  readonly left: number
  readonly given: number
}

/** The time that a run is given, by the flag that gives the least. */
export function timeGiven({
  maxTime,
  budget,
}: Pick<RunFlags, 'maxTime' | 'budget'>): Omit<TimeLimit, 'left'> | undefined {
  if (budget?.unit === 'time' && budget.amount <= (maxTime ?? Infinity)) {
    return { flag: '--budget', given: budget.amount }
  }
  return maxTime ? { flag: '--max-time', given: maxTime } : undefined
}

export interface LimitedRun {
  /** Aborts when the given signal does, and when a limit is reached. */
  readonly signal: AbortSignal
  /** Counts a cell that fails, once, however often its verdict is given. */
  readonly onVerdict: (cell: Cell, verdict: Verdict) => void
  readonly stop: () => void
}

/** Ends a run at its limits. */
export function limitRun(signal: AbortSignal, { time, failFast }: Limits): LimitedRun {
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  setMaxListeners(0, either)
  const stopTimer = time && after(time.left, () => over.abort(timeIsOver(time)))
  const failed = new Set<Cell>()
  return {
    signal: either,
    onVerdict: (cell, verdict) => {
      if (verdict !== 'fail') return
      failed.add(cell)
      if (failed.size === failFast) over.abort(enoughFailed(failFast))
    },
    stop: () => stopTimer?.(),
  }
}

/** The longest time of a timer; a longer one would be over at once. Milliseconds. */
const longestTimer = 2 ** 31 - 1

/** Calls `done` after `milliseconds`, however many; returns what prevents it. */
function after(milliseconds: number, done: () => void): () => void {
  let timer: NodeJS.Timeout
  const wait = (left: number): void => {
    const step = Math.min(Math.max(0, left), longestTimer)
    timer = setTimeout(() => (left > step ? wait(left - step) : done()), step)
  }
  wait(milliseconds)
  return () => clearTimeout(timer)
}

function timeIsOver({ flag, given }: TimeLimit): LimitReached {
  return new LimitReached(
    flag,
    `The run was stopped after ${duration(given)} (${flag}); what was not sent by then is not judged.`,
    `The time of ${flag} was over before it.`,
  )
}

function enoughFailed(most: number): LimitReached {
  const cells = count(most, 'failing cell')
  return new LimitReached(
    '--fail-fast',
    `The run was stopped after ${cells} (--fail-fast); what was not sent by then is not judged.`,
    `The run was stopped before it, after ${cells} (--fail-fast).`,
  )
}

/** The flag at whose limit a run ended; undefined for a run that no limit ended. */
export function limitOf({ reason }: AbortSignal): LimitFlag | undefined {
  return reason instanceof LimitReached ? reason.flag : undefined
}

/** What ends a run whose signal aborted before anything was judged. */
export function endedEarly(signal: AbortSignal): Problem {
  const limit = limitOf(signal)
  return limit === undefined
    ? new Problem('Interrupted before anything was judged.', exitCodes.interrupted)
    : new Problem(`${limit} was over before anything was judged.`, exitCodes.inconclusive)
}

/** Whether a person or the system ended the run. */
export function isInterrupted({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof LimitReached)
}

/** Why a request was not sent after `signal` aborted. */
export function whyNotSent({ reason }: AbortSignal): { reason: Reason; because: string } {
  return reason instanceof LimitReached
    ? { reason: 'over-budget', because: reason.because }
    : { reason: 'interrupted', because: 'The run was interrupted before it.' }
}

/** For the report: one sentence where a limit cut the run short; what a budget leaves out is no part of it. */
export function limitProblems({ reason }: AbortSignal): string[] {
  return reason instanceof LimitReached && reason.flag !== '--budget' ? [reason.message] : []
}
