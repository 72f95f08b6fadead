import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import { createPace } from './pace.ts'
import { defaultRetryPolicy } from './retry.ts'
import { createClock } from './testing/clock.ts'

const answered = (status: number, retryAfter?: string): Exchange => {
  const headers = retryAfter === undefined ? [] : [['retry-after', retryAfter]]
  return { response: { status, headers } } as unknown as Exchange
}

/** How many of 20 tasks run at a time. */
async function width(pace: ReturnType<typeof createPace>, host: string): Promise<number> {
  let running = 0
  let most = 0
  const task = async (): Promise<void> => {
    running += 1
    most = Math.max(most, running)
    await new Promise((done) => void setImmediate(done))
    running -= 1
  }
  await Promise.all(Array.from({ length: 20 }, async () => pace(host).run(0, task)))
  return most
}

describe('the pace of a host', () => {
  it('halves with each 429, and never falls below two', async () => {
    const pace = createPace(8)
    const widths = []
    for (let turn = 0; turn < 4; turn += 1) {
      widths.push(await width(pace, 'a'))
      pace('a').record(answered(429))
      pace('a').record(answered(200)) // two refusals in a row would hold it back
    }
    expect(widths).toEqual([8, 4, 2, 2])
  })

  it('recovers by one after eight answers in a row', async () => {
    const pace = createPace(8)
    pace('a').record(answered(429))
    for (let turn = 0; turn < 7; turn += 1) pace('a').record(answered(200))
    expect(await width(pace, 'a')).toBe(4)
    pace('a').record(answered(200))
    expect(await width(pace, 'a')).toBe(5)
  })

  it('never exceeds what was given', async () => {
    const pace = createPace(1)
    pace('a').record(answered(429))
    for (let turn = 0; turn < 99; turn += 1) pace('a').record(answered(200))
    expect(await width(pace, 'a')).toBe(1)
  })

  it('does not slow another host', async () => {
    const pace = createPace(8)
    pace('a').record(answered(429))
    expect(await width(pace, 'b')).toBe(8)
  })

  it.each([429, 503])('holds all back for the time that a %i names', async (status) => {
    const { pace, begun } = paced()
    pace('a').record(answered(status, '2'))
    expect(await begun(1999)).toBe(false)
    expect(await begun(1)).toBe(true)
  })

  it('reads a date as the time until then', async () => {
    const { pace, begun } = paced()
    pace('a').record(answered(429, 'Thu, 01 Jan 1970 00:00:03 GMT'))
    expect(await begun(2999)).toBe(false)
    expect(await begun(1)).toBe(true)
  })

  it('holds back no longer than the policy allows', async () => {
    const { pace, begun } = paced()
    const policy = { ...defaultRetryPolicy, longestWait: 5 }
    pace('a').record(answered(429, '3600'), policy)
    expect(await begun(4)).toBe(false)
    expect(await begun(1)).toBe(true)
    for (let turn = 0; turn < 9; turn += 1) pace('a').record(answered(429), policy)
    expect(await begun(5)).toBe(true)
  })

  it('holds nothing back for a time that any other status names', async () => {
    const { pace, begun } = paced()
    pace('a').record(answered(200, '60'))
    pace('a').record(answered(500, '60'))
    expect(await begun(0)).toBe(true)
  })

  it('holds back, longer each time, a host that refuses twice in a row and names no time', async () => {
    const { pace, begun } = paced()
    pace('a').record(answered(429))
    expect(pace('a').isHeld()).toBe(false)
    pace('a').record(answered(429))
    pace('a').record(answered(429)) // sent before the hold began
    expect(await begun(499)).toBe(false)
    expect(await begun(1)).toBe(true)
    pace('a').record(answered(429))
    expect(await begun(999)).toBe(false)
    expect(await begun(1)).toBe(true)
    pace('a').record(answered(200))
    pace('a').record(answered(429))
    expect(pace('a').isHeld()).toBe(false)
  })
})

/** The pace of a host on a clock of the test; `begun` lets time pass and finds whether a task began by then. */
function paced() {
  const clock = createClock()
  const pace = createPace(8, undefined, clock)
  let runs = 0
  const begun = async (milliseconds: number): Promise<boolean> => {
    const before = runs
    void pace('a').run(0, async () => void (runs += 1))
    await clock.pass(milliseconds)
    return runs > before
  }
  return { pace, begun }
}
