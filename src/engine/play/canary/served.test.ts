import { expect, it } from 'vitest'
import type { Exchange, HttpRequest } from '../../../model/exchange.ts'
import { createCompiler } from '../../../suite/compile/compile.ts'
import { catalogueFrom, suiteOf } from '../../../suite/testing/load-texts.ts'
import { endpointOf, modelOf } from '../../../suite/testing/targets.ts'
import { contextWith } from '../../testing/context.ts'
import { runCell } from '../run-cell.ts'

const cases = ['plain', 'refused']
  .map(
    (id) => `  - id: ${id}
    title: T
    apis: [anthropic-messages]
    say: [{ user: ${id} }]
    checks:
      - { id: own, rule: test.rule, status: 200 }
`,
  )
  .join('')

const model = modelOf('m', 'gpt-oss', ['anthropic-messages'])
const shapes = [{ status: [400, 404], envelope: ['openai'] as const }]
const endpoint = {
  ...endpointOf('openai-compatible', model.apis, [model], ['-']),
  profile: () => ({
    id: 'x@2026-01',
    errors: { 'unsupported-operation': shapes },
    envelopes: ['openai' as const],
    deviations: [],
  }),
}
const reply = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [{ type: 'text', text: 'Hi' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
}
const error = { error: { message: 'No.', type: 'invalid_request_error', param: null, code: null } }

/** The verdicts of the cases' own checks on a server that refuses those whose prompt is in `refused`. */
async function verdicts(refused: readonly string[]): Promise<(string | undefined)[]> {
  const isRefused = ({ body }: HttpRequest): boolean =>
    refused.some((word) => new TextDecoder().decode(body).includes(word))
  const usual = contextWith((request) => (isRefused(request) ? error : reply), {
    least: 1,
    most: 1,
  })
  const send = async (request: HttpRequest): Promise<Exchange> => {
    const exchange = await usual.send(request, {})
    if (!isRefused(request)) return exchange
    return { ...exchange, response: { ...exchange.response!, status: 404 } }
  }
  const catalogue = catalogueFrom(
    suiteOf(cases.replaceAll('say:', 'capability: messages\n    say:')),
  )
  const compile = createCompiler(catalogue)
  const context = { ...usual, send }
  const found: (string | undefined)[] = []
  for (const one of catalogue.cases) {
    const cell = compile({ case: one, api: 'anthropic-messages', region: '-', model, endpoint })
    const { result } = await runCell(cell, context)
    found.push(result.checks.find(({ id }) => id === 'own')?.verdict)
  }
  return found
}

it('a refusal shows that an API is lacking only while nothing shows that it is served', async () => {
  expect(await verdicts(['plain', 'refused'])).toEqual(['unsupported', 'unsupported'])
  expect(await verdicts(['refused'])).toEqual(['pass', 'fail'])
})
