import { describe, expect, it } from 'vitest'
import { cellKey, type Cell } from '../../model/plan.ts'
import { select, type Filter } from './select.ts'
import { catalogueFrom } from '../testing/load-texts.ts'
import { modelOf, surfaceOf, targetOf } from '../testing/targets.ts'

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
const target = targetOf(surfaceOf('bedrock', apis, [gpt, big], ['us-west-2', 'us-east-1']))
const small = targetOf(surfaceOf('bedrock', apis, [gpt], ['us-west-2']))

function cellsOf(filter: Filter, of = small): readonly Cell[] {
  const selected = select(catalogue, of, filter)
  if ('problem' in selected) throw new Error(selected.problem)
  return selected.cells
}

const ids = (cells: readonly Cell[]): string[] => cells.map((cell) => cell.case.id)
const keys = (cells: readonly Cell[]): string[] =>
  cells.map(({ case: { id }, api, region, model }) =>
    cellKey({ case: id, api, region, model: model.id }),
  )

function problem(filter: Filter, of = small): string {
  const selected = select(catalogue, of, filter)
  return 'problem' in selected ? selected.problem : `${selected.cells.length} cells`
}

describe('filters', () => {
  it('select everything when there are none', () => {
    expect(cellsOf({})).toHaveLength(7)
    expect(cellsOf({}, target)).toHaveLength(28)
  })

  it('by case take globs, and any of several', () => {
    expect(ids(cellsOf({ cases: ['stream.*'] }))).toEqual(['stream.basic'])
    expect(ids(cellsOf({ cases: ['*.recall', 'stream.basic'] }))).toEqual([
      'chat.recall',
      'stream.basic',
    ])
  })

  it('by API, model and region cut the plan', () => {
    expect(ids(cellsOf({ apis: ['converse'] }))).toEqual(['chat.simple'])
    const cut = cellsOf({ regions: ['us-w*'], models: ['*-120b'], cases: ['chat.weak'] }, target)
    expect(keys(cut)).toEqual(['chat.weak [openai-chat us-west-2 openai.gpt-oss-120b]'])
    expect(cellsOf({ regions: ['all'] }, target)).toHaveLength(28)
  })

  it('by region leave alone a front that has none', () => {
    const mixed = targetOf(
      surfaceOf('bedrock', apis, [gpt], ['us-west-2', 'us-east-1']),
      surfaceOf('llamastack', apis, [big], ['-']),
    )
    const regions = cellsOf({ cases: ['chat.weak'], regions: ['us-west-2'] }, mixed)
    expect(regions.map(({ region }) => region)).toEqual(['us-west-2', '-'])
  })
})

describe('a filter that matches nothing is a problem with the nearest valid name', () => {
  it.each<[string, Filter, string]>([
    [
      'a case',
      { cases: ['chat.simpel'] },
      '--case=chat.simpel matches nothing. Did you mean chat.simple?',
    ],
    [
      'a suite without its star',
      { cases: ['stream'] },
      '--case=stream matches nothing. Did you mean stream.*?',
    ],
    [
      'a check',
      { cases: ['chat.simple/whoel'] },
      '--case=chat.simple/whoel matches nothing. Did you mean chat.simple/whole?',
    ],
    [
      'one of several cases',
      { cases: ['chat.*', 'strem.*'] },
      '--case=strem.* matches nothing. Did you mean stream.*?',
    ],
    [
      'an API',
      { apis: ['openai-caht'] },
      '--api=openai-caht matches nothing. Did you mean openai-chat?',
    ],
    [
      'an API that the target lacks',
      { apis: ['invoke'] },
      '--api=invoke matches nothing. Available: openai-chat, openai-chat-stream, converse.',
    ],
    [
      'a model',
      { models: ['openai.gpt-oss-20'] },
      '--model=openai.gpt-oss-20 matches nothing. Did you mean openai.gpt-oss-20b?',
    ],
    [
      'a region',
      { regions: ['us-west-1'] },
      '--region=us-west-1 matches nothing. Did you mean us-west-2?',
    ],
    [
      'filters that do not meet',
      { cases: ['stream.*'], apis: ['converse'] },
      "Nothing on the target test matches --case=stream.* --api=converse: its APIs, models or regions do not meet the cases'. Leave a filter out, or see what there is with --list.",
    ],
  ])('%s', (_, filter, expected) => {
    expect(problem(filter)).toBe(expected)
  })

  it('a region for a target that has none', () => {
    const one = targetOf(surfaceOf('llamastack', apis, [gpt], ['-']))
    expect(problem({ regions: ['us-west-2'] }, one)).toContain('--region means nothing for test')
    expect(problem({ regions: ['-'] }, one)).toBe('7 cells')
  })
})

describe('--level must', () => {
  const cells = cellsOf({ level: 'must' })
  const cell = (id: string): Cell | undefined => cells.find((one) => one.case.id === id)
  const steps = (id: string): readonly string[] | undefined =>
    cell(id)?.case.steps.map((step) => step.id)

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

  it('sends a step that a later one draws a value from, and no other weak one', () => {
    expect(steps('chat.chain')).toEqual(['made', 'used'])
  })

  it('wants no weaker check of a protocol pack either', () => {
    expect(cell('chat.simple')?.wants?.({ id: 'tidy', level: 'should' })).toBe(false)
    expect(cell('chat.simple')?.wants?.({ id: 'whole', level: 'must' })).toBe(true)
  })

  it('and should, and may: each takes the stricter ones with it', () => {
    expect(ids(cellsOf({ level: 'should' }))).toContain('chat.weak')
    expect(cellsOf({ level: 'may' })).toHaveLength(7)
    expect(cellsOf({ level: 'may' })[2]?.case.steps).toHaveLength(2)
  })
})

describe('a single check', () => {
  it("of the case's own brings only the steps that it needs", () => {
    const [cell] = cellsOf({ cases: ['chat.chain/made.fine'] })
    expect(cell?.case.steps.map(({ id }) => id)).toEqual(['made'])
    expect(cell?.case.checks.map(({ id }) => id)).toEqual(['made.fine'])
  })

  it('that is a behaviour brings its control', () => {
    const [cell] = cellsOf({ cases: ['chat.recall/recalled'] })
    expect(cell?.case.steps.map(({ id }) => id)).toEqual(['control', 'main'])
    const [other] = cellsOf({ cases: ['chat.recall/status'] })
    expect(other?.case.steps.map(({ id }) => id)).toEqual(['main'])
  })

  it('of a protocol pack can be named like any other', () => {
    const [cell, ...more] = cellsOf({ cases: ['stream.basic/whole'] })
    expect(more).toEqual([])
    expect(cell?.wants?.({ id: 'whole', level: 'must' })).toBe(true)
    expect(cell?.wants?.({ id: 'tidy', level: 'should' })).toBe(false)
  })

  it('does not narrow a case that is also named whole', () => {
    const [cell] = cellsOf({ cases: ['stream.basic/whole', 'stream.*'] })
    expect(cell?.wants).toBeUndefined()
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
    const selected = select(catalogueFrom({ 'suites/chat/a.yaml': text }), small, { level: 'must' })
    const cells = 'cells' in selected ? selected.cells : []
    expect(cells.map(({ api }) => api)).toEqual(['converse'])
    expect(cells[0]?.case.checks.map(({ id }) => id)).toEqual(['strict'])
  })
})

describe('shards', () => {
  it.each([1, 2, 3, 7, 40])('%i of them are disjoint and together the whole', (count) => {
    const whole = keys(cellsOf({}, target))
    const parts = Array.from({ length: count }, (_, at) =>
      keys(cellsOf({ shard: { index: at + 1, count } }, target)),
    )
    expect(parts.flat().toSorted()).toEqual(whole.toSorted())
    expect(new Set(parts.flat()).size).toBe(whole.length)
  })

  it('depend on the cell alone, not on what else is selected', () => {
    const shard = { index: 1, count: 3 }
    const few = keys(cellsOf({ shard, cases: ['chat.s*'] }, target))
    const all = keys(cellsOf({ shard }, target)).filter((key) => key.startsWith('chat.s'))
    expect(few).toEqual(all)
  })

  it('are the same today as ever: a split run must not move its cells', () => {
    const frozen = keys(cellsOf({ shard: { index: 1, count: 4 } }))
    expect(frozen).toMatchInlineSnapshot(`
      [
        "chat.simple [openai-chat us-west-2 openai.gpt-oss-20b]",
      ]
    `)
  })
})
