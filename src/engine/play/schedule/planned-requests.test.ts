import { expect, it } from 'vitest'
import { withAlike } from '../../../suite/compile/alike.ts'
import { createCompiler } from '../../../suite/compile/compile.ts'
import { catalogueFrom, suiteOf } from '../../../suite/testing/load-texts.ts'
import { endpointOf, modelOf } from '../../../suite/testing/targets.ts'
import { plannedRequests } from './planned-requests.ts'

const model = modelOf('bedrock/m', 'gpt-oss', ['openai-chat'])
const endpoint = endpointOf('llamastack', model.apis, [model], ['-'])

function plannedOf(cases: string): number[] {
  const catalogue = catalogueFrom(suiteOf(cases))
  const compile = createCompiler(catalogue)
  const cells = catalogue.cases.map((one) =>
    compile({ case: one, api: 'openai-chat', region: '-', model, endpoint }),
  )
  return [...plannedRequests(withAlike(cells), 5).values()]
}

const head = (id: string): string => `  - id: ${id}\n    title: T\n    apis: [openai-chat]\n`
const behaviour = '{ id: says, kind: behaviour, rule: test.rule, answer: { contains: yes } }'

it('a step with a behaviour counts as often as it is sampled, another once', () => {
  const steps = '    steps: [{ id: a, send: {} }, { id: b, repeat: 2, say: [{ user: Hi }] }]\n'
  const checks = `    checks: [${behaviour.replace('kind', 'step: b, kind')}]\n`
  expect(plannedOf(head('a') + steps + checks)).toEqual([1 + 6])
})

it('what two cells send alike counts for the first of them', () => {
  const say = '    say: [{ user: Hi }]\n'
  const checks = `    checks: [${behaviour}]\n`
  expect(plannedOf(head('a') + say + checks + head('b') + say + checks)).toEqual([5, 0])
})
