import { describe, expect, it } from 'vitest'
import { createPlanner, type Filter } from '../compile/planner.ts'
import type { Cell } from '../../model/plan.ts'
import type { Budget, Power, StepPower } from '../../model/run/power.ts'
import { catalogueFrom } from '../testing/load-texts.ts'
import { endpointOf, modelOf, targetOf } from '../testing/targets.ts'
import { boughtBy } from './bought.ts'
import { ranked } from './rank.ts'

const suite = `suite: chat
about: C
cases:
  - { id: plain, title: P, apis: [openai-chat], say: [{ user: Hi }], checks: [{ id: ok, rule: test.rule, status: 200 }] }
  - { id: rich, title: R, apis: [openai-chat], say: [{ user: Ho }], checks: [{ id: ok, rule: test.rule, status: 200 }] }
  - id: long
    title: L
    apis: [openai-chat]
    steps: [{ id: a, send: {}, repeat: 4 }]
    checks: [{ id: ok, step: a, rule: test.rule, status: 200 }]
  - id: recall
    title: A behaviour with its control
    apis: [openai-chat]
    say: [{ user: 'I am \${nonce.name}' }, { user: Who am I? }]
    control: { drop: [0] }
    checks:
      - { id: status, rule: test.rule, status: 200 }
      - { id: recalled, kind: behaviour, rule: test.rule, answer: { contains: '\${nonce.name}' } }
`
const packs = `about: P
apis: [openai-chat]
outcome: reply
checks: [{ id: whole, rule: test.rule, status: 200 }]
`
type Files = Readonly<Record<string, string>>
const texts: Files = { 'suites/chat/a.yaml': suite, 'suites/protocol/a.yaml': packs }
const catalogue = catalogueFrom(texts)
const apis = ['openai-chat'] as const
const target = targetOf(
  endpointOf('bedrock', apis, [modelOf('openai.gpt-oss-20b', 'gpt-oss', apis)], ['us-west-2']),
)
const planned = (filter: Filter = {}): readonly Cell[] =>
  createPlanner(catalogue, filter).plan(target)

const finds = (must: number[], behaviour: number[] = []): StepPower[] => [
  { id: 'main', requests: 1, tokens: 1, finds: { must, should: [], may: [], behaviour } },
]
const power: Power = {
  defects: ['a', 'b', 'c', 'd'].map((id) => ({ id, weight: 1 })),
  cases: new Map([
    [
      'openai-chat',
      new Map([
        ['chat.plain', finds([0])],
        ['chat.rich', finds([0, 1])],
        ['chat.recall', finds([0], [2, 3])],
      ]),
    ],
  ]),
}

const requests = (amount: number): Budget => ({ unit: 'requests', amount })
/** What is sent for a number of requests, by the name of the case. */
const within = (amount: number, files: Files = texts): readonly Cell[] =>
  createPlanner(catalogueFrom(files), { budget: requests(amount) }, () => power).plan(target)
const names = (cells: readonly Cell[]): string[] => cells.map((cell) => cell.case.id)

describe('a budget', () => {
  it('takes what finds most, then what is not known to find anything', () => {
    expect(names(within(1))).toEqual(['chat.rich'])
    expect(names(within(2))).toEqual(['chat.rich', 'chat.plain'])
  })

  it('is never exceeded', () => {
    for (let amount = 1; amount < 20; amount += 1) {
      const cells = within(amount)
      // Only the step with the behaviour is sent five times, its control once.
      const cost = cells
        .flatMap(({ steps, case: { checks } }) => {
          const sampled = checks.find(({ kind }) => kind === 'behaviour')?.step
          return steps.map(({ id, repeat }) => (id === sampled ? 5 : repeat))
        })
        .reduce((sum, sent) => sum + sent, 0)
      expect(cost).toBeLessThanOrEqual(amount)
    }
  })

  it('pays once for what two cells send alike', () => {
    const twins = suite.replace('say: [{ user: Ho }]', 'say: [{ user: Hi }]')
    const cells = within(1, { ...texts, 'suites/chat/a.yaml': twins })
    expect(names(cells).toSorted()).toEqual(['chat.plain', 'chat.rich'])
  })

  const many = `suite: chat
about: C
cases:
  - id: variants
    title: V
    apis: [openai-chat]
    variants:
      - { name: one, set: { say: [{ user: One }] } }
      - { name: two, set: { say: [{ user: Two }] } }
  - id: chain
    title: S
    apis: [openai-chat]
    steps:
      - { id: made, say: [{ user: Make }] }
      - { id: used, say: [{ user: Use }] }
      - { id: late, say: [{ user: Late }] }
    checks:
      - { id: ok, step: made, rule: test.rule, status: 200 }
      - { id: equal, step: made, rule: test.rule, usage-compare: { prompt: equal, than: late } }
      - { id: ok, step: used, rule: test.rule, status: 200 }
      - { id: ok, step: late, rule: test.rule, status: 200 }
`
  const found = (id: string, must: number[]): StepPower => ({ ...finds(must)[0]!, id })
  const known: Power = {
    ...power,
    cases: new Map([
      [
        'openai-chat',
        new Map([
          ['chat.variants', [found('one', []), found('two', [0, 1, 2])]],
          ['chat.chain', [found('made', []), found('used', [3]), found('late', [])]],
        ]),
      ],
    ]),
  }
  const parts = (amount: number): Record<string, string[]> => {
    const planner = createPlanner(
      catalogueFrom({ ...texts, 'suites/chat/a.yaml': many }),
      { budget: requests(amount) },
      () => known,
    )
    return Object.fromEntries(
      planner.plan(target).map((cell) => [cell.case.id, cell.steps.map(({ id }) => id)]),
    )
  }

  it('sends one variant alone, and of other cases all steps up to one', () => {
    expect(parts(1)).toEqual({ 'chat.variants': ['two'] })
    expect(parts(3)).toEqual({ 'chat.variants': ['two'], 'chat.chain': ['made', 'used'] })
    expect(parts(5)).toEqual({
      'chat.variants': ['one', 'two'],
      'chat.chain': ['made', 'used', 'late'],
    })
  })

  it('leaves out a check that compares with a step that is not sent', () => {
    const planner = createPlanner(
      catalogueFrom({ ...texts, 'suites/chat/a.yaml': many }),
      { budget: requests(3) },
      () => known,
    )
    const chain = planner.plan(target).find((cell) => cell.case.id === 'chat.chain')
    expect(chain?.case.checks.map(({ id }) => id)).toEqual(['made.ok', 'used.ok'])
  })

  it('leaves the samples of behaviours to the end', () => {
    const recall = within(7).find((cell) => cell.case.id === 'chat.recall')
    expect(recall?.case.checks.map(({ id }) => id)).toEqual(['status'])
    const all = within(1000)
    expect(names(all).toSorted()).toEqual(names(planned()).toSorted())
    const whole = all.find((cell) => cell.case.id === 'chat.recall')
    expect(whole?.case.checks.map(({ id }) => id)).toEqual(['status', 'recalled'])
  })

  it('that no case fits is refused', () => {
    const filter: Filter = { case: ['chat.plain'], budget: { unit: 'tokens', amount: 1 } }
    expect(() => planned(filter)).toThrow(/--budget=1-tokens/)
  })
})

describe('the rank of a cell', () => {
  it('is first what finds most for what it costs, or may find what is not known', () => {
    const order = ranked(planned(), power, 5).toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    expect(names(order)).toEqual(['chat.rich', 'chat.plain', 'chat.recall', 'chat.long'])
  })

  it.each([
    ['a long prompt', ''],
    ['a long prompt that is refused, and costs nothing', '    expect: error\n'],
  ])('with %s is behind that of a short one that finds less', (_, refused) => {
    const cases = `suite: chat
about: C
cases:
  - id: wordy
    title: W
    apis: [openai-chat]
    say: [{ user: '\${filler.20480}' }]
${refused}    checks: [{ id: ok, rule: test.rule, status: 400 }]
  - { id: short, title: S, apis: [openai-chat], say: [{ user: Hi }], checks: [{ id: ok, rule: test.rule, status: 200 }] }
`
    const known: Power = {
      defects: power.defects,
      cases: new Map([
        [
          'openai-chat',
          new Map([
            ['chat.wordy', finds([0, 1])],
            ['chat.short', finds([2])],
          ]),
        ],
      ]),
    }
    const cells = createPlanner(
      catalogueFrom({ ...texts, 'suites/chat/a.yaml': cases }),
      {},
      () => known,
    ).plan(target)
    const order = cells.toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    expect(names(order)).toEqual(['chat.short', 'chat.wordy'])
  })
})

describe('what was bought', () => {
  it('is the share of what the whole suite finds', () => {
    const all = planned()
    const sent = all.filter((cell) => cell.case.id === 'chat.rich')
    expect(boughtBy(sent, all, power)).toEqual({ finds: 2, of: 4, share: 0.5, leftOut: 3 })
  })

  it('is unknown where nothing is known of the cases', () => {
    expect(boughtBy([], planned(), { defects: [], cases: new Map() })).toBeUndefined()
  })
})
