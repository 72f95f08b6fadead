import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, vi } from 'vitest'
import type { Cell } from '../../../model/plan.ts'
import { isInterrupted, limitOf, limitProblems, limitRun, whyNotSent } from './early-end.ts'

const forever = new AbortController().signal

it('a run whose time is over is not one that was interrupted', async () => {
  const { signal } = limitRun(forever, { time: { flag: '--max-time', left: 1, given: 90_000 } })
  await sleep(20)
  expect([signal.aborted, isInterrupted(signal)]).toEqual([true, false])
  expect(whyNotSent(signal).reason).toBe('over-budget')
  expect(limitProblems(signal)[0]).toContain('stopped after 1 min 30 s (--max-time)')
})

it('a run whose budget of time is over names that flag, and has no problem', async () => {
  const { signal } = limitRun(forever, { time: { flag: '--budget', left: 1, given: 120_000 } })
  await sleep(20)
  expect(limitOf(signal)).toBe('--budget')
  expect(whyNotSent(signal).because).toBe('The time of --budget was over before it.')
  expect(limitProblems(signal)).toEqual([])
})

it('a run that is interrupted in its time is interrupted', () => {
  const person = new AbortController()
  const { signal, stop } = limitRun(person.signal, {
    time: { flag: '--max-time', left: 60_000, given: 60_000 },
  })
  person.abort()
  stop()
  expect(isInterrupted(signal)).toBe(true)
  expect(whyNotSent(signal).reason).toBe('interrupted')
  expect(limitProblems(signal)).toEqual([])
})

it('a run that is stopped keeps no timer', async () => {
  const { signal, stop } = limitRun(forever, { time: { flag: '--max-time', left: 5, given: 5 } })
  stop()
  await sleep(20)
  expect(signal.aborted).toBe(false)
})

const cell = (): Cell => ({}) as Cell

it('a run ends at the failing cell that is one too many, and warnings are not counted', () => {
  const { signal, onVerdict } = limitRun(forever, { failFast: 2 })
  for (const verdict of ['fail', 'warn', 'known', 'pass'] as const) onVerdict(cell(), verdict)
  expect(signal.aborted).toBe(false)
  onVerdict(cell(), 'fail')
  expect([signal.aborted, isInterrupted(signal)]).toEqual([true, false])
  expect(whyNotSent(signal)).toEqual({
    reason: 'over-budget',
    because: 'The run was stopped before it, after 2 failing cells (--fail-fast).',
  })
  expect(limitProblems(signal)[0]).toContain('after 2 failing cells (--fail-fast)')
})

it('a cell that fails after its first play, and after its samples, is counted once', () => {
  const { signal, onVerdict } = limitRun(forever, { failFast: 2 })
  const one = cell()
  onVerdict(one, 'fail')
  onVerdict(one, 'fail')
  expect(signal.aborted).toBe(false)
  onVerdict(cell(), 'fail')
  expect(signal.aborted).toBe(true)
})

it('a run without limits goes on whatever fails', () => {
  const { signal, onVerdict } = limitRun(forever, {})
  for (let turn = 0; turn < 9; turn += 1) onVerdict(cell(), 'fail')
  expect(signal.aborted).toBe(false)
})

const hour = 3_600_000

it('a time that is longer than a timer of the system can be is waited for', () => {
  vi.useFakeTimers()
  const time = { flag: '--max-time', left: 600 * hour, given: 600 * hour } as const
  const { signal, stop } = limitRun(forever, { time })
  vi.advanceTimersByTime(599 * hour)
  expect(signal.aborted).toBe(false)
  vi.advanceTimersByTime(hour)
  expect(limitOf(signal)).toBe('--max-time')
  stop()
  vi.useRealTimers()
})
