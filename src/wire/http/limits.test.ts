import { expect, it } from 'vitest'
import { limitsFor } from './limits.ts'

it.each([
  ['extends', 300_000, 1_200_000],
  ['does not cut', 5000, 240_000],
])('--timeout %s the limit of a whole answer', (_, timeout, totalMs) => {
  expect(limitsFor(timeout)).toEqual({
    connectMs: timeout,
    firstByteMs: timeout,
    idleMs: timeout,
    totalMs,
  })
})
