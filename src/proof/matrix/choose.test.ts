import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hooks } from '../../reference/deviation.ts'
import { startReference, type ReferenceServer } from '../../reference/server.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { findDeviation } from '../find-deviation.ts'
import { cellsFor, onRepliesAlone, sample, withoutBehaviours } from './choose.ts'
import { createClients, patience } from './play/clients.ts'
import { moverTo, planSuite, targetOn, type SuitePlan } from './play/plan.ts'
import { playCells } from './play/deviation-player.ts'

let plan: SuitePlan
beforeAll(async () => {
  plan = await planSuite(loadSuite())
})

describe('the cells of a deviation', () => {
  const outcomesOf = (id: string): Set<string> => {
    const deviation = findDeviation('mutant', id)
    const cells = cellsFor({ ...deviation, kills: [] }, plan.candidates, plan.compile, 'meant')
    return new Set(cells.flatMap(({ steps }) => steps.map(({ expect: { outcome } }) => outcome)))
  }

  it('are of both outcomes where it may change both', () => {
    expect(outcomesOf('content-length-too-short')).toEqual(new Set(['reply', 'error']))
  })

  it.each(['done-missing', 'created-zero'])('expect no refusal where %s can change none', (id) => {
    expect(outcomesOf(id)).toEqual(new Set(['reply']))
  })
})

describe('the hooks that act on replies alone', () => {
  const reached = new Set<string>()
  let server: ReferenceServer
  const clients = createClients()
  const note = (name: string) => (value: unknown) => {
    reached.add(name)
    return value
  }
  const hooks = Object.fromEntries([...onRepliesAlone].map((name) => [name, note(name)])) as Hooks
  beforeAll(async () => {
    const noting = { id: 'noting', kind: 'oddity', about: '', seen: [], hooks } as const
    server = await startReference({ deviations: [noting] })
  })
  afterAll(async () => {
    await clients.close()
    await server.close()
  })

  it.each([
    ['reply', [...onRepliesAlone]],
    ['error', []],
  ] as const)('act on cells that expect %s: %j', async (outcome, expected) => {
    const target = await targetOn(server)
    const move = moverTo(target, plan)
    const chosen = sample(plan.candidates, findDeviation('oddity', 'extra-headers')).filter(
      ({ cell }) => cell.steps.every((step) => step.expect.outcome === outcome),
    )
    const cells = chosen.map((one) => move(withoutBehaviours(one, plan.compile)))
    reached.clear()
    const { send, giveBack } = clients.lend(target, [], patience)
    const runs = await playCells(target, cells, send).finally(giveBack)
    expect(runs.length).toBeGreaterThan(25)
    expect([...reached].toSorted()).toEqual(expected.toSorted())
  })
})
