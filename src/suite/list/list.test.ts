import { expect, it } from 'vitest'
import { costOf, listCases, requestsByApi } from './list.ts'
import { createPlanner } from '../compile/planner.ts'
import { catalogueFrom, suiteOf } from '../testing/load-texts.ts'
import { modelOf, endpointOf, targetOf } from '../testing/targets.ts'

const apis = ['openai-chat', 'converse'] as const
const target = targetOf(
  endpointOf('bedrock', apis, [modelOf('gpt', 'gpt-oss', apis)], ['us-west-2', 'us-east-1']),
)

function listed(cases: string, samples = 5) {
  const cells = createPlanner(catalogueFrom(suiteOf(cases))).plan(target)
  return listCases(cells, samples)
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

it('requests count every step, repeat, cell and sample', () => {
  const say = '    say: [{ user: Hi }, { user: Ho }]\n    repeat: 3\n    control: { drop: [0] }\n'
  expect(listed(`${head}${say}`)[0]?.requests).toBe(4 * 4)
  const behaviour =
    '    checks: [{ id: b, kind: behaviour, rule: test.rule, answer: { contains: x } }]\n'
  expect(listed(`${head}${say}${behaviour}`, 5)[0]?.requests).toBe(4 * 4 * 5)
})

it('tokens grow with the prompt, a filler and the limit of the answer; a refusal costs none', () => {
  const tokens = (more: string): number => listed(`${head}${more}`)[0]?.tokens ?? -1
  const short = tokens('    say: [{ user: Hi }]\n')
  expect(tokens('    say: [{ user: Hi }]\n    options: { maxTokens: 10 }\n')).toBeLessThan(short)
  expect(tokens("    say: [{ user: '${filler.20480}' }]\n") - short).toBeGreaterThan(4 * 5000)
  expect(tokens('    send: { body: {} }\n    expect: error\n')).toBe(0)
  expect(tokens('    send: { method: GET }\n')).toBe(0)
})

it('the cost of a selection is the sum of its cases', () => {
  const second = head.replace('id: a', 'id: b')
  const all = listed(`${head}    say: [{ user: Hi }]\n${second}    say: [{ user: Hi }]\n`)
  expect(costOf(all)).toEqual({ cells: 8, requests: 8, tokens: 2 * (all[0]?.tokens ?? 0) })
})

it('a check that weighs the repeats of one play does not multiply the plays', () => {
  const check =
    '    checks: [{ id: b, kind: behaviour, rule: test.rule, answer: { contains: x } }]\n'
  const text = `${head}    say: [{ user: Hi }]\n    repeat: 8\n${check}`
  const cells = createPlanner(catalogueFrom(suiteOf(text))).plan(target)
  expect(listCases(cells, 5)[0]?.requests).toBe(4 * 8 * 5)
  expect(listCases(cells, 5, ({ assert }) => assert === 'answer')[0]?.requests).toBe(4 * 8)
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
  const found = requestsByApi(cells, 5)
  expect(Object.entries(found)).toEqual([
    ['openai-chat', 10],
    ['converse', 6],
  ])
  expect(costOf(listCases(cells, 5)).requests).toBe(16)
})
