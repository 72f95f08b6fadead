import { expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import { createBreaker } from './breaker.ts'
import { createClock, settled } from './testing/clock.ts'

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

const forever = new AbortController().signal

/** A breaker that trips at two requests, and its time. */
function start() {
  const clock = createClock()
  const holds: number[] = []
  const onHold = (_: string, milliseconds: number): void => void holds.push(milliseconds)
  const breaker = createBreaker({ threshold: 2, clock, onHold })
  const begin = async (of: object = {}, location = 'a', signal = forever, name = 'chat.simple') =>
    breaker.pass(location, of, signal, name)
  const end = async (exchange: Exchange, of: object = {}): Promise<void> =>
    (await begin(of))(exchange)
  return { clock, breaker, begin, end, holds }
}

/** A breaker whose host answered, and then fell silent at 0. */
async function fallen() {
  const started = start()
  for (const exchange of [answer, silent, silent]) await started.end(exchange)
  return started
}

it('gives up a location that never answered after some requests in a row, and no other', async () => {
  const { breaker, end } = start()
  await end(silent)
  expect(breaker.givenUp('a')).toBeUndefined()
  await end(silent)
  expect(breaker.givenUp('a')?.kind).toBe('first-byte-timeout')
  expect(breaker.givenUp('b')).toBeUndefined()
})

it('counts the attempts of one request once', async () => {
  const { breaker, end } = start()
  const one = {}
  for (let attempt = 0; attempt < 3; attempt += 1) await end(silent, one)
  expect(breaker.givenUp('a')).toBeUndefined()
})

it('counts any response as a sign of life, even status 500', async () => {
  const { breaker, end } = start()
  for (const exchange of [silent, answer, silent]) await end(exchange)
  expect(breaker.givenUp('a')).toBeUndefined()
})

it('does not count what began before a response', async () => {
  const { clock, begin, end } = start()
  const early = await Promise.all([begin(), begin(), begin()])
  await end(answer)
  for (const record of early) record(silent)
  await begin()
  expect(clock.waiting()).toBe(0)
})

it('does not count an interruption of ours against the host', async () => {
  const { breaker, end } = start()
  const interrupted: Exchange = { ...silent, failure: { ...silent.failure!, kind: 'aborted' } }
  for (const exchange of [interrupted, interrupted]) await end(exchange)
  expect(breaker.givenUp('a')).toBeUndefined()
})

it('lets one request through after a pause, and all once it is answered', async () => {
  const { clock, begin } = await fallen()
  const passed: ((exchange: Exchange) => void)[] = []
  for (let count = 0; count < 3; count += 1) void begin().then((record) => passed.push(record))
  await clock.pass(4999)
  expect(passed).toHaveLength(0)
  await clock.pass(1)
  expect(passed).toHaveLength(1)
  passed[0]?.(answer)
  await settled()
  expect(passed).toHaveLength(3)
})

it('gives up a location whose requests of 5, 20 and 80 s later all fail', async () => {
  const { clock, breaker, begin, holds } = await fallen()
  const times: number[] = []
  for (let count = 0; count < 3; count += 1) {
    void begin().then((record) => {
      times.push(clock.now())
      record(silent)
    })
  }
  while (await clock.passToNext()) {
    expect(breaker.givenUp('a') !== undefined).toBe(times.length === 3)
  }
  expect(times).toEqual([5000, 20_000, 80_000])
  expect(holds.slice(0, 3)).toEqual([5000, 15_000, 60_000])
  expect(breaker.givenUp('a')).toBeDefined()
})

it('lets go on what waits when the run ends', async () => {
  const { begin } = await fallen()
  const end = new AbortController()
  const waiting = begin({}, 'a', end.signal)
  end.abort()
  await waiting
})

it('gives up where a request that was let through hangs for a minute, and lets all go on', async () => {
  const { clock, breaker, begin } = await fallen()
  const hanging = begin()
  await clock.pass(5000)
  const waiting = [begin(), begin(), begin()]
  await clock.pass(60_000)
  const record = await hanging
  record(silent)
  expect(breaker.givenUp('a')).toBeDefined()
  await Promise.all(waiting)
})

it('names what a lost connection broke off before a host was silent, until a later request is answered', async () => {
  const { breaker, begin } = start()
  const failed = (kind: 'reset' | 'refused', begun = {}): Exchange => ({
    ...bare,
    ...begun,
    failure: { kind, message: 'It ended.', remedy: 'Start it.', after: 1 },
  })
  const [of, location] = [{}, 'a']
  ;(await begin(of, location, forever, 'chat.first'))(failed('reset'))
  ;(await begin({}, location, forever, 'chat.ok'))(answer)
  const begun = await begin({}, location, forever, 'chat.begun')
  ;(await begin({}, location, forever, 'chat.second'))(failed('reset'))
  begun(answer)
  ;(await begin({}, location, forever, 'chat.cut'))(failed('reset', { response: answer.response }))
  ;(await begin({}, location, forever, 'chat.late'))(failed('refused'))
  expect(breaker.brokenOff(location)).toEqual(['chat.cut', 'chat.second'])
  expect(breaker.brokenOff('b')).toEqual([])
})
