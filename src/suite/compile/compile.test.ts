import { describe, expect, it } from 'vitest'
import type { Expectation } from '../../model/case.ts'
import type { ChecksOfStep, PlannedCheck, CellLocation } from '../../model/plan.ts'
import { catalogueFrom, suiteOf } from '../testing/load-texts.ts'
import { modelOf, endpointOf } from '../testing/targets.ts'
import { packsFor, type Wants } from './checks.ts'
import { createCompiler } from './compile.ts'

const gpt = modelOf('gpt', 'gpt-oss', [
  'openai-chat',
  'openai-chat-stream',
  'openai-models',
  'converse',
])
const llama = modelOf('llama', 'llama', ['converse', 'invoke'])
const bedrock = endpointOf(
  'bedrock',
  ['openai-chat', 'openai-chat-stream', 'openai-models', 'converse'],
  [gpt, llama],
  ['us-west-2', 'us-east-1'],
)

const pack = (outcome: string, id: string, more = ''): string =>
  `about: P\napis: [openai-chat, openai-models]\noutcome: ${outcome}\n${more}checks:\n  - { id: ${id}, rule: test.rule, status: 200 }\n`

const catalogue = catalogueFrom({
  ...suiteOf(
    `  - id: a
    title: T
    apis: [openai-chat, converse]
    steps:
      - { id: listed, api: openai-models, send: {}, expect: reply }
      - { id: main, say: [{ user: Hi }] }
      - { id: either, say: [{ user: Hi }], expect: reply-or-error }
    checks:
      - { id: late, step: main, rule: test.rule, needs: [whole, early], status: 200 }
      - { id: early, step: main, rule: test.rule, status: 200 }
      - { id: narrow, step: main, rule: test.rule, apis: [converse], status: 200 }
`,
  ),
  'suites/protocol/a.yaml': pack('reply', 'whole'),
  'suites/protocol/b.yaml': pack('error', 'envelope'),
  'suites/protocol/c.yaml': pack('always', 'no-5xx'),
  'suites/protocol/d.yaml': pack('reply', 'llama-only', 'families: [llama]\n'),
  'suites/protocol/e.yaml': pack('reply', 'mantle-only', 'endpoints: [bedrock-mantle]\n'),
})

const [quoting, moved, needy] = catalogueFrom(
  suiteOf(`  - id: quoting
    title: T
    apis: [openai-chat]
    say: [{ user: '\${nonce.name}' }]
    checks:
      - { id: quotes, rule: test.rule, answer: { contains: '\${nonce.name}' } }
      - { id: plain, rule: test.rule, answer: { contains: Hi } }
  - id: moved
    title: T
    apis: [openai-chat]
    region: another
    model: other
    auth: [default, wrong]
    repeat: 2
    say: [{ user: Hi }]
  - id: needy
    title: T
    apis: [openai-chat]
    capability: tools
    repeat: 2
    say: [{ user: Hi }]
`),
).cases

function locationOf(more: Partial<CellLocation> = {}): CellLocation {
  const [first] = catalogue.cases
  if (first === undefined) throw new Error('expected a case')
  return {
    case: first,
    api: 'openai-chat',
    region: 'us-west-2',
    model: gpt,
    endpoint: bedrock,
    ...more,
  }
}

describe('the protocol packs of an exchange', () => {
  const ids = (location: CellLocation, outcome: Expectation['outcome']) =>
    packsFor(catalogue.packs, location, outcome).flatMap(({ checks }) => checks.map(({ id }) => id))

  it('are those of its API, its outcome, its family and its front', () => {
    expect(ids(locationOf(), 'reply')).toEqual(['whole', 'no-5xx'])
    expect(ids(locationOf(), 'error')).toEqual(['envelope', 'no-5xx'])
    expect(ids(locationOf({ model: llama }), 'reply')).toEqual(['whole', 'no-5xx', 'llama-only'])
    expect(
      ids(locationOf({ endpoint: { ...bedrock, kind: 'bedrock-mantle' } }), 'reply'),
    ).toContain('mantle-only')
    expect(ids(locationOf({ api: 'converse' }), 'reply')).toEqual([])
  })

  it('are the invariants alone where nothing is assumed, or nothing came', () => {
    expect(ids(locationOf(), 'any')).toEqual(['no-5xx'])
    expect(ids(locationOf(), 'reply-or-error')).toEqual(['no-5xx'])
  })
})

const compile = createCompiler(catalogue)

function checksOf(id: string, location: CellLocation, wants?: Wants): ChecksOfStep {
  const step = compile(location, wants).steps.find((one) => one.id === id)
  if (step === undefined) throw new Error(`expected a step ${id}`)
  return step.checks
}

const idsOf = (checks: readonly PlannedCheck[]): string[] => checks.map(({ id }) => id)

describe('the checks of a step', () => {
  it("are the packs' and its own, each after those that it needs", () => {
    const { reply } = checksOf('main', locationOf())
    expect(idsOf(reply)).toEqual(['whole', 'no-5xx', 'early', 'late'])
  })

  it('are only those for the API of the cell', () => {
    const { reply } = checksOf('main', locationOf({ api: 'converse' }))
    expect(idsOf(reply)).toEqual(['early', 'late', 'narrow'])
  })

  it("carry the step's id, where it is not the main one, and come from the step's API", () => {
    expect(checksOf('listed', locationOf({ api: 'converse' })).reply).toMatchObject([
      { id: 'listed.whole', step: 'listed' },
      { id: 'listed.no-5xx', step: 'listed' },
    ])
  })

  it('are those that were asked for, with those that they need', () => {
    const wants: Wants = ({ id }) => id === 'late'
    expect(idsOf(checksOf('main', locationOf(), wants).reply)).toEqual(['whole', 'early', 'late'])
    expect(checksOf('main', locationOf(), () => false).reply).toEqual([])
  })

  it('are one list whatever comes, unless a reply or an error is expected', () => {
    const { reply, error, silent, unsent } = checksOf('main', locationOf())
    expect([error, silent, unsent]).toEqual([reply, reply, reply])
    const open = checksOf('either', locationOf())
    expect(idsOf(open.reply)).toEqual(['either.whole', 'either.no-5xx'])
    expect(idsOf(open.error)).toEqual(['either.envelope', 'either.no-5xx'])
    expect(open.silent).toEqual(open.reply)
    expect(idsOf(open.unsent)).toEqual(['either.no-5xx'])
  })

  it('keep their arguments as parsed templates where variables stand in them', () => {
    const { reply } = checksOf('main', locationOf({ case: quoting! }))
    expect(reply.find(({ id }) => id === 'quotes')?.template).toMatchObject({
      kind: 'object',
      members: [['contains', { kind: 'hole', source: '${nonce.name}' }]],
    })
    expect(reply.find(({ id }) => id === 'plain')).not.toHaveProperty('template')
  })
})

describe('a step', () => {
  it('is compiled with the API, model, region and credentials that it asks for', () => {
    const [listed, main] = compile(locationOf()).steps
    expect(listed).toMatchObject({ api: 'openai-models', model: gpt, region: 'us-west-2' })
    expect(main).toMatchObject({ api: 'openai-chat', auth: ['default'] })
    const [elsewhere] = compile(locationOf({ case: moved! })).steps
    expect(elsewhere).toMatchObject({ region: 'us-east-1', model: { id: 'other' } })
    expect(elsewhere?.auth).toEqual(['default', 'wrong'])
  })
})

describe('repeats end early', () => {
  const variety = (notAbove: string, step = 'b') =>
    `      - { id: of-${step}, step: ${step}, rule: test.rule, variety: { of: text, notAbove: ${notAbove} } }\n`
  const curtailed = (checks: string, more = ''): string[] => {
    const says = (id: string) => `      - { id: ${id}, say: [{ user: Hi }], repeat: 3${more} }\n`
    const text = `  - id: a\n    title: T\n    apis: [openai-chat]\n    steps:\n${says('a')}${says('b')}${says('c')}    checks:\n${checks}`
    const [asked] = catalogueFrom(suiteOf(text)).cases
    const { steps } = compile(locationOf({ case: asked! }))
    return steps.filter((step) => step.curtailed).map(({ id }) => id)
  }

  it('where every check that reads them says when they are enough', () => {
    expect(curtailed(variety('a'))).toEqual(['b'])
    const distinct = '      - { id: d, step: b, rule: test.rule, distinct: { of: text } }\n'
    expect(curtailed(variety('a') + distinct)).toEqual([])
  })

  it('not where another step is compared with them, nor where all are sent at once', () => {
    expect(curtailed(variety('a') + variety('b', 'c'))).toEqual(['c'])
    expect(curtailed(variety('a'), ', parallel: true')).toEqual([])
  })
})

describe('a system prompt', () => {
  const expected = (say: string, api: 'converse' | 'openai-chat', more = '') => {
    const text = `  - id: a\n    title: T\n    apis: [openai-chat, converse]\n    say: ${say}\n${more}    checks:\n      - { id: ok, rule: test.rule, status: 200 }\n`
    const [asked] = catalogueFrom(suiteOf(text)).cases
    return compile(locationOf({ case: asked!, api })).steps[0]?.expect
  }
  const instructed = '[{ system: Be brief. }, { user: Hi }]'

  it('may be refused on Converse, where some models take none', () => {
    const refusable = { outcome: 'reply-or-error', error: 'unsupported-system' }
    expect(expected(instructed, 'converse')).toEqual(refusable)
    expect(expected('[{ developer: Be brief. }, { user: Hi }]', 'converse')).toEqual(refusable)
    const body = '    body: { system: [{ text: Be brief. }] }\n'
    expect(expected('[{ user: Hi }]', 'converse', body)).toEqual(refusable)
  })

  it('is taken everywhere else', () => {
    expect(expected(instructed, 'openai-chat')).toEqual({ outcome: 'reply' })
    expect(expected('[{ user: Hi }]', 'converse')).toEqual({ outcome: 'reply' })
  })
})

describe('a refusal', () => {
  it('is compiled for a case that needs a capability, whatever was selected', () => {
    expect(compile(locationOf())).not.toHaveProperty('refusal')
    const { refusal } = compile(locationOf({ case: needy! }), () => false)
    expect(refusal).toMatchObject({ id: 'main', repeat: 1, expect: { outcome: 'any' } })
    expect(idsOf(refusal?.checks.error ?? [])).toEqual(['no-5xx', 'refused-cleanly'])
  })

  it('is not compiled for a case whose first step does not ask for the capability', () => {
    const later = { ...needy!, asksLater: true as const }
    expect(compile(locationOf({ case: later }))).not.toHaveProperty('refusal')
  })

  it('is a must, but a should where the server answers', () => {
    const { refusal } = compile(locationOf({ case: needy! }))
    const level = (came: keyof ChecksOfStep) =>
      refusal?.checks[came].find(({ id }) => id === 'refused-cleanly')?.level
    expect([level('reply'), level('error'), level('silent')]).toEqual(['should', 'must', 'must'])
  })
})
