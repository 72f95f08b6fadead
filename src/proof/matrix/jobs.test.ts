import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadSuite } from '../../suite/load-suite.ts'
import { findDeviation } from '../find-deviation.ts'
import { jobsFor, jobsTogether, playedIn } from './jobs.ts'
import type { Played } from './played.ts'
import { planSuite } from './play/plan.ts'
import { createDeviationPlayer, type DeviationPlayer } from './play/deviation-player.ts'

let player: DeviationPlayer
beforeAll(async () => {
  player = await createDeviationPlayer(await planSuite(loadSuite()))
})
afterAll(async () => player.close())

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
    const plain = await player.playPlain(['done-missing'])
    const broken = await player.play('done-missing', 'meant')
    expect(plain.red).toEqual([])
    expect(broken.red.map(({ identity }) => identity)).toContain('openai-chat-stream/done-last')
    expect(plain.requests).toBeLessThan(50)
    expect(plain.cells).toBe(broken.cells)
  })
})

describe('jobsTogether', () => {
  const named = (...ids: readonly string[]) => ids.map((id) => findDeviation('oddity', id))

  it('plays what can be at once, and the rest alone, on every cell', () => {
    expect(jobsTogether(named('embeddings-unnormalised', 'message-pings'))).toEqual([
      { kind: 'together', ids: ['embeddings-unnormalised', 'message-pings'] },
    ])
    expect(jobsTogether(named('embeddings-unnormalised', 'embeddings-fixed-size'))).toEqual([
      { kind: 'deviation', id: 'embeddings-unnormalised', breadth: 'all' },
      { kind: 'deviation', id: 'embeddings-fixed-size', breadth: 'all' },
    ])
  })
})

describe('playTogether', () => {
  const mutant = findDeviation('mutant', 'embeddings-total-wrong')
  const oddity = findDeviation('oddity', 'message-pings')

  it('tells which of several deviations turned a cell red', async () => {
    const played = await player.playTogether([oddity.id, mutant.id])
    const [green, red] = played
    expect(played.map(({ id, acted }) => [id, acted])).toEqual([
      ['message-pings', true],
      ['embeddings-total-wrong', true],
    ])
    expect(green?.red).toEqual([])
    expect(green?.cells).toBeGreaterThan(20)
    expect(new Set(red?.red.map(({ identity }) => identity))).toEqual(
      new Set(['openai-embeddings/usage']),
    )
    expect(red?.cells).toBe(15)
  }, 60_000)

  it('is read as if each had been played alone', () => {
    const one = { id: 'a' } as Played
    const other = { id: 'b' } as Played
    expect(playedIn([{ played: one }, { several: [other] }, { failed: 'No.' }])).toEqual([
      one,
      other,
    ])
  })
})
