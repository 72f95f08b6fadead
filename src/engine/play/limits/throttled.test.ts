/** Runs on servers that throttle, in simulated time. */
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import { createPace } from './pace.ts'
import { createRepeats, defaultRetryPolicy, withRetries } from './retry.ts'
import { createClock, settled } from './testing/clock.ts'

/** What a server knows when a request arrives. */
interface Arrival {
  /** From 1. */
  readonly count: number
  /** Milliseconds since the start. */
  readonly time: number
  /** Exchanges that are open already. */
  readonly open: number
  readonly request: number
}

/** Whether a server refuses, and what its `Retry-After` says. */
type Server = (arrival: Arrival) => { readonly retryAfter?: number } | undefined

const requests = 200

/** Sends requests, eight at a time at most, and lets time pass until all have ended. */
async function run(refusal: Server, latency = 10) {
  const clock = createClock()
  const pace = createPace(8, { clock })
  const host = pace.of('host')
  const repeats = createRepeats(50)
  const counts = { sent: 0, open: 0, most: 0 }
  const send = async (request: number): Promise<Exchange> => {
    counts.sent += 1
    const refused = refusal({ ...counts, count: counts.sent, time: clock.now(), request })
    counts.open += 1
    counts.most = Math.max(counts.most, counts.open)
    await clock.wait(refused ? 1 : latency, undefined)
    counts.open -= 1
    const headers =
      refused?.retryAfter === undefined ? [] : [['retry-after', `${refused.retryAfter}`]]
    return { response: { status: refused ? 429 : 200, headers } } as unknown as Exchange
  }
  const attempt = async (request: number, refusals: number): Promise<Exchange | undefined> =>
    host.run({ rank: request, refusals }, async () => {
      if (host.givenUp() !== undefined) return undefined
      const exchange = await send(request)
      host.record(exchange, refusals)
      return exchange
    })
  const statuses = new Map<number, number>()
  const one = async (request: number): Promise<void> => {
    const first = await attempt(request, 0)
    if (first === undefined) return
    repeats.sent()
    const options = {
      policy: defaultRetryPolicy,
      repeats,
      isHeld: host.isHeld,
      clock,
      random: () => 0.5,
    }
    const isGivenUp = (): boolean => host.givenUp() !== undefined
    const again = async (refusals: number): Promise<Exchange | undefined> =>
      attempt(request, refusals)
    const last = await withRetries(async () => first, again, { ...options, isGivenUp })
    statuses.set(request, last.response?.status ?? 0)
  }
  const all = Promise.all(Array.from({ length: requests }, async (_, request) => one(request)))
  await settled()
  while (await clock.passToNext());
  await all
  const answered = [...statuses.values()].filter((status) => status === 200).length
  return { answered, sent: counts.sent, seconds: clock.now() / 1000, givenUp: pace.givenUp() }
}

/** A server that has `burst` tokens, and gets `rate` more of them each second. */
function bucket(rate: number, burst: number, retryAfter?: number): Server {
  let tokens = burst
  let last = 0
  return ({ time }) => {
    tokens = Math.min(burst, tokens + ((time - last) / 1000) * rate)
    last = time
    if (tokens < 1) return { ...(retryAfter !== undefined && { retryAfter }) }
    tokens -= 1
    return undefined
  }
}

/** A server that answers a limited number of requests in each minute. */
function minute(most: number, retryAfter?: (time: number) => number): Server {
  let window = 0
  let count = 0
  return ({ time }) => {
    const now = Math.floor(time / 60_000)
    count = now === window ? count + 1 : 1
    window = now
    if (count <= most) return undefined
    return retryAfter === undefined ? {} : { retryAfter: retryAfter(time) }
  }
}

describe('every request is answered, with at most as many repeats as requests,', () => {
  it.each<[string, Server, number, number]>([
    ['refuses every second one', ({ count }) => (count % 2 === 0 ? {} : undefined), 200, 60],
    ['refuses the first, the third …', ({ count }) => (count % 2 === 1 ? {} : undefined), 200, 60],
    [
      'refuses every second one for 1 s',
      ({ count }) => (count % 2 === 0 ? { retryAfter: 1 } : undefined),
      200,
      120,
    ],
    [
      'refuses every second one for 0 s',
      ({ count }) => (count % 2 === 0 ? { retryAfter: 0 } : undefined),
      200,
      60,
    ],
    ['refuses every tenth', ({ count }) => (count % 10 === 0 ? {} : undefined), 25, 20],
    ['has a bucket of tokens', bucket(5, 10), 120, 60],
    ['has a bucket and names a time', bucket(5, 10, 1), 120, 60],
    ['has a bucket that fills slowly', bucket(1, 30, 1), 200, 300],
    ['has 60 a minute, and names a time', minute(60, () => 20), 35, 200],
    [
      'has 60 a minute, and names the time that is left',
      minute(60, (time) => 60 - Math.floor((time % 60_000) / 1000)),
      35,
      200,
    ],
    ['has 60 a minute, and names no time', minute(60), 60, 200],
    ['has two open at a time', ({ open }) => (open >= 2 ? {} : undefined), 25, 10],
    [
      'has one open at a time, and names a time',
      ({ open }) => (open >= 1 ? { retryAfter: 1 } : undefined),
      25,
      30,
    ],
  ])('by a host that %s', async (_, server, mostRepeats, mostSeconds) => {
    const { answered, sent, seconds, givenUp } = await run(server)
    expect(givenUp).toEqual([])
    expect(answered).toBe(requests)
    expect(sent - requests).toBeLessThanOrEqual(mostRepeats)
    expect(seconds).toBeLessThanOrEqual(mostSeconds)
  })
})

describe('a host is given up', () => {
  it.each<[string, Server]>([
    ['without a time', () => ({})],
    ['for 0 s', () => ({ retryAfter: 0 })],
    ['for 1 s', () => ({ retryAfter: 1 })],
    ['for an hour', () => ({ retryAfter: 3600 })],
  ])('after a little more than a minute of refusals %s', async (_, server) => {
    const { answered, sent, seconds, givenUp } = await run(server)
    expect(answered).toBe(0)
    expect(seconds).toBeGreaterThanOrEqual(70)
    expect(seconds).toBeLessThan(95)
    expect(sent).toBeLessThan(40)
    expect(givenUp).toEqual([
      expect.stringMatching(/^host answered every request of the last 1 min \d+ s with 429\.$/),
    ])
  })

  it('after five minutes of waiting that brought few answers', async () => {
    const { answered, seconds, givenUp } = await run(minute(3, () => 20))
    expect(answered).toBeLessThan(requests)
    expect(seconds).toBeLessThan(400)
    expect(givenUp).toEqual([
      expect.stringMatching(/^host made the run wait for \d+ min \d+ s in all, with 429\.$/),
    ])
  })
})

it('one request that is always refused takes no other with it', async () => {
  const { answered, sent, givenUp } = await run(({ request }) => (request === 7 ? {} : undefined))
  expect(answered).toBe(requests - 1)
  expect(sent).toBe(requests + 9)
  expect(givenUp).toEqual([])
})

it('a host that refuses at random is asked to the end', async () => {
  let seed = 1
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  const { answered, sent, givenUp } = await run(() => (random() < 0.4 ? {} : undefined))
  expect(answered).toBe(requests)
  expect(sent).toBeLessThanOrEqual(requests * 2)
  expect(givenUp).toEqual([])
})
