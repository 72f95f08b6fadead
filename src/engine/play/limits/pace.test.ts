import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../../model/exchange.ts'
import { createPace } from './pace.ts'

const answered = (status: number): Exchange => ({ response: { status } }) as Exchange

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
})
