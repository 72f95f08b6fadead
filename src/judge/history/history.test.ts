import { describe, expect, it } from 'vitest'
import type { CheckResult, Report, RunSelection } from '../../model/report.ts'
import { verdicts } from '../../model/names.ts'
import { compareReports } from '../compare/compare.ts'
import { historyEntry, isWorthKeeping } from './entry.ts'
import { parseHistory } from './parse.ts'
import { addSince, pastRuns } from './since.ts'
import { judgedCell, judgedCheck, judgedReport } from '../testing/cells.ts'
import { trendOf } from './trend.ts'

const regions = ['us-east-1', 'us-west-2']

/** A run over two regions, in which the check has one verdict in each. */
function night(day: number, checks: readonly CheckResult[]): Report {
  const cells = regions.flatMap((region, index) => {
    const check = checks[index]
    return check === undefined ? [] : [judgedCell([check], { region })]
  })
  const startedAt = `2026-01-${String(day).padStart(2, '0')}T03:00:00.000Z`
  return judgedReport(cells, { startedAt })
}

const pass = judgedCheck('done')
const fail = judgedCheck('done', 'fail')
const open = judgedCheck('done', 'inconclusive')

function sinceOf(report: Report, past: readonly Report[]): (string | undefined)[] {
  const text = past.map((one) => JSON.stringify(historyEntry(one))).join('\n')
  const runs = pastRuns(parseHistory(text).entries, report.startedAt, report.target)
  const cells = report.cells.map((cell) => addSince(cell, report.startedAt, runs))
  return cells.map(
    ({ checks }) =>
      checks[0]?.since && `${checks[0].since.at.slice(8, 10)} ${checks[0].since.runs}`,
  )
}

describe('since when a check fails', () => {
  it('is the first of the unbroken row of runs, for each place alone', () => {
    const past = [
      night(1, [fail, pass]),
      night(2, [pass, pass]),
      night(3, [fail, pass]),
      night(4, [fail, fail]),
    ]
    expect(sinceOf(night(5, [fail, fail]), past)).toEqual(['03 3', '04 2'])
  })

  it('passes over runs that could not judge it or did not go there', () => {
    const past = [night(1, [fail, fail]), night(2, [open, open]), night(3, [open])]
    expect(sinceOf(night(4, [fail, fail]), past)).toEqual(['01 2', '01 2'])
  })

  it('is not stretched over a run in which only another check of the case was undecided', () => {
    const [first] = night(2, [pass]).cells
    const held = { ...first!, checks: [pass, judgedCheck('recall', 'inconclusive')] }
    const between = judgedReport([held], { startedAt: '2026-01-02T03:00:00.000Z' })
    expect(sinceOf(night(3, [fail]), [night(1, [fail]), between])).toEqual([undefined])
  })

  it('is not said of a check that holds, or that failed for the first time', () => {
    expect(sinceOf(night(2, [pass, fail]), [night(1, [fail, pass])])).toEqual([
      undefined,
      undefined,
    ])
  })

  it('does not look at runs of another server, nor at later ones', () => {
    const elsewhere = { ...night(1, [fail]), target: { name: 'llamastack', endpoint: 'https://b' } }
    expect(sinceOf(night(2, [fail]), [elsewhere, night(3, [fail])])).toEqual([undefined])
  })
})

it.each<[RunSelection | undefined, boolean]>([
  [undefined, true],
  [{ regions: ['us-east-1'] }, true],
  [{ models: ['m'] }, true],
  [{ cases: ['chat.*'] }, false],
  [{ level: 'must' }, false],
  [{ lastFailed: true }, false],
  [{ apis: ['converse'] }, false],
  [{ shard: { index: 1, count: 2, planned: 4, positions: [] } }, false],
])('a run narrowed to %j is kept: %s', (selection, isKept) => {
  const report = judgedReport([], selection && { selection })
  expect(isWorthKeeping(report)).toBe(isKept)
  expect(isWorthKeeping({ ...report, interrupted: true })).toBe(false)
})

it('a line stays short when everything fails', () => {
  const cells = Array.from({ length: 100 }, (_, index) =>
    regions.map((region) =>
      judgedCell(
        Array.from({ length: 20 }, (__, id) => judgedCheck(`c${id}`, 'fail')),
        {
          region,
          case: `chat.case-${index}`,
        },
      ),
    ),
  ).flat()
  expect(JSON.stringify(historyEntry(judgedReport(cells))).length).toBeLessThan(80 * 2000)
})

it('lines that cannot be read are counted, and the others are kept', () => {
  const line = JSON.stringify(historyEntry(night(1, [pass])))
  const text = [line, line.slice(0, 40), '{"v":2}', '', 'null', line].join('\n')
  expect(parseHistory(text)).toMatchObject({ unreadable: 3, entries: [{ v: 1 }, { v: 1 }] })
})

it('the trend does not count a failure as fixed that became known', () => {
  const known = judgedCheck('done', 'known')
  const nights = [[fail], [known], [known], [pass]].map((checks, day) => night(day + 1, checks))
  expect(
    trendOf(nights.map((report) => historyEntry(report))).map(({ fixed }) => fixed.length),
  ).toEqual([0, 0, 0, 1])
})

it('the trend and a comparison agree on what is new and what is fixed, whatever the verdicts', () => {
  for (const before of verdicts) {
    for (const after of verdicts) {
      const reports = [before, after].map((verdict, day) =>
        night(day + 1, [judgedCheck('done', verdict)]),
      )
      const { newFailures, fixed } = compareReports(reports)
      const [, row] = trendOf(reports.map((report) => historyEntry(report)))
      expect([row?.newFailures.length, row?.fixed.length], `${before} → ${after}`).toEqual([
        newFailures.length,
        fixed.length,
      ])
    }
  }
})

it('the trend names what is new and what is fixed, and neither in a run that judged nothing', () => {
  const nights = [[pass], [fail], [open], [fail], [pass]].map((checks, day) =>
    night(day + 1, checks),
  )
  const rows = trendOf(nights.map((report) => historyEntry(report)))
  expect(rows.map(({ newFailures, fixed }) => [newFailures.length, fixed.length])).toEqual([
    [0, 0],
    [1, 0],
    [0, 0],
    [0, 0],
    [0, 1],
  ])
})

/** The trend of runs that are kept one after the other. */
function kept(nights: readonly Report[]) {
  const entries = nights.reduce<ReturnType<typeof historyEntry>[]>(
    (past, report) => [...past, historyEntry(report, past)],
    [],
  )
  return {
    entries,
    rows: trendOf(entries).map(({ newFailures, fixed }) => ({ newFailures, fixed })),
  }
}

it('a check that no longer runs is not fixed, and fixed when it runs again and holds', () => {
  const other = judgedCheck('status')
  const { rows } = kept(
    [[fail], [other], [other], [pass]].map((checks, day) => night(day + 1, checks)),
  )
  expect(rows.map(({ fixed }) => fixed.length)).toEqual([0, 0, 0, 1])
})

it('nothing is new where no run went before, be it a region or another server', () => {
  const { rows } = kept([night(1, [pass]), night(2, [pass, fail]), night(3, [fail, fail])])
  expect(rows.map(({ newFailures }) => newFailures.length)).toEqual([0, 0, 1])
  const staging = { ...night(2, [fail]), target: { name: 'gateway', endpoint: 'https://staging' } }
  const servers = kept([night(1, [pass]), staging, night(3, [pass])])
  expect(servers.rows).toEqual(servers.rows.map(() => ({ newFailures: [], fixed: [] })))
})

it('a time that cells share is one measurement', () => {
  const timed = (total: number, name: string) =>
    judgedCell([pass], { case: name, timing: { firstByte: total, total } })
  const alone = [timed(10, 'chat.a'), timed(20, 'chat.b'), timed(30, 'chat.c')]
  const shared = Array.from({ length: 9 }, (_, index) => timed(30, `stream.${index}`))
  const timingOf = (cells: typeof alone) => historyEntry(judgedReport(cells)).timing
  expect(timingOf([...alone, ...shared])).toEqual(timingOf(alone))
})

it('the trend names another suite, another version and another server', () => {
  const first = night(1, [pass])
  const second = {
    ...night(2, [pass]),
    suiteVersion: '9.0.0',
    target: { ...first.target, version: '2' },
  }
  const third = { ...second, startedAt: '2026-01-03', target: { name: 'b', endpoint: 'https://b' } }
  const rows = trendOf([first, second, third].map((report) => historyEntry(report)))
  expect(rows.map(({ changed }) => changed)).toEqual([
    {},
    { suite: '9.0.0', version: '2' },
    { server: 'https://b' },
  ])
})
