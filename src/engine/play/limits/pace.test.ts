import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import { createPace } from './pace.ts'
import { defaultRetryPolicy } from './retry.ts'
import { createClock } from './testing/clock.ts'

const answered = (status: number, retryAfter?: string): Exchange => {
  const headers = retryAfter === undefined ? [] : [['retry-after', retryAfter]]
  return { response: { status, headers } } as unknown as Exchange
}

/** How many of 20 tasks run at a time, in regions by turns. */
async function width(
  pace: ReturnType<typeof createPace>,
  host: string,
  regions: readonly (string | undefined)[] = [undefined],
): Promise<number> {
  let running = 0
  let most = 0
  const task = async (): Promise<void> => {
    running += 1
    most = Math.max(most, running)
    await new Promise((done) => void setImmediate(done))
    running -= 1
  }
  await Promise.all(
    Array.from({ length: 20 }, async (_, at) =>
      pace.of(host, regions[at % regions.length]).run({ rank: 0, refusals: 0 }, task),
    ),
  )
  return most
}

describe('the pace of a host', () => {
  it('narrows with a 429, and widens again', async () => {
    const pace = createPace(8)
    pace.of('a').record(answered(429))
    expect(await width(pace, 'a')).toBe(4)
    for (let turn = 0; turn < 8; turn += 1) pace.of('a').record(answered(200))
    expect(await width(pace, 'a')).toBe(5)
  })

  it('never exceeds what was given', async () => {
    const pace = createPace(1)
    pace.of('a').record(answered(429))
    for (let turn = 0; turn < 99; turn += 1) pace.of('a').record(answered(200))
    expect(await width(pace, 'a')).toBe(1)
  })

  it('does not slow another host', async () => {
    const pace = createPace(8)
    pace.of('a').record(answered(429))
    expect(await width(pace, 'b')).toBe(8)
  })

  it('does not slow another region of the host, but all together are no more than was given', async () => {
    const pace = createPace(8)
    pace.of('a', 'east').record(answered(429))
    expect(await width(pace, 'a', ['west'])).toBe(8)
    expect(await width(pace, 'a', ['east'])).toBe(4)
    expect(await width(pace, 'a', ['east', 'west', 'north'])).toBe(8)
  })

  it.each([429, 503])('holds all back for the time that a %i names', async (status) => {
    const { pace, begun } = paced()
    pace.of('a').record(answered(status, '2'))
    expect(await begun(1999)).toBe(false)
    expect(await begun(1)).toBe(true)
  })

  it('reads a date as the time until then', async () => {
    const { pace, begun } = paced()
    pace.of('a').record(answered(429, 'Thu, 01 Jan 1970 00:00:03 GMT'))
    expect(await begun(2999)).toBe(false)
    expect(await begun(1)).toBe(true)
  })

  it('holds back no longer than the policy allows', async () => {
    const { pace, begun } = paced()
    const policy = { ...defaultRetryPolicy, longestWait: 5 }
    pace.of('a').record(answered(429, '3600'), 0, policy)
    expect(await begun(4)).toBe(false)
    expect(await begun(1)).toBe(true)
    for (let turn = 0; turn < 9; turn += 1) pace.of('a').record(answered(429), 0, policy)
    expect(await begun(5)).toBe(true)
  })

  it('holds nothing back for a time that any other status names', async () => {
    const { pace, begun } = paced()
    pace.of('a').record(answered(200, '60'))
    pace.of('a').record(answered(500, '60'))
    expect(await begun(0)).toBe(true)
  })

  it('holds back, longer each time, a host that refuses twice in a row and names no time', async () => {
    const { pace, begun } = paced()
    const host = pace.of('a')
    host.record(answered(429))
    expect(host.isHeld()).toBe(false)
    host.record(answered(429))
    host.record(answered(429)) // sent before the hold began
    expect(await begun(874)).toBe(false)
    expect(await begun(1)).toBe(true)
    host.record(answered(429))
    expect(await begun(1499)).toBe(false)
    expect(await begun(1)).toBe(true)
    host.record(answered(200)) // the hold brought one answer only
    host.record(answered(429))
    expect(host.isHeld()).toBe(false)
  })

  it('holds back a host at its first refusal where the hold before brought answers', async () => {
    const { pace, begun } = paced()
    const host = pace.of('a')
    for (const status of [429, 429]) host.record(answered(status))
    await begun(1000)
    for (const status of [200, 200, 429]) host.record(answered(status))
    expect(await begun(499)).toBe(false)
    expect(await begun(1)).toBe(true)
  })

  it('says for how long nothing is sent to a region', () => {
    const holds: [string, number][] = []
    const pace = createPace(8, {
      clock: createClock(),
      onHold: (...hold) => void holds.push(hold),
    })
    const host = pace.of('gateway', 'eu-west-1')
    host.record(answered(429, '12'))
    host.record(answered(429, '15'))
    pace.of('gateway', 'us-east-1').record(answered(200))
    expect(holds).toEqual([
      ['eu-west-1 of gateway', 12_000],
      ['eu-west-1 of gateway', 15_000],
    ])
  })

  it('sends what was refused before all that waits, then alone, and in the end last', async () => {
    const pace = createPace(2)
    const { run } = pace.of('a')
    const begun: string[] = []
    const add = (name: string, rank: number, refusals: number): Promise<void> =>
      run({ rank, refusals }, async () => {
        begun.push(name)
        await new Promise((done) => void setImmediate(done))
        begun.push(`end of ${name}`)
      })
    const first = [add('x', 0, 0), add('y', 0, 0)]
    const rest = [add('new', 1, 0), add('last', 0, 6), add('alone', 9, 3), add('again', 10, 1)]
    await Promise.all([...first, ...rest])
    const order = begun.filter((name) => !/x|y/.test(name))
    expect(order).toEqual([
      'alone',
      'end of alone',
      'again',
      'new',
      'end of again',
      'last',
      'end of new',
      'end of last',
    ])
  })

  it('sends more slowly where an answer of 503 may be a refusal, and never gives up for it', async () => {
    const { pace, begun } = paced()
    const host = pace.of('a')
    host.record(answered(503)) // nothing was answered yet
    expect(host.isHeld()).toBe(false)
    host.record(answered(200))
    host.record(answered(503))
    expect(await begun(499)).toBe(false)
    expect(await begun(1)).toBe(true)
    expect(await width(pace, 'a')).toBe(4)
    for (let turn = 0; turn < 20; turn += 1) {
      host.record(answered(503))
      await begun(20_000)
    }
    expect([host.isHeld(), host.givenUp()]).toEqual([false, undefined])
    expect(await begun(0)).toBe(true)
  })

  it('waits for a minute in all where some requests are answered 503 for ever', async () => {
    const { pace, begun } = paced()
    const host = pace.of('a')
    let held = 0
    for (let turn = 0; turn < 400; turn += 1) {
      host.record(answered(200))
      host.record(answered(503))
      if (host.isHeld()) held += 500
      await begun(500)
    }
    expect(held).toBe(60_000)
  })

  it('sends what is repeated before all that waits', async () => {
    const { run } = createPace(1).of('a')
    const order: string[] = []
    const sent = (name: string, isRepeat: boolean) =>
      run({ rank: 1, refusals: 0, isRepeat }, async () => void order.push(name))
    await Promise.all([sent('first', false), sent('second', false), sent('repeat', true)])
    expect(order).toEqual(['first', 'repeat', 'second'])
  })

  it('does not take a lost connection for an answer', async () => {
    const { pace, begun } = paced()
    const host = pace.of('a')
    host.record(answered(429))
    host.record({ failure: { kind: 'reset' } } as unknown as Exchange)
    host.record(answered(429))
    expect(await begun(874)).toBe(false)
  })
})

/** The pace of a host on a clock of the test; `begun` lets time pass and finds whether a task began by then. */
function paced() {
  const clock = createClock()
  const pace = createPace(8, { clock })
  let runs = 0
  const begun = async (milliseconds: number): Promise<boolean> => {
    const before = runs
    void pace.of('a').run({ rank: 0, refusals: 0 }, async () => void (runs += 1))
    await clock.pass(milliseconds)
    return runs > before
  }
  return { pace, begun }
}
