/** One request for several cells. */
import { describe, expect, it } from 'vitest'
import type { WireResponse } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell } from '../../model/plan.ts'
import { createAsked } from './asked.ts'

/** An observation of an answer with a status; with 0, no response came. */
function answered(status: number, complete = true): Observation {
  const response = { status, complete } as WireResponse
  return {
    api: 'openai-chat',
    exchange: {
      startedAt: '',
      request: { method: 'POST', url: '', headers: [], body: new Uint8Array() },
      ...(status > 0 && { response }),
      earlier: [],
      leaks: [],
    },
    items: [],
  }
}

describe('what two cells ask alike', () => {
  it('is sent once, also where both ask at the same time', async () => {
    const asked = createAsked()
    let sent = 0
    const send = async (): Promise<Observation> => {
      sent += 1
      return answered(200)
    }
    const [one, other] = await Promise.all([asked.ask('a', 0, send), asked.ask('a', 0, send)])
    const third = await asked.ask('a', 0, send)
    expect(sent).toBe(1)
    expect([one.isReused, other.isReused, third.isReused]).toEqual([false, true, true])
    expect(third.observation).toBe(one.observation)
  })

  it('is sent again for another turn of a cell, and for another request', async () => {
    const asked = createAsked()
    const seen = await Promise.all([
      asked.ask('a', 0, async () => answered(200)),
      asked.ask('a', 1, async () => answered(200)),
      asked.ask('b', 0, async () => answered(200)),
    ])
    expect(seen.map(({ isReused }) => isReused)).toEqual([false, false, false])
  })

  it('serves both where it is refused', async () => {
    const asked = createAsked()
    await asked.ask('a', 0, async () => answered(500))
    expect((await asked.ask('a', 0, async () => answered(200))).isReused).toBe(true)
  })

  it.each([
    ['no response came', answered(0)],
    ['it was throttled', answered(429)],
    ['the response broke off', answered(200, false)],
  ])('is sent again by the other cell where %s', async (_, first) => {
    const asked = createAsked()
    await asked.ask('a', 0, async () => first)
    const second = await asked.ask('a', 0, async () => answered(200))
    expect(second).toMatchObject({ isReused: false, observation: answered(200) })
    expect((await asked.ask('a', 0, async () => answered(200))).isReused).toBe(true)
  })

  it('is forgotten once all cells that send it are done', async () => {
    const asked = createAsked()
    const cell = { steps: [{ alike: { name: 'a', cells: 2 } }] } as unknown as Cell
    await asked.ask('a', 0, async () => answered(200))
    asked.done(cell)
    expect((await asked.ask('a', 0, async () => answered(200))).isReused).toBe(true)
    asked.done(cell)
    expect((await asked.ask('a', 0, async () => answered(200))).isReused).toBe(false)
  })

  it('is no answer where sending throws', async () => {
    const asked = createAsked()
    const broken = asked.ask('a', 0, async () => Promise.reject(new Error('broken')))
    await expect(broken).rejects.toThrow('broken')
    expect((await asked.ask('a', 0, async () => answered(200))).isReused).toBe(false)
  })
})
