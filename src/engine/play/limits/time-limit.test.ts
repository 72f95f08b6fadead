import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { isInterrupted, isOverTime, limitTime, timeProblems, whyNotSent } from './time-limit.ts'

const forever = new AbortController().signal

it('a run whose time is over is not one that was interrupted', async () => {
  const { signal } = limitTime(forever, 1)
  await sleep(20)
  expect([signal.aborted, isOverTime(signal), isInterrupted(signal)]).toEqual([true, true, false])
  expect(whyNotSent(signal).reason).toBe('over-budget')
  expect(timeProblems(signal, 90_000)[0]).toContain('stopped after 1 min 30 s (--max-time)')
})

it('a run that is interrupted in its time is interrupted', () => {
  const person = new AbortController()
  const { signal, stop } = limitTime(person.signal, 60_000)
  person.abort()
  stop()
  expect([isOverTime(signal), isInterrupted(signal)]).toEqual([false, true])
  expect(whyNotSent(signal).reason).toBe('interrupted')
  expect(timeProblems(signal, 60_000)).toEqual([])
})

it('a run without a limit has all the time, and one that is stopped keeps no timer', async () => {
  expect(limitTime(forever, undefined).signal).toBe(forever)
  const { signal, stop } = limitTime(forever, 5)
  stop()
  await sleep(20)
  expect(signal.aborted).toBe(false)
})
