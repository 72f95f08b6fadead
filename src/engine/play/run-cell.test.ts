/** How often a cell is played and looked at. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { exitCodeOf } from '../../judge/verdict/exit-code.ts'
import { assertions } from '../../assertions/registry.ts'
import type { Exchange, HttpRequest } from '../../model/exchange.ts'
import { withAlike } from '../../suite/compile/alike.ts'
import { createCompiler } from '../../suite/compile/compile.ts'
import { catalogueFrom, suiteOf } from '../../suite/testing/load-texts.ts'
import { fingerprint } from '../../judge/blame/fingerprint.ts'
import { runCells } from './schedule/run-cells.ts'
import type { RunContext } from './context.ts'
import { runByLocation } from './schedule/run-by-location.ts'
import { createPace } from './limits/pace.ts'
import { runCell, skipCell } from './run-cell.ts'
import { contextWith } from '../testing/context.ts'
import { cellOf, contextOf, endpoint, model, text } from '../testing/one-cell.ts'

afterEach(() => vi.restoreAllMocks())

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

it('a cell that passed keeps its exchanges as long as an id of another may make it fail', async () => {
  const ids = 'unique-in-run: answer'
  const asked = (id: string, prompt: string): string =>
    text
      .replace('id: a', `id: ${id}`)
      .replace('user: Hi', `user: ${prompt}`)
      .replace(/- \{ id: says.*/, `- { id: own, rule: test.rule, level: should, ${ids} }`)
  const catalogue = catalogueFrom(suiteOf(asked('a', 'Hi') + asked('b', 'Hello')))
  const compile = createCompiler(catalogue)
  const cells = catalogue.cases.map((one) =>
    compile({ case: one, api: 'openai-chat', region: '-', model, endpoint }),
  )
  const played = async (idOf: (request: number) => string) => {
    let sent = 0
    const context = contextWith(
      () => ({
        id: idOf(sent++),
        choices: [
          { index: 0, message: { role: 'assistant', content: 'a' }, finish_reason: 'stop' },
        ],
      }),
      { least: 1, most: 1 },
    )
    const runs = await runByLocation(cells, {
      blocked: async () => undefined,
      context,
      events: { onFinish: () => undefined },
      concurrency: 1,
      stage: async ([first, second], { play }) => [
        ...(await play([first!])),
        ...(await play([second!])),
      ],
    })
    return runs.map(({ result, exchanges }) => [result.verdict, exchanges.length])
  }
  expect(await played(() => 'same')).toEqual([
    ['warn', 1],
    ['warn', 1],
  ])
  expect(await played((request) => `own-${request}`)).toEqual([
    ['pass', 0],
    ['pass', 0],
  ])
})

describe('a case whose capability the target lacks', () => {
  const lacking = { ...endpoint, capabilities: { ...endpoint.capabilities, tools: false } }

  async function played(more: string) {
    const added = text.replace('say:', `capability: tools\n    ${more}\n    say:`)
    const catalogue = catalogueFrom(suiteOf(added))
    const location = { api: 'openai-chat', region: '-', model, endpoint: lacking } as const
    const cell = createCompiler(catalogue)({ case: catalogue.cases[0]!, ...location })
    return (await runCell(cell, contextOf(['yes'], { least: 5, most: 20 }))).result
  }

  it('is asked once, to be refused', async () => {
    expect(await played('')).toMatchObject({ requests: 1 })
  })

  it('is not asked at all where its first step does not ask for the capability', async () => {
    const { requests, verdict, checks } = await played('asks-later: true')
    expect({ requests, verdict }).toEqual({ requests: 0, verdict: 'unsupported' })
    expect(checks.map(({ id }) => id)).toEqual(['status', 'says'])
    expect(checks[0]?.because).toBe('The target declares that it lacks tools.')
  })
})

it('a variant that may be refused is judged by itself, whatever became of the others', async () => {
  const variants = `
    variants:
      - { name: none, set: { say: [{ user: none }] } }
      - { name: max, set: { say: [{ user: max }] } }`
  const asked = text
    .replace(
      'say:',
      `capability: tools\n    expect: { reply-or-error: unsupported-feature }${variants}\n    say:`,
    )
    .replace('status: 200', 'level: should, status: 200')
  const catalogue = catalogueFrom(suiteOf(asked))
  const refusals = [{ status: [400], envelope: ['openai'] as const }]
  const errors = { 'unsupported-feature': refusals, 'unsupported-operation': refusals }
  const profile = () => ({ ...endpoint.profile('openai-chat'), errors })
  const location = {
    api: 'openai-chat',
    region: '-',
    model,
    endpoint: { ...endpoint, profile },
  } as const
  const cell = createCompiler(catalogue)({ case: catalogue.cases[0]!, ...location })
  const context = contextWith(
    () => ({ error: { message: 'No.', type: 'invalid_request_error', param: null, code: null } }),
    { least: 1, most: 1 },
  )
  let sent = 0
  const send: RunContext['send'] = async (request) => {
    const { response, ...exchange } = await context.send(request)
    const status = sent++ === 0 ? 400 : 500
    return { ...exchange, ...(response && { response: { ...response, status } }) }
  }
  const { result } = await runCell(cell, { ...context, send })
  const verdicts = result.checks.filter(({ id }) => id.endsWith('.status'))
  expect(verdicts.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['none.status', 'unsupported'],
    ['max.status', 'warn'],
  ])
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
    const runs = await runByLocation([ran, open], {
      blocked: async () => undefined,
      context: contextOf(['yes'], once),
      events: { onFinish: () => undefined },
      concurrency: 1,
      stage: async ([first], { play }) => {
        await play([first!])
        throw new RangeError('too long')
      },
    })
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

it('where the host is given up, what is not sent is throttled, and says why', async () => {
  const usual = contextOf(['yes'], { least: 1, most: 1 })
  const pace = createPace(1)
  const refusing = { ...pace.of('host'), givenUp: () => 'The host refuses all.' }
  const send = vi.fn(usual.send)
  const context = { ...usual, send, pace: { ...pace, of: () => refusing } }
  const { result } = await runCell(cellOf(), context)
  expect(send).not.toHaveBeenCalled()
  expect(result.verdict).toBe('inconclusive')
  const because = 'It was not sent: The host refuses all.'
  expect(result.checks[0]).toMatchObject({ reason: 'throttled', because })
})
