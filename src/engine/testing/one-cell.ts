/** One cell with a behaviour, and the context of a run whose server answers what a test gives it. */
import { createCompiler } from '../../suite/compile/compile.ts'
import { catalogueFrom, suiteOf } from '../../suite/testing/load-texts.ts'
import { modelOf, endpointOf } from '../../suite/testing/targets.ts'
import type { RunContext } from '../play/context.ts'
import { contextWith } from './context.ts'

export const model = modelOf('bedrock/m', 'gpt-oss', ['openai-chat'])
export const endpoint = endpointOf('llamastack', model.apis, [model], ['-'])

/** A case with a behaviour that the answer "yes" shows. */
export const text = `  - id: a
    title: T
    apis: [openai-chat]
    say: [{ user: Hi }]
    checks:
      - { id: status, rule: test.rule, status: 200 }
      - { id: says, kind: behaviour, rule: test.rule, answer: { contains: yes } }
`

export function cellOf(more = '') {
  const catalogue = catalogueFrom(suiteOf(text + more))
  const compile = createCompiler(catalogue)
  return compile({ case: catalogue.cases[0]!, api: 'openai-chat', region: '-', model, endpoint })
}

/** A run whose server gives these answers in turn. */
export function contextOf(answers: readonly string[], samples: RunContext['samples']): RunContext {
  let sent = 0
  return contextWith(() => {
    const message = { role: 'assistant', content: answers[sent++ % answers.length] }
    return { choices: [{ index: 0, message, finish_reason: 'stop' }] }
  }, samples)
}
