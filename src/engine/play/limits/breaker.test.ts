import { expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import { createBreaker } from './breaker.ts'

const request = { method: 'GET', url: 'http://127.0.0.1/', headers: [], body: new Uint8Array() }
const bare = { startedAt: '2026-01-01T00:00:00.000Z', request, earlier: [], leaks: [] }
const silent: Exchange = {
  ...bare,
  failure: { kind: 'first-byte-timeout', message: 'No byte came.', remedy: 'Wait.', after: 1 },
}
const answer: Exchange = {
  ...bare,
  response: {
    status: 500,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    headers: [],
    headersAt: 1,
    raw: [],
    decoded: [],
    endedAt: 1,
    complete: true,
  },
}

it('trips after the given number of consecutive failures, for that host alone', () => {
  const breaker = createBreaker(2)
  breaker.record('a', silent)
  expect(breaker.tripped('a')).toBeUndefined()
  breaker.record('a', silent)
  expect(breaker.tripped('a')?.kind).toBe('first-byte-timeout')
  expect(breaker.tripped('b')).toBeUndefined()
})

it('counts any response as a sign of life, even status 500', () => {
  const breaker = createBreaker(2)
  breaker.record('a', silent)
  breaker.record('a', answer)
  breaker.record('a', silent)
  expect(breaker.tripped('a')).toBeUndefined()
})

it('does not count an interruption of ours against the host', () => {
  const breaker = createBreaker(1)
  const interrupted: Exchange = { ...silent, failure: { ...silent.failure!, kind: 'aborted' } }
  breaker.record('a', interrupted)
  expect(breaker.tripped('a')).toBeUndefined()
})
