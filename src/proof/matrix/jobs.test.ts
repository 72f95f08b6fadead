import { describe, expect, it } from 'vitest'
import { loadSuite } from '../../suite/load-suite.ts'
import { findDeviation } from '../deviations/registry.ts'
import { jobsFor } from './jobs.ts'
import { createPlayer } from './player.ts'

const chosen = [findDeviation('mutant', 'done-missing')]

describe('jobsFor', () => {
  it('plays the reference only for the chosen deviations when --only is given', () => {
    expect(jobsFor(chosen, { whole: false, breadth: 'meant' })).toEqual([
      { kind: 'plain', ids: ['done-missing'] },
      { kind: 'deviation', id: 'done-missing', breadth: 'meant' },
    ])
  })

  it('plays the reference on every cell when a deviation is played on every cell', () => {
    const [first] = jobsFor(chosen, { whole: false, breadth: 'all' })
    expect(first).toEqual({ kind: 'plain' })
  })

  it('adds the stub servers to a whole run', () => {
    const kinds = jobsFor(chosen, { whole: true, breadth: 'meant' }).map(({ kind }) => kind)
    expect(new Set(kinds)).toEqual(new Set(['plain', 'hostile', 'deviation']))
  })
})

describe('playPlain', () => {
  it('judges the cells of a deviation as green, with as few requests as the deviation', async () => {
    const player = await createPlayer(loadSuite())
    try {
      const plain = await player.playPlain(['done-missing'])
      const broken = await player.play('done-missing', 'meant')
      expect(plain.red).toEqual([])
      expect(broken.red.map(({ identity }) => identity)).toContain('openai-chat-stream/done-last')
      expect(plain.requests).toBeLessThan(50)
      expect(plain.cells).toBe(broken.cells)
    } finally {
      await player.close()
    }
  })
})
