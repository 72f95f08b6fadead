/** Forty mutants, drawn by a seed: how many causes a run shows, and whether the first screen names it. */
import { beforeAll, expect, it } from 'vitest'
import { apiNames } from '../../model/names.ts'
import { hashOf } from '../../model/text/hash.ts'
import { deviations } from '../../proof/deviations/registry.ts'
import type { Deviation } from '../../reference/deviation.ts'
import { keyWordsOf, statedIn } from './testing/key-words.ts'
import { runOn } from './testing/seen.ts'

const drawn = 40
/** How many of them may have more than three causes. */
const mostWithMany = 2
/** How many may have a first screen without a word of their own sentence. */
const mostUnnamed = 4
const shown = ['fail', 'error', 'warn']

interface Played {
  readonly id: string
  readonly causes: number
  readonly isNamed: boolean
  /** For the message of a failing test. */
  readonly screen: string
}

/** The mutants in an order of their own, which one more or less does not change. */
function draw(seed: number): Deviation[] {
  const rank = ({ id }: Deviation): number => hashOf(`${seed} ${id}`)
  return deviations
    .filter(({ kind }) => kind === 'mutant')
    .toSorted((one, other) => rank(one) - rank(other))
}

/** A mutant that a run of one region and of the APIs that it acts on finds; undefined where it acts elsewhere, as on an own key. */
async function played({ id, about, apis }: Deviation): Promise<Played | undefined> {
  const named = apiNames.filter((name) => apis?.some((api) => api === name))
  const narrowed = [
    '--region=us-west-2',
    '--samples=1',
    ...(named.length > 0 ? [`--api=${named.join()}`] : []),
  ]
  const seen = await runOn(['--target=reference', `--mutant=${id}`, ...narrowed])
  const causes = (seen.report?.causes ?? []).filter(({ verdict }) => shown.includes(verdict))
  if (causes.length === 0) return undefined
  const stated = statedIn(seen.screen)
  const isNamed = keyWordsOf(about).some((word) => stated.includes(word))
  return { id, causes: causes.length, isNamed, screen: seen.screen }
}

const results: Played[] = []

beforeAll(async () => {
  for (const deviation of draw(2026)) {
    if (results.length === drawn) return
    const result = await played(deviation)
    if (result !== undefined) results.push(result)
  }
}, 1_800_000)

it('most mutants have one cause, and few more than three', () => {
  const counts = results.map(({ causes }) => causes).toSorted((one, other) => one - other)
  const many = results.filter(({ causes }) => causes > 3).map(({ id, causes }) => `${id} ${causes}`)
  expect(counts).toHaveLength(drawn)
  expect(counts[drawn / 2]).toBe(1)
  expect(many.length, many.join()).toBeLessThanOrEqual(mostWithMany)
})

it('the first screen mostly names what was broken, in a word of the mutant’s own sentence', () => {
  const unnamed = results.filter(({ isNamed }) => !isNamed)
  const screens = unnamed.map(({ id, screen }) => `${id}\n${screen}`).join('\n\n')
  expect(unnamed.length, screens).toBeLessThanOrEqual(mostUnnamed)
})
