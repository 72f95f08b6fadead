/** Which steps of a cell are sent again, when, and what for. */
import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { assertions } from '../../assertions/registry.ts'
import { createCompiler } from '../../suite/compile/compile.ts'
import { catalogueFrom, suiteOf } from '../../suite/testing/load-texts.ts'
import { runCells } from './schedule/run-cells.ts'
import type { RunContext } from './context.ts'
import { createPace } from './limits/pace.ts'
import { runAfterCanaries } from './canary/after-canaries.ts'
import { runByLocation } from './schedule/run-by-location.ts'
import { runCell } from './run-cell.ts'
import { contextOf, endpoint, model, text } from '../testing/one-cell.ts'

afterEach(() => vi.restoreAllMocks())

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
    const runs = await runByLocation(cells, {
      blocked,
      context,
      events,
      concurrency: 1,
      stage: runAfterCanaries,
    })
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
    const pace = createPace(1, { signal: end.signal })
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
