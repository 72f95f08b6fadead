import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../model/exchange.ts'
import { judgeEntries } from '../../judge/baseline/entry-state.ts'
import { namesOf } from '../../judge/blame/blame.ts'
import { historyEntry } from '../../judge/history/entry.ts'
import { baselineEntry, judgedCell, judgedCheck, judgedReport } from '../../judge/testing/cells.ts'
import { buildReport } from './build-report.ts'
import { enrich } from './enrich.ts'
import type { Finished, FinishedCell } from './finished.ts'

const code = 'sse.done-missing'
const failing = judgedCell([judgedCheck('done-last', 'fail', code)])

function exchange(path: string): Exchange {
  const request = { method: 'GET', url: `http://h/${path}`, headers: [], body: new Uint8Array() }
  return { startedAt: '2026-01-02T03:00:00.000Z', request, earlier: [], leaks: [] }
}

function run(cells: readonly FinishedCell[], members: Partial<Finished> = {}): Finished {
  return {
    suiteVersion: '0.1.0',
    startedAt: new Date('2026-01-02T03:00:00.000Z'),
    durationMs: 10,
    target: { name: 'llamastack', endpoint: 'http://localhost:8321' },
    cells,
    baseline: [],
    interrupted: false,
    problems: [],
    ...members,
  }
}

function enriched(finished: Finished) {
  const scene = { cells: finished.cells.map(({ result }) => result) }
  return enrich({ ...finished, entries: judgeEntries(finished.baseline, scene) })
}

describe('a finished result', () => {
  it('leads to the recording, each check to its own exchange', () => {
    const second = judgedCheck('later', 'fail', code, { exchange: 1 })
    const result = judgedCell([judgedCheck('done-last', 'fail', code), second])
    const [cell] = enriched(run([{ result, exchanges: [exchange('one'), exchange('two')] }]))
    expect(cell).toMatchObject({ wire: 'wire/stream.basic.har' })
    expect(cell?.curl).toContain('http://h/one')
    expect(cell?.checks.map(({ curl }) => curl?.includes('http://h/two'))).toEqual([
      undefined,
      true,
    ])
  })

  it('has no recording where nothing is wrong or nothing was kept', () => {
    const passing = { result: judgedCell([judgedCheck('status')]), exchanges: [exchange('one')] }
    for (const cell of enriched(run([passing, { result: failing }]))) {
      expect(cell).not.toHaveProperty('wire')
    }
  })

  it('has everything that the steps add, whichever other step changed its checks', () => {
    const there = judgedCell([judgedCheck('done-last')])
    const pair = {
      here: { result: failing, form: new Map() },
      there: { result: there, form: new Map() },
    }
    const sides = { first: pair, names: namesOf('llamastack', 'bedrock') }
    const past = judgedReport([failing], { startedAt: '2026-01-01T03:00:00.000Z' })
    const [cell] = enriched(
      run([{ result: failing, exchanges: [exchange('one')], sides }], {
        baseline: [baselineEntry()],
        isRewritten: true,
        history: [historyEntry(past)],
      }),
    )
    expect(cell).toMatchObject({
      verdict: 'known',
      wire: 'wire/stream.basic.har',
      against: { verdict: 'pass', blame: 'llamastack' },
      checks: [
        {
          verdict: 'known',
          known: { reason: 'ogx#1 is not released' },
          since: { at: past.startedAt, runs: 2 },
          against: { verdict: 'pass', blame: 'llamastack' },
        },
      ],
    })
  })

  it('is fixed where its expected failure is gone, and the cell with it', () => {
    const result = judgedCell([judgedCheck('done-last')])
    const [cell] = enriched(run([{ result }], { baseline: [baselineEntry()] }))
    expect(cell).toMatchObject({ verdict: 'fixed', checks: [{ verdict: 'fixed' }] })
  })

  it('leaves the judged result as it was', () => {
    const before = JSON.stringify(failing)
    enriched(run([{ result: failing, exchanges: [exchange('one')] }]))
    expect(JSON.stringify(failing)).toBe(before)
  })
})

it('a report says that it was judged strictly, for those that merge it', () => {
  const cells = [{ result: judgedCell([judgedCheck('status')]) }]
  expect(buildReport(run(cells, { strict: true })).strict).toBe(true)
  expect(buildReport(run(cells, { strict: false }))).not.toHaveProperty('strict')
})

describe('a report of which a part is missing', () => {
  const missing = ['Missing: shard 2/2.']
  const passing = { result: judgedCell([judgedCheck('status')]) }

  it('is never conformant, and names what is missing first', () => {
    const report = buildReport(run([passing], { missing, problems: ['Other.'] }))
    expect(report).toMatchObject({ exitCode: 5, problems: [...missing, 'Other.'] })
    expect(buildReport(run([passing])).exitCode).toBe(0)
  })

  it('is a violation where another part shows one', () => {
    expect(buildReport(run([passing, { result: failing }], { missing })).exitCode).toBe(1)
  })

  it('ends as one where a part was interrupted, and not as an interrupted run', () => {
    const interrupted = true
    expect(buildReport(run([passing], { missing, interrupted })).exitCode).toBe(5)
    const cells = [passing, { result: failing }]
    expect(buildReport(run(cells, { missing, interrupted })).exitCode).toBe(1)
    expect(buildReport(run(cells, { interrupted })).exitCode).toBe(130)
  })

  it('has the problems of the baseline once, from the whole', () => {
    const baseline = [baselineEntry({ expires: '2026-01-01' })]
    const alone = buildReport(run([{ result: failing }], { baseline }))
    const again = buildReport(run([{ result: failing }], { baseline, problems: alone.problems }))
    expect(again.problems).toEqual(alone.problems)
    expect(alone.problems).toHaveLength(1)
  })
})

it('a run in which the clock was set back took no time, not less', () => {
  expect(buildReport(run([], { durationMs: -5000 })).durationMs).toBe(0)
})
