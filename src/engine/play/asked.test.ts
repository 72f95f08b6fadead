/** One request for several cells. */
import { describe, expect, it } from 'vitest'
import type { Exchange, WireResponse } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell } from '../../model/plan.ts'
import { createAsked } from './asked.ts'
import { createMemory } from './limits/memory.ts'

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

const a = { name: 'a', cells: 4 }
const b = { name: 'b', cells: 4 }

describe('what two cells ask alike', () => {
  it('is sent once, also where both ask at the same time', async () => {
    const asked = createAsked(createMemory())
    let sent = 0
    const send = async (): Promise<Observation> => {
      sent += 1
      return answered(200)
    }
    const [one, other] = await Promise.all([asked.ask(a, 0, send), asked.ask(a, 0, send)])
    const third = await asked.ask(a, 0, send)
    expect(sent).toBe(1)
    expect([one.isReused, other.isReused, third.isReused]).toEqual([false, true, true])
    expect(third.observation).toBe(one.observation)
  })

  it('is sent again for another turn of a cell, and for another request', async () => {
    const asked = createAsked(createMemory())
    const seen = await Promise.all([
      asked.ask(a, 0, async () => answered(200)),
      asked.ask(a, 1, async () => answered(200)),
      asked.ask(b, 0, async () => answered(200)),
    ])
    expect(seen.map(({ isReused }) => isReused)).toEqual([false, false, false])
  })

  it('serves both where it is refused', async () => {
    const asked = createAsked(createMemory())
    await asked.ask(a, 0, async () => answered(500))
    expect((await asked.ask(a, 0, async () => answered(200))).isReused).toBe(true)
  })

  it.each([
    ['no response came', answered(0)],
    ['it was throttled', answered(429)],
    ['the response broke off', answered(200, false)],
  ])('is sent again by the other cell where %s', async (_, first) => {
    const asked = createAsked(createMemory())
    await asked.ask(a, 0, async () => first)
    const second = await asked.ask(a, 0, async () => answered(200))
    expect(second).toMatchObject({ isReused: false, observation: answered(200) })
    expect((await asked.ask(a, 0, async () => answered(200))).isReused).toBe(true)
  })

  it.each([
    ['no response came', async () => answered(0)],
    ['it was throttled', async () => answered(429)],
    ['sending threw', async () => Promise.reject(new Error('broken'))],
  ])('is sent again by one of those that wait where %s', async (_, first) => {
    const room = new Set<Exchange>()
    const asked = createAsked({
      share: (exchange) => room.add(exchange).has(exchange),
      unshare: (exchange) => room.delete(exchange),
    })
    let sent = 0
    const send = async (): Promise<Observation> => (++sent === 1 ? first() : answered(200))
    const all = Array.from({ length: 4 }, async () => asked.ask({ name: 'a', cells: 3 }, 0, send))
    await Promise.allSettled(all)
    expect(sent).toBe(2)
    expect(room.size).toBe(0)
  })

  it('is forgotten once all cells that send it are done', async () => {
    const asked = createAsked(createMemory())
    const cell = { steps: [{ alike: { name: 'a', cells: 2 } }] } as unknown as Cell
    await asked.ask(a, 0, async () => answered(200))
    asked.done(cell)
    expect((await asked.ask(a, 0, async () => answered(200))).isReused).toBe(true)
    asked.done(cell)
    expect((await asked.ask(a, 0, async () => answered(200))).isReused).toBe(false)
  })

  it('is forgotten once each cell has it', async () => {
    const freed: Exchange[] = []
    const asked = createAsked({ share: () => true, unshare: (exchange) => freed.push(exchange) })
    const send = async (): Promise<Observation> => answered(200)
    for (let cells = 0; cells < 3; cells += 1) await asked.ask(a, 0, send)
    expect(freed).toHaveLength(0)
    await asked.ask(a, 0, send)
    expect(freed).toHaveLength(1)
  })

  it('is sent again by the other cell where no room is left for its answer to wait', async () => {
    const asked = createAsked({ share: () => false, unshare: () => undefined })
    await asked.ask(a, 0, async () => answered(200))
    expect((await asked.ask(a, 0, async () => answered(200))).isReused).toBe(false)
  })

  it('gives the room of its answers back once all cells that send it are done', async () => {
    const room = new Set<Exchange>()
    const asked = createAsked({
      share: (exchange) => room.add(exchange).has(exchange),
      unshare: (exchange) => room.delete(exchange),
    })
    const cell = { steps: [{ alike: { name: 'a', cells: 1 } }] } as unknown as Cell
    await asked.ask(a, 0, async () => answered(200))
    await asked.ask(a, 1, async () => answered(200))
    await asked.ask(a, 2, async () => answered(429))
    expect(room.size).toBe(2)
    asked.done(cell)
    expect(room.size).toBe(0)
  })

  it('is no answer where sending throws', async () => {
    const asked = createAsked(createMemory())
    const broken = asked.ask(a, 0, async () => Promise.reject(new Error('broken')))
    await expect(broken).rejects.toThrow('broken')
    expect((await asked.ask(a, 0, async () => answered(200))).isReused).toBe(false)
  })
})
