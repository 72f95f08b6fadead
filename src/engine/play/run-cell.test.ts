/** How often a cell is played and looked at. */
import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { exitCodeOf } from '../../judge/verdict/exit-code.ts'
import { assertions } from '../../assertions/registry.ts'
import type { Exchange } from '../../model/exchange.ts'
import { withAlike } from '../../suite/compile/alike.ts'
import { createCompiler } from '../../suite/compile/compile.ts'
import { catalogueFrom, suiteOf } from '../../suite/testing/load-texts.ts'
import { modelOf, endpointOf } from '../../suite/testing/targets.ts'
import { createAsked } from './asked.ts'
import { fingerprint } from '../../judge/blame/fingerprint.ts'
import { createMemory } from './limits/memory.ts'
import { runCells } from './schedule/run-cells.ts'
import { createOpenEnds } from './limits/open-end.ts'
import { createBreaker } from './limits/breaker.ts'
import type { HttpRequest } from '../../model/exchange.ts'
import type { RunContext } from './context.ts'
import { defaultRetryPolicy } from './limits/retry.ts'
import { createPace } from './limits/pace.ts'
import { runAfterCanaries } from './canary/after-canaries.ts'
import { runByLocation } from './schedule/run-by-location.ts'
import { runCell, skipCell } from './run-cell.ts'

afterEach(() => vi.restoreAllMocks())

const model = modelOf('bedrock/m', 'gpt-oss', ['openai-chat'])
const endpoint = endpointOf('llamastack', model.apis, [model], ['-'])

/** A case with a behaviour that the answer "yes" shows. */
const text = `  - id: a
    title: T
    apis: [openai-chat]
    say: [{ user: Hi }]
    checks:
      - { id: status, rule: test.rule, status: 200 }
      - { id: says, kind: behaviour, rule: test.rule, answer: { contains: yes } }
`

function cellOf(more = '') {
  const catalogue = catalogueFrom(suiteOf(text + more))
  const compile = createCompiler(catalogue)
  return compile({ case: catalogue.cases[0]!, api: 'openai-chat', region: '-', model, endpoint })
}

function contextOf(answers: readonly string[], samples: RunContext['samples']): RunContext {
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

it('a check looks once at each exchange, however often more samples are asked for', async () => {
  const judge = vi.spyOn(assertions.get('status')!, 'judge')
  const { result } = await runCell(
    cellOf(),
    contextOf(['yes', 'yes', 'no'], { least: 4, most: 20 }),
  )
  expect(result.requests).toBeGreaterThan(8)
  expect(judge).toHaveBeenCalledTimes(result.requests)
})

it('of a behaviour that holds, no more samples are asked for than at first', async () => {
  const { result } = await runCell(cellOf(), contextOf(['yes'], { least: 5, most: 20 }))
  expect(result.requests).toBe(5)
})

it('no sample is asked for that cannot change the verdict', async () => {
  const { result } = await runCell(cellOf(), contextOf(['yes', 'no'], { least: 4, most: 20 }))
  expect(result.requests).toBe(12) // six of twelve: neither 15 can hold nor 15 fail
  expect(result.verdict).toBe('inconclusive')
})

describe('the samples of a behaviour', () => {
  const other = `  - id: b
    title: T
    apis: [openai-chat]
    say: [{ user: Ho }]
    checks: [{ id: status, rule: test.rule, status: 200 }]
`
  const last = other.replace('id: b', 'id: c').replace('Ho', 'Ha')
  /** The cells of the cases by rank, and what is sent of them one after the other. */
  function three(status = 200) {
    const catalogue = catalogueFrom(
      suiteOf(text.replace('status: 200', `status: ${status}`) + other + last),
    )
    const compile = createCompiler(catalogue)
    const cells = catalogue.cases.map((one, rank) => ({
      ...compile({ case: one, api: 'openai-chat', region: '-', model, endpoint }),
      rank,
    }))
    const usual = contextOf(['yes'], { least: 4, most: 20 })
    const sent: string[] = []
    const context: RunContext = {
      ...usual,
      pace: createPace(1),
      send: async (request) => {
        sent.push(/H[ioa]/u.exec(new TextDecoder().decode(request.body))?.[0] ?? '')
        await setImmediate() // longer than judging the exchange before
        return usual.send(request)
      },
    }
    return { cells, context, sent }
  }

  it('are sent when all cells were played once', async () => {
    const { cells, context, sent } = three()
    await runCells(cells, context, { onFinish: () => undefined })
    expect(sent).toEqual(['Hi', 'Ho', 'Ha', 'Hi', 'Hi', 'Hi'])
  })

  it('of the plain conversation are not waited for', async () => {
    const { cells, context, sent } = three()
    const events = { onFinish: () => undefined }
    const blocked = async (): Promise<undefined> => undefined
    const runs = await runByLocation(cells, blocked, context, events, 1, runAfterCanaries)
    // The second is sent before it is known what else there is to send.
    expect(sent).toEqual(['Hi', 'Hi', 'Ho', 'Ha', 'Hi', 'Hi'])
    expect(runs.map(({ result }) => [result.requests, result.verdict])).toEqual([
      [4, 'pass'],
      [1, 'pass'],
      [1, 'pass'],
    ])
  })

  it.each([
    [200, 'pass'],
    [201, 'fail'],
  ])('follow a first look, which says whether the cell fails already', async (status, verdict) => {
    const { cells, context } = three(status)
    const looks: unknown[] = []
    const onFirst = (_: unknown, look: object): number => looks.push(look)
    await runCells(cells, context, { onFinish: () => undefined, onFirst })
    expect(looks).toEqual([{ verdict }])
  })

  it('and first plays that the end of the run left no turn for were not sent', async () => {
    const { cells, context, sent } = three()
    const end = new AbortController()
    const send: RunContext['send'] = async (request) => {
      end.abort()
      return context.send(request)
    }
    const pace = createPace(1, end.signal)
    const ended = { ...context, send, pace, signal: end.signal }
    const runs = await runCells(cells, ended, { onFinish: () => undefined })
    expect(sent).toEqual(['Hi'])
    expect(runs.map(({ result: { requests, checks } }) => [requests, checks[0]?.reason])).toEqual([
      [1, undefined],
      [0, 'interrupted'],
      [0, 'interrupted'],
    ])
  })

  it('count in the time that the requests of a cell took', async () => {
    const { cells, context } = three()
    const runs = await runCells(cells, context, { onFinish: () => undefined })
    expect(runs.map(({ result }) => result.durationMs)).toEqual([8, 2, 2])
  })
})

describe('of a case with several steps', () => {
  const says = (step: string): string =>
    `{ id: says, step: ${step}, kind: behaviour, rule: test.rule, answer: { contains: yes } }`
  const caseOf = (steps: readonly string[], checks: readonly string[]) => {
    const written = `  - id: a\n    title: T\n    apis: [openai-chat]\n    steps:\n${steps.map((step) => `      - ${step}\n`).join('')}    checks:\n${checks.map((check) => `      - ${check}\n`).join('')}`
    const catalogue = catalogueFrom(suiteOf(written))
    const compile = createCompiler(catalogue)
    return compile({ case: catalogue.cases[0]!, api: 'openai-chat', region: '-', model, endpoint })
  }
  /** The texts that were sent, with every nonce as N, and the run. */
  async function sentBy(cell: ReturnType<typeof caseOf>, answers = ['yes']) {
    const context = contextOf(answers, { least: 5, most: 20 })
    const texts: string[] = []
    const send: RunContext['send'] = async (request, options) => {
      texts.push(new TextDecoder().decode(request.body).replace(/^.*?"content":"(.*?)".*$/s, '$1'))
      return context.send(request, options)
    }
    const { result } = await runCell(cell, { ...context, send })
    return { texts: texts.map((one) => one.replace(/[a-z]{9}/g, 'N')), result }
  }

  it('only the step with the behaviour is sent again', async () => {
    const cell = caseOf(
      ['{ id: before, say: [{ user: Hi }] }', '{ id: asks, say: [{ user: Ho }] }'],
      [says('asks')],
    )
    const { texts, result } = await sentBy(cell)
    expect(texts).toEqual(['Hi', 'Ho', 'Ho', 'Ho', 'Ho', 'Ho'])
    expect(result.verdict).toBe('pass')
    expect(result.requests).toBe(6)
  })

  it('repeats of one play are samples', async () => {
    const cell = caseOf(['{ id: asks, repeat: 2, say: [{ user: Ho }] }'], [says('asks')])
    const { result } = await sentBy(cell)
    expect(result.requests).toBe(6)
    expect(result.checks.find(({ id }) => id.includes('says'))?.statistics).toMatchObject({
      passed: 6,
      runs: 6,
    })
  })

  it('an answer that is quoted is asked for again only where it has a nonce', async () => {
    const quotes = "{ id: asks, say: [{ user: 'So ${steps.first.text}?' }] }"
    const plain = await sentBy(
      caseOf(['{ id: first, say: [{ user: Hi }] }', quotes], [says('asks')]),
    )
    expect(plain.texts).toEqual(['Hi', ...Array.from({ length: 5 }, () => 'So yes?')])
    const nonce = await sentBy(
      caseOf(["{ id: first, say: [{ user: '${nonce.word}' }] }", quotes], [says('asks')]),
    )
    expect(nonce.texts).toEqual(Array.from({ length: 5 }, () => ['N', 'So yes?']).flat())
  })

  it('five samples are taken though four decide', async () => {
    const cell = caseOf(['{ id: asks, say: [{ user: Ho }] }'], [says('asks')])
    const { result } = await sentBy(cell, ['no'])
    expect(result.checks.find(({ id }) => id.includes('says'))?.statistics?.runs).toBe(5)
  })

  it('a check that compares steps looks at the first play alone', async () => {
    const judge = vi.spyOn(assertions.get('usage-compare')!, 'judge')
    const cell = caseOf(
      ['{ id: before, say: [{ user: Hi }] }', '{ id: asks, say: [{ user: Ho }] }'],
      [
        says('asks'),
        '{ id: grows, step: asks, rule: test.rule, usage-compare: { prompt: more-than, than: before } }',
      ],
    )
    await sentBy(cell)
    expect(judge).toHaveBeenCalledTimes(1)
  })
})

it('a request that two cells send alike is sent once, and counted where it was sent', async () => {
  const [cell] = withAlike([cellOf(), { ...cellOf(), case: { ...cellOf().case, id: 'other' } }])
  const context = contextOf(['yes'], { least: 5, most: 20 })
  const first = await runCell(cell!, context)
  const second = await runCell({ ...cell!, case: { ...cell!.case, id: 'other' } }, context)
  expect(first.result).toMatchObject({ verdict: 'pass', requests: 5 })
  expect(first.result.reused).toBeUndefined()
  expect(second.result).toMatchObject({ verdict: 'pass', requests: 0, reused: 5 })
  expect(second.exchanges).toEqual(first.exchanges)
  expect(second.result.replies).toBeUndefined()
})

describe('the exchanges of a run', () => {
  const silent = { onFinish: () => undefined }
  const entry = { check: '*/*', finding: 'text.missing', reason: 'r', added: '2026-01-01' }

  async function kept(answer: string, members: Partial<RunContext> = {}): Promise<number> {
    const context = { ...contextOf([answer], { least: 5, most: 20 }), ...members }
    const [run] = await runCells([cellOf()], context, silent)
    expect(run!.result.requests).toBe(5)
    return run!.exchanges.length
  }

  it('are kept where a report may show them', async () => {
    expect(await kept('no')).toBe(5)
    expect(await kept('yes')).toBe(0)
    expect(await kept('yes', { baseline: [entry] })).toBe(5)
    expect(await kept('yes', { baseline: [{ ...entry, check: 'other.case/*' }] })).toBe(0)
    expect(await kept('yes', { formOf: fingerprint })).toBe(5)
  })
})

it('a sample that the end of the run cuts off takes nothing from those before it', async () => {
  const over = new AbortController()
  const usual = contextOf(['yes'], { least: 5, most: 5 })
  let sent = 0
  const send = async (request: HttpRequest): Promise<Exchange> => {
    const exchange = await usual.send(request, {})
    sent += 1
    if (sent < 3) return exchange
    over.abort()
    const { response: _, ...unanswered } = exchange
    return { ...unanswered, failure: { kind: 'aborted', message: '', remedy: '', after: 1 } }
  }
  const { result } = await runCell(cellOf(), { ...usual, send, signal: over.signal })
  const checks = Object.fromEntries(result.checks.map((check) => [check.id, check]))
  expect(checks['status']).toMatchObject({ verdict: 'pass' })
  expect(checks['says']).toMatchObject({ statistics: { passed: 2, runs: 2 } })
})

describe('a step that may be refused', () => {
  const refusal = {
    error: { message: 'no', type: 'invalid_request_error', param: null, code: null },
  }
  const shapes = [{ status: [400], envelope: ['openai'] as const }]
  const expecting = `  - id: a
    title: T
    apis: [openai-chat]
    steps:
      - id: plain
        say: [{ user: Hi }]
      - id: odd
        say: [{ user: Hi }]
        expect: { reply-or-error: unsupported-feature }
    checks:
      - { id: says, step: plain, rule: test.rule, status: 200 }
      - { id: says, step: odd, rule: test.rule, status: 200 }
`

  async function verdicts(statuses: readonly number[]) {
    const catalogue = catalogueFrom(suiteOf(expecting))
    const errors = { 'unsupported-feature': shapes }
    const profile = () => ({
      id: 'x@2026-01',
      errors,
      envelopes: ['openai' as const],
      deviations: [],
    })
    const given = { ...endpoint, profile }
    const location = { case: catalogue.cases[0]!, api: 'openai-chat', region: '-', model } as const
    const usual = contextOf(['yes'], { least: 1, most: 1 })
    let sent = 0
    const send = async (request: HttpRequest): Promise<Exchange> => {
      const exchange = await usual.send(request, {})
      const status = statuses[sent++] ?? 200
      if (status === 200) return exchange
      const part = [{ at: 1, bytes: new TextEncoder().encode(JSON.stringify(refusal)) }]
      return { ...exchange, response: { ...exchange.response!, status, raw: part, decoded: part } }
    }
    const cell = createCompiler(catalogue)({ ...location, endpoint: given })
    const { result } = await runCell(cell, { ...usual, send })
    const own = result.checks.filter(({ id }) => id.endsWith('says'))
    return own.map(({ id, verdict }) => `${id} ${verdict}`)
  }

  it('is unsupported where it is refused cleanly, and no other step is', async () => {
    expect(await verdicts([200, 400])).toEqual(['plain.says pass', 'odd.says unsupported'])
    expect(await verdicts([400, 400])).toEqual(['plain.says fail', 'odd.says unsupported'])
  })

  it('is judged where it is answered, or refused in another way', async () => {
    expect(await verdicts([200, 200])).toEqual(['plain.says pass', 'odd.says pass'])
    expect(await verdicts([200, 422])).toEqual(['plain.says pass', 'odd.says fail'])
  })
})

it('a finding names the exchange in which it was made, counted over all plays', async () => {
  const context = contextOf(['yes', 'yes', 'no', 'no'], { least: 4, most: 4 })
  const { result } = await runCell(cellOf(), context)
  const says = result.checks.find(({ id }) => id === 'says')
  expect(says).toMatchObject({ statistics: { passed: 2, runs: 4 }, exchange: 2 })
})

it('a check whose prerequisite did not pass is not judged', async () => {
  const more = `      - { id: after, needs: [no-content], rule: test.rule, status: 200 }
      - { id: no-content, rule: test.rule, status: 204 }
`
  const { result } = await runCell(cellOf(more), contextOf(['yes'], { least: 1, most: 1 }))
  expect(result.checks.find(({ id }) => id === 'after')).toMatchObject({
    verdict: 'inconclusive',
    because: 'It needs the check "no-content", which did not pass.',
  })
})

it('a skipped cell has a result for every check, and sends nothing', () => {
  const why = { reason: 'prerequisite', because: 'The key was refused.' } as const
  const { result } = skipCell(cellOf(), why, contextOf([], { least: 1, most: 1 }))
  expect(result.requests).toBe(0)
  expect(result.checks.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['status', 'inconclusive'],
    ['says', 'inconclusive'],
  ])
})

describe('a fault of this program', () => {
  const once = { least: 1, most: 1 }

  it('is the result of its check, and the other checks are judged', async () => {
    const status = assertions.get('status')!
    vi.spyOn(assertions, 'get').mockImplementation((name) =>
      name === 'answer'
        ? {
            ...status,
            judge: () => {
              throw new RangeError('too deep')
            },
          }
        : status,
    )
    const { result } = await runCell(cellOf(), contextOf(['yes'], once))
    expect(result.checks.map(({ id, verdict, fault }) => [id, verdict, fault])).toEqual([
      ['status', 'pass', undefined],
      ['says', 'error', true],
    ])
    expect(result.checks[1]?.because).toMatch(
      /^The check "says" \(answer\) was not judged\. This is a fault of bedrock-conformance itself, not of the target: RangeError: too deep\. Report it/,
    )
    expect(exitCodeOf([result])).toBe(70)
  })

  it('between cells is the result of those that did not run', async () => {
    const [ran, open] = [cellOf(), cellOf()]
    const events = { onFinish: () => undefined }
    const blocked = async () => undefined
    const runs = await runByLocation(
      [ran, open],
      blocked,
      contextOf(['yes'], once),
      events,
      1,
      async ([first], { play }) => {
        await play([first!])
        throw new RangeError('too long')
      },
    )
    expect(runs.map(({ result }) => result.checks[0]?.fault)).toEqual([undefined, true])
    expect(runs[1]?.result.checks[0]?.because).toContain('RangeError: too long')
  })

  it('outside a check is the result of every check of its cell', async () => {
    const send = () => {
      throw new TypeError('broken')
    }
    const { result } = await runCell(cellOf(), { ...contextOf([], once), send })
    expect(result.verdict).toBe('error')
    expect(result.checks.map(({ id, fault }) => [id, fault])).toEqual([
      ['status', true],
      ['says', true],
    ])
    expect(result.checks[0]?.because).toContain('TypeError: broken')
  })
})
