import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { limitOf, limitRun } from './early-end.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const hour = 3_600_000

it('a time that is longer than a timer of the system can be is waited for', () => {
  const time = { flag: '--max-time', left: 600 * hour, given: 600 * hour } as const
  const { signal, stop } = limitRun(new AbortController().signal, { time })
  vi.advanceTimersByTime(599 * hour)
  expect(signal.aborted).toBe(false)
  vi.advanceTimersByTime(hour)
  expect(limitOf(signal)).toBe('--max-time')
  stop()
})
