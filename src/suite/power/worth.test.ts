import { describe, expect, it } from 'vitest'
import type { Cell } from '../../model/plan.ts'
import type { Power } from '../../model/run/power.ts'
import { createPlanner } from '../compile/planner.ts'
import { catalogueFrom } from '../testing/load-texts.ts'
import { endpointOf, modelOf, targetOf } from '../testing/targets.ts'
import { expectedWorthOf, worthOf } from './worth.ts'

const suite = `suite: bodies
about: B
cases:
  - { id: plain, title: P, apis: [invoke, openai-chat], say: [{ user: Hi }] }
  - { id: strict, title: S, apis: [openai-chat], say: [{ user: Hi }], checks: [{ id: ok, rule: test.rule, status: 200 }] }
  - { id: lax, title: L, apis: [openai-chat], say: [{ user: Hi }], checks: [{ id: ok, level: should, rule: test.rule, status: 200 }] }
  - { id: optional, title: O, apis: [openai-chat], say: [{ user: Hi }], checks: [{ id: ok, level: may, rule: test.rule, status: 200 }] }
  - { id: refused, title: R, apis: [openai-chat], say: [{ user: Hi }], expect: error }
  - { id: behaves, title: B, apis: [openai-chat], say: [{ user: Hi }], checks: [{ id: ok, kind: behaviour, rule: test.rule, status: 200 }] }
`
const packs = `about: P
apis: [openai-chat, invoke]
outcome: reply
checks: [{ id: whole, rule: test.rule, status: 200 }]
`
const catalogue = catalogueFrom({ 'suites/bodies/a.yaml': suite, 'suites/protocol/a.yaml': packs })

const planned = (api: 'invoke' | 'openai-chat', family = 'llama'): readonly Cell[] => {
  const endpoint = endpointOf('bedrock', [api], [modelOf('m', family, [api])], ['us-west-2'])
  return createPlanner(catalogue).plan(targetOf(endpoint))
}
const cellOf = (id: string, ...where: Parameters<typeof planned>): Cell => {
  const cell = planned(...where).find((one) => one.case.id === `bodies.${id}`)
  if (cell === undefined) throw new Error(`No cell of ${id}.`)
  return cell
}

/** One defect of the form of Llama, one of that of Claude, and one of both. */
const finds = [
  {
    id: 'main',
    requests: 1,
    tokens: 1,
    finds: { must: [0, 1, 2], should: [], may: [], behaviour: [] },
  },
]
const power: Power = {
  defects: [
    { id: 'llama-count', weight: 1, families: ['llama'] },
    { id: 'claude-blocks', weight: 1, families: ['claude'] },
    { id: 'not-json', weight: 1 },
  ],
  cases: new Map([
    ['invoke', new Map([['bodies.plain', finds]])],
    ['openai-chat', new Map([['bodies.plain', finds]])],
  ]),
}

describe('the worth of a cell', () => {
  it.each([
    ['on InvokeModel leaves out the defects of the forms of other families', 'invoke', 'llama', 2],
    ['of a family of which nothing is known has those of all', 'invoke', 'qwen', 3],
    ['on an API that has one form for all families has all', 'openai-chat', 'llama', 3],
  ] as const)('%s', (_, api, family, count) => {
    expect(worthOf(power, cellOf('plain', api, family)).size).toBe(count)
  })
})

describe('the expected worth of a cell of which nothing is known', () => {
  const expected = (id: string): number => {
    const worths = expectedWorthOf(
      { defects: [], cases: new Map() },
      cellOf(id, 'openai-chat'),
    ).values()
    return [...worths].reduce((most, one) => most + one, 0)
  }

  it('is greater where a must of its own case can fail, as a refusal that is expected', () => {
    expect(expected('strict')).toBeGreaterThan(expected('lax'))
    expect(expected('refused')).toBe(expected('strict'))
    expect(expected('lax')).toBeGreaterThan(0)
  })

  it.each(['plain', 'optional', 'behaves'])(
    'is zero where one play can break no promise of the case: %s',
    (id) => {
      expect(expected(id)).toBe(0)
    },
  )
})
