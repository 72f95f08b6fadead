import { expect, it } from 'vitest'
import type { Connection } from '../connection.ts'
import { createPool } from './pool.ts'
import type { Route } from './route.ts'

const route = { key: 'http://a.test' } as Route

it('a turn that is given to a request which ends at that moment is that of the next one', async () => {
  const open = () => ({ route, destroy: async () => undefined }) as unknown as Connection
  const pool = createPool(open, 1)
  const { signal } = new AbortController()
  const first = await pool.acquire(route, signal)
  const ending = new AbortController()
  const second = pool.acquire(route, ending.signal)
  const third = pool.acquire(route, signal)
  await Promise.resolve()
  if (first !== undefined) void pool.release(first, true)
  ending.abort()
  expect(await second).toBeUndefined()
  expect(await third).toBe(first)
}, 2000)
