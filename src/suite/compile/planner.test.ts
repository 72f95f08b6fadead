import { describe, expect, it } from 'vitest'
import { possibleChecks, type Cell } from '../../model/plan.ts'
import { createPlanner, type Filter } from './planner.ts'
import { catalogueFrom, suiteOf } from '../testing/load-texts.ts'
import { Problem } from '../../model/problem.ts'
import type { Model } from '../../model/target.ts'
import { modelOf, endpointOf, targetOf } from '../testing/targets.ts'

const chat = `suite: chat
about: C
cases:
  - id: simple
    title: Only the protocol judges it
    apis: [openai-chat, converse]
    say: [{ user: Hi }]
  - id: recall
    title: A behaviour with its control
    apis: [openai-chat]
    say: [{ user: 'I am \${nonce.name}' }, { user: Who am I? }]
    control: { drop: [0] }
    checks:
      - { id: status, rule: test.rule, status: 200 }
      - { id: recalled, kind: behaviour, rule: test.rule, answer: { contains: '\${nonce.name}' } }
  - id: grows
    title: A check that looks at the control
    apis: [openai-chat]
    say: [{ user: Hi }, { user: Ho }]
    control: { drop: [0] }
    checks:
      - { id: tokens, rule: test.rule, usage: { prompt: more-than-control } }
  - id: weak
    title: Nothing of it must hold
    apis: [openai-chat]
    say: [{ user: Hi }]
    checks:
      - { id: nice, level: should, rule: test.rule, status: 200 }
  - id: chain
    title: A later step needs an earlier one
    apis: [openai-chat]
    steps:
      - { id: made, send: {}, save: { id: /id } }
      - { id: odd, send: {} }
      - { id: used, send: { path: '/\${saved.id}' } }
    checks:
      - { id: fine, step: made, level: may, rule: test.rule, status: 200 }
      - { id: fine, step: odd, level: may, rule: test.rule, status: 200 }
      - { id: fine, step: used, rule: test.rule, status: 200 }
`
const stream = `suite: stream
about: S
cases:
  - { id: basic, title: S, apis: [openai-chat-stream], say: [{ user: Hi }] }
`
const packs = `about: P
apis: [openai-chat, openai-chat-stream, converse]
outcome: reply
checks:
  - { id: whole, rule: test.rule, status: 200 }
  - { id: tidy, level: should, rule: test.rule, status: 200 }
`
const catalogue = catalogueFrom({
  'suites/chat/a.yaml': chat,
  'suites/stream/a.yaml': stream,
  'suites/protocol/a.yaml': packs,
})

const apis = ['openai-chat', 'openai-chat-stream', 'converse'] as const
const gpt = modelOf('openai.gpt-oss-20b', 'gpt-oss', apis)
const big = modelOf('openai.gpt-oss-120b', 'gpt-oss', apis)
const target = targetOf(endpointOf('bedrock', apis, [gpt, big], ['us-west-2', 'us-east-1']))
const small = targetOf(endpointOf('bedrock', apis, [gpt], ['us-west-2']))

function cellsOf(filter: Filter, of = small): readonly Cell[] {
  return createPlanner(catalogue, filter).plan(of)
}

const ids = (cells: readonly Cell[]): string[] => cells.map((cell) => cell.case.id)

/** Ids of the checks that may judge a cell. */
const checkIds = (cell: Cell | undefined): string[] =>
  cell?.steps.flatMap((step) => possibleChecks(step).map(({ id }) => id)) ?? []

describe('filters', () => {
  it('select everything when there are none', () => {
    expect(cellsOf({})).toHaveLength(7)
    expect(cellsOf({}, target)).toHaveLength(28)
  })

  it('by case take globs, and any of several', () => {
    expect(ids(cellsOf({ case: ['stream.*'] }))).toEqual(['stream.basic'])
    expect(ids(cellsOf({ case: ['*.recall', 'stream.basic'] }))).toEqual([
      'chat.recall',
      'stream.basic',
    ])
  })

  it('by case exclude', () => {
    expect(ids(cellsOf({ case: ['!stream.*'] })).some((id) => id.startsWith('stream'))).toBe(false)
    expect(ids(cellsOf({ case: ['!chat.*'] }))).toEqual(['stream.basic'])
    const [cell] = cellsOf({ case: ['chat.recall', '!*/recalled'] })
    expect(checkIds(cell)).not.toContain('recalled')
    expect(checkIds(cell)).toContain('status')
  })

  it('by API cut the plan', () => {
    expect(ids(cellsOf({ api: ['converse'] }))).toEqual(['chat.simple'])
  })
})

describe('a filter that matches nothing is a problem with the nearest valid name', () => {
  it.each<[string, Filter, string]>([
    [
      'a case',
      { case: ['chat.simpel'] },
      '--case=chat.simpel matches nothing. Did you mean chat.simple?',
    ],
    [
      'a suite without its star',
      { case: ['stream'] },
      '--case=stream matches nothing. Did you mean stream.*?',
    ],
    [
      'a check',
      { case: ['chat.simple/whoel'] },
      '--case=chat.simple/whoel matches nothing. Did you mean chat.simple/whole?',
    ],
    [
      'one of several cases',
      { case: ['chat.*', 'strem.*'] },
      '--case=strem.* matches nothing. Did you mean stream.*?',
    ],
    [
      'an API',
      { api: ['openai-caht'] },
      '--api=openai-caht matches nothing. Did you mean openai-chat?',
    ],
    [
      'an API that the target lacks',
      { api: ['invoke'] },
      '--api=invoke matches nothing. Available: openai-chat, openai-chat-stream, converse.',
    ],
    [
      'filters that do not meet',
      { case: ['stream.*'], api: ['converse'] },
      'No case on the target test matches --case=stream.* --api=converse: its APIs, models or regions rule out the selected cases. Omit a filter, or run with --list to see the cases of the target.',
    ],
  ])('%s', (_, filter, expected) => {
    expect(() => cellsOf(filter)).toThrow(new Problem(expected))
    const { refuseMistakes } = createPlanner(catalogue, filter)
    expect(() => refuseMistakes(target)).toThrow(new Problem(expected))
  })

  it('which is found without the order of a run', () => {
    const { refuseMistakes } = createPlanner(catalogue, {}, () => {
      throw new Error('It was read.')
    })
    expect(() => refuseMistakes(target)).not.toThrow()
  })
})

describe('--level must', () => {
  const cells = cellsOf({ level: 'must' })
  const cell = (id: string): Cell | undefined => cells.find((one) => one.case.id === id)
  const steps = (id: string): readonly string[] | undefined =>
    cell(id)?.steps.map((step) => step.id)

  it('sends no case of whose own checks none is left', () => {
    expect(ids(cells)).toEqual([
      'chat.simple',
      'chat.simple',
      'chat.recall',
      'chat.grows',
      'chat.chain',
      'stream.basic',
    ])
  })

  it('sends no control that only a behaviour needed, but the one that a check looks at', () => {
    expect(cell('chat.recall')?.case.checks.map(({ id }) => id)).toEqual(['status'])
    expect(steps('chat.recall')).toEqual(['main'])
    expect(steps('chat.grows')).toEqual(['control', 'main'])
  })

  it('sends what comes before a step, which may change what that one meets', () => {
    expect(steps('chat.chain')).toEqual(['made', 'odd', 'used'])
  })

  it('wants no weaker check of a protocol pack either', () => {
    expect(checkIds(cell('chat.simple'))).toEqual(['whole'])
  })

  it('sends what must be refused where weak checks of the case add to that alone', () => {
    const refusing = catalogueFrom({
      'suites/chat/a.yaml': `suite: chat
about: S
cases:
  - id: bad
    title: Refused
    apis: [openai-chat]
    say: [{ user: Hi }]
    expect: { error: unknown-model }
    variants:
      - { name: low, set: { body: { top_p: -1 } } }
      - { name: high, set: { body: { top_p: 2 } } }
    checks:
      - { id: nice, level: should, rule: test.rule, needs: [refused], status: 404 }
`,
      'suites/protocol/a.yaml': `about: P
apis: [openai-chat]
outcome: error
checks:
  - { id: refused, rule: test.rule, status: 404 }
`,
    })
    const [must] = createPlanner(refusing, { level: 'must' }).plan(small)
    expect(checkIds(must)).toEqual(['low.refused', 'high.refused'])
    const [should] = createPlanner(refusing, { level: 'should' }).plan(small)
    expect(checkIds(should)).toEqual(['low.refused', 'low.nice', 'high.refused', 'high.nice'])
  })

  it('and should, and may: each takes the stricter ones with it', () => {
    expect(ids(cellsOf({ level: 'should' }))).toContain('chat.weak')
    expect(cellsOf({ level: 'may' })).toHaveLength(7)
    expect(cellsOf({ level: 'may' })[2]?.steps).toHaveLength(2)
  })
})

describe('a single check', () => {
  it("of the case's own brings only the steps that it needs", () => {
    const [cell] = cellsOf({ case: ['chat.chain/made.fine'] })
    expect(cell?.steps.map(({ id }) => id)).toEqual(['made'])
    expect(cell?.case.checks.map(({ id }) => id)).toEqual(['made.fine'])
  })

  it('that is a behaviour brings its control', () => {
    const [cell] = cellsOf({ case: ['chat.recall/recalled'] })
    expect(cell?.steps.map(({ id }) => id)).toEqual(['control', 'main'])
    const [other] = cellsOf({ case: ['chat.recall/status'] })
    expect(other?.steps.map(({ id }) => id)).toEqual(['main'])
  })

  it('of a protocol pack can be named like any other', () => {
    const [cell, ...more] = cellsOf({ case: ['stream.basic/whole'] })
    expect(more).toEqual([])
    expect(checkIds(cell)).toEqual(['whole'])
  })

  it('does not narrow a case that is also named whole', () => {
    const [cell] = cellsOf({ case: ['stream.basic/whole', 'stream.*'] })
    expect(checkIds(cell)).toEqual(['whole', 'tidy'])
  })
})

describe('a check for some APIs only', () => {
  const text = `suite: chat
about: C
cases:
  - id: a
    title: A must of Converse, a should elsewhere
    apis: [openai-chat, converse]
    say: [{ user: Hi }, { user: Ho }]
    control: { drop: [0] }
    checks:
      - { id: strict, apis: [converse], rule: test.rule, usage: { prompt: more-than-control } }
      - { id: loose, level: should, apis: [openai-chat], rule: test.rule, usage: { prompt: more-than-control } }
`

  it('keeps no cell of the others', () => {
    const planner = createPlanner(catalogueFrom({ 'suites/chat/a.yaml': text }), { level: 'must' })
    const cells = planner.plan(small)
    expect(cells.map(({ api }) => api)).toEqual(['converse'])
    expect(cells[0]?.case.checks.map(({ id }) => id)).toEqual(['strict'])
  })
})

describe('a second target', () => {
  it('has the same cases and checks, and none where it shares no case', () => {
    const planner = createPlanner(catalogue, { case: ['chat.simple/whole'], api: ['converse'] })
    const cells = planner.planAgainst(small)
    expect(cells.map(({ api }) => api)).toEqual(['openai-chat', 'converse'])
    expect(checkIds(cells[0])).toEqual(['whole'])
    expect(planner.planAgainst(targetOf())).toEqual([])
  })
})

describe('an API that is judged on request', () => {
  const both = ['openai-chat', 'converse'] as const
  const speaker = modelOf('gpt', 'gpt-oss', both)
  const other = modelOf('vectors', 'gpt-oss', ['converse'])
  const on = (...models: readonly Model[]) =>
    targetOf({ ...endpointOf('bedrock', both, models, ['r']), onRequest: ['converse'] })
  const places = (filter: Filter, ...models: readonly Model[]) =>
    cellsOf({ case: ['chat.simple'], ...filter }, on(...models)).map(({ api, model }) => [
      api,
      model.id,
    ])

  it('is left out unless it is named', () => {
    expect(places({}, speaker)).toEqual([['openai-chat', 'gpt']])
    expect(places({ api: ['converse'] }, speaker)).toEqual([['converse', 'gpt']])
  })

  it('is judged for a model that answers on no other', () => {
    expect(places({}, other)).toEqual([['converse', 'vectors']])
    expect(places({}, speaker, other)).toEqual([
      ['openai-chat', 'gpt'],
      ['converse', 'vectors'],
    ])
  })
})

it('the refusal of what a server may lack is asked for by the name that a report gives it', () => {
  const lacking = catalogueFrom(
    suiteOf(`  - id: tools
    title: Tools
    apis: [openai-chat]
    capability: tools
    say: [{ user: Hi }]
    checks:
      - { id: fine, rule: test.rule, status: 200 }
      - { id: other, rule: test.rule, status: 200 }
`),
  )
  const only = targetOf(
    endpointOf('bedrock', ['openai-chat'], [modelOf('m', 'gpt-oss', ['openai-chat'])], ['a']),
  )
  const planned = (check: string): readonly Cell[] =>
    createPlanner(lacking, { case: [`chat.tools/${check}`] }).plan(only)
  expect(planned('refused-cleanly').map(checkIds)).toEqual([['fine', 'other']])
  expect(planned('fine').map(checkIds)).toEqual([['fine']])
})
