/** One cell with a behaviour, and the context of a run whose server answers what a test gives it. */
import type { Exchange, HttpRequest } from '../../model/exchange.ts'
import { createCompiler } from '../../suite/compile/compile.ts'
import { catalogueFrom, suiteOf } from '../../suite/testing/load-texts.ts'
import { modelOf, endpointOf } from '../../suite/testing/targets.ts'
import { createAsked } from '../play/asked.ts'
import type { RunContext } from '../play/context.ts'
import { createBreaker } from '../play/limits/breaker.ts'
import { createMemory } from '../play/limits/memory.ts'
import { createOpenEnds } from '../play/limits/open-end.ts'
import { createPace } from '../play/limits/pace.ts'
import { defaultRetryPolicy } from '../play/limits/retry.ts'

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

export function contextOf(answers: readonly string[], samples: RunContext['samples']): RunContext {
  let sent = 0
  const send = async ({ method, url, headers, body }: HttpRequest): Promise<Exchange> => {
    const content = answers[sent++ % answers.length]
    const message = { role: 'assistant', content }
    const reply = { choices: [{ index: 0, message, finish_reason: 'stop' }] }
    const part = [{ at: 1, bytes: new TextEncoder().encode(JSON.stringify(reply)) }]
    return {
      startedAt: '',
      request: { method, url, headers, body: body ?? new Uint8Array() },
      response: {
        status: 200,
        statusText: 'OK',
        httpVersion: 'HTTP/1.1',
        headers: [['content-type', 'application/json']],
        headersAt: 1,
        raw: part,
        decoded: part,
        endedAt: 2,
        complete: true,
      },
      earlier: [],
      leaks: [],
    }
  }
  const memory = createMemory()
  return {
    send,
    strict: false,
    clean: (shown) => shown,
    samples,
    retry: defaultRetryPolicy,
    breaker: createBreaker(),
    openEnds: createOpenEnds(30_000),
    memory,
    asked: createAsked(memory),
    pace: createPace(8),
    baseline: [],
    signal: new AbortController().signal,
    onRetry: () => undefined,
  }
}
