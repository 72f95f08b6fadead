import { expect, it } from 'vitest'
import { costOf, listCases } from './list.ts'
import { createPlanner } from '../compile/planner.ts'
import { catalogueFrom, suiteOf } from '../testing/load-texts.ts'
import { modelOf, endpointOf, targetOf } from '../testing/targets.ts'

const apis = ['openai-chat', 'converse'] as const
const target = targetOf(
  endpointOf('bedrock', apis, [modelOf('gpt', 'gpt-oss', apis)], ['us-west-2', 'us-east-1']),
)

function planned(cases: string) {
  return createPlanner(catalogueFrom(suiteOf(cases))).plan(target)
}

function listed(cases: string, samples = 5) {
  return listCases(planned(cases), samples)
}

const head =
  '  - id: a\n    title: T\n    from: notebook\n    covers: [CH-01]\n    apis: [converse, openai-chat]\n'

it('a listed case says what it is, where it comes from, and where it runs', () => {
  expect(listed(`${head}    say: [{ user: Hi }]\n`)[0]).toMatchObject({
    id: 'chat.a',
    title: 'T',
    from: ['notebook'],
    covers: ['CH-01'],
    apis: ['converse', 'openai-chat'],
    cells: 4,
    requests: 4,
    file: 'suites/chat/basic.yaml',
    line: 4,
  })
})

const behaviour =
  '    checks: [{ id: b, kind: behaviour, rule: test.rule, answer: { contains: x } }]\n'

it('requests count every step, repeat and cell, and the samples of what is sampled', () => {
  const say = '    say: [{ user: Hi }, { user: Ho }]\n    control: { drop: [0] }\n'
  expect(listed(`${head}${say}`)[0]?.requests).toBe(4 * 2)
  expect(listed(`${head}${say}${behaviour}`, 5)[0]?.requests).toBe(4 * (5 + 1))
  expect(listed(`${head}${say}    repeat: 2\n${behaviour}`, 5)[0]?.requests).toBe(4 * (3 * 2 + 1))
})

it('tokens grow with the prompt, a filler and the limit of the answer; a refusal costs none', () => {
  const tokens = (more: string): number => listed(`${head}${more}`)[0]?.tokens ?? -1
  const short = tokens('    say: [{ user: Hi }]\n')
  expect(tokens('    say: [{ user: Hi }]\n    options: { maxTokens: 10 }\n')).toBeLessThan(short)
  expect(tokens("    say: [{ user: '${filler.20480}' }]\n") - short).toBeGreaterThan(4 * 5000)
  expect(tokens('    send: { body: {} }\n    expect: error\n')).toBe(0)
  expect(tokens('    send: { method: GET }\n')).toBe(0)
  expect(tokens('    send: { method: GET }\n    expect: reply\n')).toBe(0)
  const limited = (limit: string): number => tokens(`    send: { body: { ${limit} } }\n`)
  const names = ['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'max_gen_len']
  for (const name of names) {
    expect(limited(`${name}: 700`) - limited(`${name}: 100`)).toBe(4 * 600)
  }
})

it('the cost of a selection counts once what several cases send alike', () => {
  const other = (say: string): string =>
    `${head}    say: [{ user: Hi }]\n${head.replace('id: a', 'id: b')}    say: [{ user: ${say} }]\n`
  const { tokens } = listed(`${head}    say: [{ user: Hi }]\n`)[0]!
  expect(costOf(planned(other('Ho')), 5)).toMatchObject({
    cells: 8,
    requests: 8,
    tokens: 2 * tokens,
  })
  expect(costOf(planned(other('Hi')), 5)).toMatchObject({ cells: 8, requests: 4, tokens })
  const sampled = costOf(planned(`${other('Hi')}${behaviour}`), 5)
  expect(sampled).toMatchObject({ requests: 4 * 5, tokens: 5 * tokens })
})

it('a check that weighs the repeats of one play does not multiply the plays', () => {
  const cells = planned(`${head}    say: [{ user: Hi }]\n    repeat: 2\n${behaviour}`)
  expect(listCases(cells, 5)[0]?.requests).toBe(4 * 2 * 3)
  expect(listCases(cells, 5, ({ assert }) => assert === 'answer')[0]?.requests).toBe(4 * 2)
})

it('repeats that may end early count as one', () => {
  const says = (id: string) => `      - { id: ${id}, say: [{ user: Hi }], repeat: 8 }\n`
  const check =
    '    checks: [{ id: c, step: cold, rule: test.rule, variety: { of: text, notAbove: hot } }]\n'
  const cells = planned(`${head}    steps:\n${says('hot')}${says('cold')}${check}`)
  expect(listCases(cells, 5)[0]?.requests).toBe(4 * (8 + 1))
})

it('a behaviour of a step whose repeats may end early takes a play for each sample', () => {
  const says = (id: string) => `      - { id: ${id}, say: [{ user: Hi }], repeat: 8 }\n`
  const weighed =
    '      - { id: c, step: cold, rule: test.rule, variety: { of: text, notAbove: hot } }\n'
  const sampled =
    '      - { id: b, step: cold, kind: behaviour, rule: test.rule, answer: { contains: x } }\n'
  const steps = `    steps:\n${says('hot')}${says('cold')}    checks:\n`
  const cells = planned(`${head}${steps}${weighed}${sampled}`)
  const weighs = ({ assert }: { readonly assert: string }) => assert === 'variety'
  expect(listCases(cells, 5, weighs)[0]?.requests).toBe(4 * (8 + 5))
})

it('what a target declares to lack is asked for once', () => {
  const lacking = { ...target.endpoints[0]!, capabilities: { tools: false } }
  const text = `${head}    capability: tools\n    say: [{ user: Hi }, { user: Ho }]\n    control: { drop: [0] }\n`
  const cells = createPlanner(catalogueFrom(suiteOf(text))).plan(targetOf(lacking))
  expect(listCases(cells, 5)[0]?.requests).toBe(4)
})

it('a list that is only known later counts as its greatest length', () => {
  const steps = `    steps:
      - { id: all, api: openai-chat, send: { method: GET }, save: { models: /data } }
      - { id: call, each: { from: models, most: 7 }, send: { body: { model: '\${item}' } } }
`
  expect(listed(`${head}${steps}`)[0]?.requests).toBe(4 * 8)
})

it('requests by API count each step where it goes to, and add up to all', () => {
  const steps = `    steps:
      - { id: whole, api: openai-chat, say: [{ user: Hi }] }
      - { id: main, say: [{ user: Hi }], repeat: 3 }
`
  const cells = createPlanner(catalogueFrom(suiteOf(`${head}${steps}`))).plan(target)
  const { requests, byApi } = costOf(cells, 5)
  expect(Object.entries(byApi)).toEqual([
    ['openai-chat', 8], // `whole` is one request for both
    ['converse', 6],
  ])
  expect(requests).toBe(14)
})
