import { describe, expect, it } from 'vitest'
import { apiFacts, isStream } from '../../model/apis.ts'
import type { ApiName } from '../../model/names.ts'
import { costOf } from './list.ts'
import { isProblem } from '../../target/problem.ts'
import { resolveTarget } from '../../target/resolve/resolve.ts'
import { loadSuite } from '../load-suite.ts'
import { createPlanner } from '../compile/planner.ts'

/** The rows of the case catalogue: what the suite has to cover, by group. */
const rows = [
  ...numbered('MD', 4), // models
  ...numbered('CH', 16), // chat
  ...numbered('RZ', 6), // reasoning
  ...numbered('ST', 22).filter((row) => row !== 'ST-06'), // stream; 06 is part of 05
  ...numbered('TL', 9), // tools
  ...numbered('SO', 3), // structured output
  ...numbered('SP', 10), // sampling
  ...numbered('CX', 8), // conversation
  ...numbered('CV', 18), // Converse
  ...numbered('GR', 2), // guardrails and projects
  ...numbered('CS', 13), // ConverseStream
  ...numbered('IV', 7), // InvokeModel
  ...numbered('IS', 6), // InvokeModelWithResponseStream
  ...numbered('AM', 9), // Anthropic Messages
  ...numbered('RP', 2), // Responses
  ...numbered('EM', 6), // embeddings
  ...numbered('AU', 9), // credentials
  ...numbered('ER', 13), // errors
  ...numbered('BT', 3), // batches of the client's own
  ...numbered('LS', 4), // Llama Stack
]

/** Rows that ask about runs over regions, or about APIs that no target has yet. */
const later = ['BT-04', 'RS-01', ...numbered('RG', 8)]

/** Rows of which no case can say anything, since nothing is sent or two targets are needed. */
const elsewhere: Readonly<Record<string, string>> = {
  'AU-01': 'the key is read before the first request: src/target/key-problem.test.ts',
  'ER-13': 'unreachable servers are the runner’s part: src/cli/strangers.test.ts',
  'LS-02': 'two targets are compared, case by case',
  'LS-04': 'the upstream has to fail on purpose: the reference behind a real Llama Stack',
}

function numbered(group: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${group}-${String(at + 1).padStart(2, '0')}`)
}

const catalogue = loadSuite()
const covered = new Set(catalogue.cases.flatMap(({ covers }) => covers))

describe('the catalogue of cases', () => {
  it.each(rows.filter((row) => !(row in elsewhere)))('%s is covered by a case', (row) => {
    expect(covered).toContain(row)
  })

  it('has every row that a case says it covers', () => {
    const known = new Set([...rows, ...later])
    expect([...covered].filter((row) => !known.has(row))).toEqual([])
  })
})

describe('the examples of the notebook', () => {
  const forms = ['chat', 'responses', 'converse', 'invoke', 'anthropic'] as const
  const examples = [1, 2, 3, 4, 5, 6, 7].flatMap((number) =>
    forms.map((form) => [number, form] as const),
  )
  const askedOf = (number: number): readonly ApiName[] =>
    catalogue.cases
      .filter(({ from }) =>
        from.some((source) => new RegExp(`^notebook example ${number}\\b`).test(source)),
      )
      .flatMap(({ apis }) => apis)

  it.each(examples)('example %i runs on %s', (number, form) => {
    const asked = askedOf(number).filter((api) => apiFacts[api].family === form)
    expect(asked.length).toBeGreaterThan(0)
    // The second streams, the others are answered whole.
    expect(asked.some((api) => isStream(api) === (number === 2))).toBe(true)
  })
})

/** What a paid API may be asked in one place before somebody hesitates to ask at all. */
const mostRequests = 200

it.each([
  ['us-west-2', 'openai.gpt-oss-20b-1:0'],
  ['us-east-2', 'us.meta.llama3-1-8b-instruct-v1:0'],
])('what gates costs fewer than 200 requests in %s with %s', async (region, id) => {
  const flags = { region: [region], model: [id] }
  const env = { AWS_BEARER_TOKEN_BEDROCK: 'ABSK' }
  const target = await resolveTarget('bedrock', flags, env, {})
  if (isProblem(target)) throw new Error(target.problem)
  const cells = createPlanner(catalogue, { ...flags, level: 'must' }).plan(target)
  const { requests } = costOf(cells, 5)
  expect(requests).toBeGreaterThan(40)
  expect(requests).toBeLessThan(mostRequests)
})

/** What a must-level run of one of the newer APIs may ask. */
const mostOfOne = 60

const newer = [
  ['bedrock-mantle', 'openai.gpt-oss-20b', 'openai-responses'],
  ['bedrock-mantle', 'openai.gpt-oss-20b', 'openai-responses-stream'],
  ['llamastack', 'bedrock/openai.gpt-oss-20b-1:0', 'openai-responses'],
  ['llamastack', 'bedrock/openai.gpt-oss-20b-1:0', 'openai-responses-stream'],
  ['llamastack', 'bedrock/openai.gpt-oss-20b-1:0', 'anthropic-messages'],
  ['bedrock-mantle', 'anthropic.claude-sonnet-4-6', 'anthropic-messages'],
  ['bedrock-mantle', 'anthropic.claude-sonnet-4-6', 'anthropic-messages-stream'],
  ['bedrock-mantle', 'anthropic.claude-sonnet-4-6', 'anthropic-count-tokens'],
  ['openai-compatible', 'text-embedding-3-small', 'openai-embeddings'],
] as const

const placed = {
  'bedrock-mantle': { region: ['us-west-2'] },
  llamastack: {},
  'openai-compatible': { endpoint: 'http://localhost:1/v1' },
}

it.each(newer)(
  'what gates costs fewer than 60 requests on %s with %s by %s',
  async (name, id, api) => {
    const flags = { ...placed[name], model: [id], api: [api] }
    const target = await resolveTarget(name, flags, { AWS_BEARER_TOKEN_BEDROCK: 'ABSK' }, {})
    if (isProblem(target)) throw new Error(target.problem)
    const cells = createPlanner(catalogue, { ...flags, level: 'must' }).plan(target)
    const { requests } = costOf(cells, 5)
    expect(requests).toBeGreaterThan(5)
    expect(requests).toBeLessThan(mostOfOne)
  },
)
