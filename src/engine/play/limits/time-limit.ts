/** `--max-time`: a run as a whole ends in time, with a report of what was judged. */
import { setMaxListeners } from 'node:events'
import type { Reason } from '../../../model/names.ts'
import { duration } from '../../../report/text/describe.ts'

/** The reason with which a signal ends a run whose time is over. */
class TimeIsOver extends Error {}

export interface TimeLimit {
  readonly signal: AbortSignal
  readonly stop: () => void
}

/**
 * A signal that also aborts when the time of the run is over.
 *
 * @param left milliseconds; undefined where it has all the time
 */
export function limitTime(signal: AbortSignal, left: number | undefined): TimeLimit {
  if (left === undefined) return { signal, stop: () => undefined }
  const over = new AbortController()
  const why = new TimeIsOver(`--max-time was over`)
  const timer = setTimeout(() => over.abort(why), Math.max(0, left))
  const either = AbortSignal.any([signal, over.signal])
  setMaxListeners(0, either)
  return { signal: either, stop: () => clearTimeout(timer) }
}

/** Whether a person or the system ended the run. */
export function isInterrupted(signal: AbortSignal): boolean {
  return signal.aborted && !isOverTime(signal)
}

/** Whether the run has used up its time. */
export function isOverTime({ aborted, reason }: AbortSignal): boolean {
  return aborted && reason instanceof TimeIsOver
}

/** Why a request was not sent after `signal` aborted. */
export function whyNotSent(signal: AbortSignal): { reason: Reason; because: string } {
  return isOverTime(signal)
    ? { reason: 'over-budget', because: 'The time of --max-time was over before it.' }
    : { reason: 'interrupted', because: 'The run was interrupted before it.' }
}

/** For the report: one sentence where the time was over; none else. */
export function timeProblems(signal: AbortSignal, maxTime: number | undefined): string[] {
  if (!isOverTime(signal) || maxTime === undefined) return []
  return [
    `The run was stopped after ${duration(maxTime)} (--max-time); what was not sent by then is not judged.`,
  ]
}
