import { describe, expect, it } from 'vitest'
import { createHold } from './hold.ts'
import { createLane } from './lane.ts'
import { createClock, settled } from './testing/clock.ts'

/** A hold around a lane for two, and the times at which tasks began. */
function held(signal?: AbortSignal) {
  const clock = createClock()
  const hold = createHold(createLane(2), 2, clock, signal)
  const begun: [string, number][] = []
  const add = (name: string, rank = 0): void => {
    void hold.run({ rank }, async () => void begun.push([name, clock.now()]))
  }
  return { hold, clock, begun, add }
}

describe('a hold', () => {
  it('begins nothing before its end, and then the smallest rank first', async () => {
    const { hold, clock, begun, add } = held()
    hold.holdFor(1000)
    add('late', 2)
    add('again', 1)
    await clock.pass(999)
    expect(begun).toEqual([])
    await clock.pass(1)
    expect(begun).toEqual([
      ['again', 1000],
      ['late', 1000],
    ])
    expect(hold.isHeld()).toBe(false)
  })

  it('also holds what waited for its turn before it', async () => {
    const { hold, clock, begun, add } = held()
    const ends: (() => void)[] = []
    for (let turn = 0; turn < 2; turn += 1) {
      void hold.run({ rank: 0 }, async () => new Promise<void>((end) => void ends.push(end)))
    }
    add('waiting')
    await settled()
    hold.holdFor(1000)
    for (const end of ends) end()
    await settled()
    expect(begun).toEqual([])
    await clock.pass(1000)
    expect(begun).toEqual([['waiting', 1000]])
  })

  it('ends at the latest time that was asked for', async () => {
    const { hold, clock, begun, add } = held()
    hold.holdFor(1000)
    add('a')
    await clock.pass(500)
    hold.holdFor(2000)
    hold.holdFor(100)
    await clock.pass(1999)
    expect(begun).toEqual([])
    await clock.pass(1)
    expect(begun).toEqual([['a', 2500]])
  })

  it('knows how long all of them were, what two share counted once', async () => {
    const { hold, clock } = held()
    hold.holdFor(1000)
    await clock.pass(500)
    hold.holdFor(1000)
    hold.holdFor(100)
    await clock.pass(5000)
    hold.holdFor(1000)
    expect(hold.inAll()).toBe(2500)
  })

  it('ends when the run is interrupted', async () => {
    const controller = new AbortController()
    const { hold, begun, add } = held(controller.signal)
    hold.holdFor(1000)
    add('a')
    controller.abort()
    await settled()
    expect(begun).toEqual([['a', 0]])
  })

  it('starts no timer while no request waits, so that the program can end', async () => {
    const { hold, clock } = held()
    hold.holdFor(1000)
    await settled()
    expect(clock.waiting()).toBe(0)
  })

  it('is over at its end, although no request waited for it', async () => {
    const { hold, clock, begun, add } = held()
    hold.holdFor(1000)
    await clock.pass(1000)
    expect(hold.isHeld()).toBe(false)
    add('a')
    await settled()
    expect(begun).toEqual([['a', 1000]])
  })

  it('keeps the width that was set meanwhile', async () => {
    const { hold, clock, begun, add } = held()
    hold.holdFor(1000)
    hold.widen(1)
    void hold.run({ rank: 0 }, async () => new Promise(() => undefined))
    add('second')
    await clock.pass(1000)
    expect(begun).toEqual([])
  })
})
