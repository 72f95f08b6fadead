import { describe, expect, it } from 'vitest'
import { createLane } from './lane.ts'

/** Tasks that end when told to, and the order in which they began. */
function tasks(lane: ReturnType<typeof createLane>) {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const add = async (name: string, rank = 0, isAlone = false): Promise<void> =>
    lane.run({ rank, isAlone }, async () => {
      begun.push(name)
      await new Promise<void>((end) => void ends.set(name, end))
    })
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.()
    await settled()
  }
  return { begun, add, end }
}

const settled = async (): Promise<void> => new Promise((done) => void setImmediate(done))

describe('a lane', () => {
  it('begins the smallest rank of those that wait, and equals in their order', async () => {
    const { begun, add, end } = tasks(createLane(1))
    for (const [name, rank] of [
      ['a', 5],
      ['b', 3],
      ['c', 1],
      ['d', 3],
    ] as const)
      void add(name, rank)
    await settled()
    for (const name of ['a', 'c', 'b', 'd']) await end(name)
    expect(begun).toEqual(['a', 'c', 'b', 'd'])
  })

  it('runs no more tasks at a time than it is wide', async () => {
    const { begun, add, end } = tasks(createLane(2))
    for (const name of ['a', 'b', 'c']) void add(name)
    await settled()
    expect(begun).toEqual(['a', 'b'])
    await end('b')
    expect(begun).toEqual(['a', 'b', 'c'])
  })

  it('goes on after a task that failed', async () => {
    const lane = createLane(1)
    const failed = lane.run({ rank: 0 }, async () => {
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    await expect(lane.run({ rank: 0 }, async () => 'next')).resolves.toBe('next')
  })

  it('can be made narrower while tasks run, and wider again', async () => {
    const lane = createLane(2)
    const { begun, add, end } = tasks(lane)
    for (const name of ['a', 'b', 'c', 'd']) void add(name)
    await settled()
    lane.widen(1)
    await end('a')
    expect(begun).toEqual(['a', 'b'])
    await end('b')
    expect(begun).toEqual(['a', 'b', 'c'])
    lane.widen(2)
    await settled()
    expect(begun).toEqual(['a', 'b', 'c', 'd'])
    await end('c')
    await end('d')
  })

  it('begins nothing while a task runs that is to be alone', async () => {
    const { begun, add, end } = tasks(createLane(3))
    void add('a')
    void add('b', -1, true)
    void add('c')
    await settled()
    expect(begun).toEqual(['a', 'b'])
    await end('a')
    expect(begun).toEqual(['a', 'b'])
    await end('b')
    expect(begun).toEqual(['a', 'b', 'c'])
  })
})
