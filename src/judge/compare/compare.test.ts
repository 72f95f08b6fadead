import { describe, expect, it } from 'vitest'
import type { Comparison } from '../../model/comparison.ts'
import { runReplies, type CellResult, type CheckResult, type Report } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import { compareReports } from './compare.ts'
import { historyEntry } from '../history/entry.ts'
import { judgedCell, judgedCheck, judgedReport } from '../testing/cells.ts'

function night(day: number, checks: readonly CheckResult[], members: Partial<Report> = {}): Report {
  const startedAt = `2026-01-${String(day).padStart(2, '0')}T03:00:00.000Z`
  return judgedReport([judgedCell(checks)], { startedAt, ...members })
}

function after(...verdicts: Verdict[]): Comparison {
  return compareReports(
    verdicts.map((verdict, day) => night(day + 1, [judgedCheck('done', verdict)])),
  )
}

const lists = ['newFailures', 'newWarnings', 'fixed', 'stillFailing', 'flaky', 'lost'] as const

function listsOf(comparison: Comparison): string[] {
  return lists.filter((name) => comparison[name].length > 0)
}

describe('a check that goes', () => {
  it.each<[Verdict, Verdict, string[], boolean]>([
    ['pass', 'pass', [], false],
    ['pass', 'fail', ['newFailures'], true],
    ['pass', 'warn', ['newWarnings'], false],
    ['pass', 'known', ['stillFailing'], false],
    ['fail', 'pass', ['fixed'], false],
    ['known', 'fixed', ['fixed'], false],
    ['warn', 'pass', ['fixed'], false],
    ['fail', 'fail', ['stillFailing'], false],
    ['known', 'fail', ['stillFailing'], false],
    ['inconclusive', 'fail', ['newFailures'], true],
    ['pass', 'inconclusive', ['lost'], false],
    ['fail', 'error', ['lost'], false],
    ['pass', 'error', ['lost'], false],
    ['inconclusive', 'error', [], false],
  ])('from %s to %s is listed as %j; a regression: %s', (before, now, expected, isWorse) => {
    const comparison = after(before, now)
    expect(listsOf(comparison)).toEqual(expected)
    expect(comparison.regressions.length > 0).toBe(isWorse)
  })

  it('from one finding to another is a new failure', () => {
    const reports = ['sse.cut', 'sse.done-missing'].map((code, day) =>
      night(day + 1, [judgedCheck('done', 'fail', code)]),
    )
    expect(listsOf(compareReports(reports))).toEqual(['newFailures'])
  })

  it('from a finding that the baseline expects to the same at another pointer is a new failure', () => {
    const at = (verdict: Verdict, ...pointers: string[]): CheckResult => {
      const [finding, ...others] = pointers.map((pointer) => ({ code: 'a.b', pointer }))
      const { finding: shown, ...check } = judgedCheck('done', verdict, 'a.b')
      const pinned = shown && { ...shown, at: { pointer: finding?.pointer ?? '' } }
      return { ...check, ...(pinned && { finding: pinned }), alsoFound: others }
    }
    const listsFrom = (before: CheckResult, now: CheckResult) =>
      listsOf(compareReports([night(1, [before]), night(2, [now])]))
    const known = at('known', '/usage')
    expect(listsFrom(known, at('fail', '/choices', '/usage'))).toEqual(['newFailures'])
    expect(listsFrom(known, at('fail', '/usage'))).toEqual(['stillFailing']) // no entry any more
    // A list may have grown before it.
    expect(listsFrom(at('known', '/data/3/id'), at('fail', '/data/5/id'))).toEqual(['stillFailing'])
  })

  it('names what is new beside a finding that the baseline expects, with or without a pointer', () => {
    const now = judgedCheck('done', 'fail', 'a.b', { alsoFound: [{ code: 'c.d' }] })
    const reports = [night(1, [judgedCheck('done', 'known', 'a.b')]), night(2, [now])]
    expect(compareReports(reports).newFailures[0]?.otherwise).toEqual(['c.d'])
  })

  it('from a mistake in one member of the answer to one in another is a new failure', () => {
    const at = (...pointers: string[]): CheckResult => {
      const [pointer = '', ...others] = pointers
      const { finding, ...check } = judgedCheck('schema', 'fail', 'schema.type')
      const alsoFound = others.map((other) => ({ code: 'schema.type', pointer: other }))
      return { ...check, ...(finding && { finding: { ...finding, at: { pointer } } }), alsoFound }
    }
    const compared = (before: CheckResult, now: CheckResult) =>
      compareReports([night(1, [before]), night(2, [now])])
    const worse = compared(at('/usage'), at('/usage', '/choices/0/text'))
    expect(worse.regressions).toEqual(['1 check fails in another way'])
    expect(worse.newFailures[0]?.otherwise).toEqual(['schema.type /choices/*/text'])
    expect(compared(at('/choices/0/text'), at('/choices/1/text')).regressions).toEqual([])
    expect(compared(at('/usage', '/choices/0/text'), at('/usage')).regressions).toEqual([])
    // A check that found this number of kinds may have left out others.
    const many = Array.from({ length: 20 }, (_, index) => `/member-${index}`)
    expect(compared(at('/usage', ...many), at('/other')).regressions).toEqual([])
  })

  it('out of reach for good is a regression, a throttled one is not', () => {
    const lost = (reason: 'prerequisite' | 'throttled') => [
      night(1, [judgedCheck('done')]),
      night(2, [judgedCheck('done', 'inconclusive', '', { reason })]),
    ]
    expect(compareReports(lost('prerequisite')).regressions).toEqual([
      '1 must check can no longer be judged',
    ])
    expect(compareReports(lost('throttled')).regressions).toEqual([])
  })
})

it('what stands on a broken connection is lost, and no regression', () => {
  const open = judgedCheck('b', 'inconclusive', '', { reason: 'prerequisite' })
  const broken = night(2, [judgedCheck('a', 'error'), open])
  const { lost, regressions } = compareReports([
    night(
      1,
      ['a', 'b'].map((id) => judgedCheck(id)),
    ),
    broken,
  ])
  expect([lost.length, regressions]).toEqual([2, []])
})

it('other cells that were not sent for the same broken connection are no regression either', () => {
  const because = 'example.org closed the connection.'
  const cell = judgedCell([judgedCheck('a')])
  const other = { ...cell, case: 'chat.other' }
  const open = judgedCheck('a', 'inconclusive', '', { reason: 'prerequisite', because })
  const broken = [
    { ...cell, checks: [judgedCheck('a', 'error', '', { because })] },
    { ...other, checks: [open] },
  ]
  const compared = (cells: readonly CellResult[]) =>
    compareReports([judgedReport([cell, other]), judgedReport(cells)]).regressions
  expect(compared(broken)).toEqual([])
  expect(compared([cell, { ...other, checks: [{ ...open, because: 'withdrawn' }] }])).toHaveLength(
    1,
  )
})

it('a failure of a check that was not there is new in the same suite, and one of a check that was in any', () => {
  const failing = judgedCheck('done', 'fail', 'sse.cut')
  const compared = (before: readonly CheckResult[], members: Partial<Report> = {}) =>
    compareReports([night(1, before), night(2, [failing], members)]).regressions
  const regression = ['1 check fails that did not']
  expect(compared([])).toEqual(regression)
  expect(compared([], { suiteVersion: '0.2.0' })).toEqual([])
  expect(compared([judgedCheck('done')], { suiteVersion: '0.2.0' })).toEqual(regression)
})

describe('more than two runs', () => {
  it('part a failure that is new from one that could not be judged in between', () => {
    expect(listsOf(after('fail', 'inconclusive', 'fail'))).toEqual(['stillFailing'])
    const absent = [[judgedCheck('done', 'fail')], [], [judgedCheck('done', 'fail')]]
    const reports = absent.map((checks, day) => night(day + 1, checks))
    expect(listsOf(compareReports(reports))).toEqual(['newFailures'])
  })

  it('tell since when a check fails, over runs that could not judge it', () => {
    const [lasting] = after('pass', 'fail', 'inconclusive', 'fail', 'fail').stillFailing
    expect(lasting?.since).toEqual({ at: '2026-01-02T03:00:00.000Z', runs: 3 })
  })

  it('tell a flaky check from a new failure', () => {
    const flaky = after('pass', 'fail', 'pass', 'fail')
    expect(listsOf(flaky)).toEqual(['flaky'])
    expect(flaky.flaky[0]?.pattern).toBe('+-+-')
    expect(flaky.regressions).toEqual([])
    expect(listsOf(after('pass', 'pass', 'pass', 'fail'))).toEqual(['newFailures'])
    expect(listsOf(after('fail', 'fail', 'pass', 'fail'))).toEqual(['newFailures'])
  })

  it('do not make a check flaky that turned long ago', () => {
    const steady = (nights: number): Verdict[] => Array.from({ length: nights }, () => 'pass')
    expect(listsOf(after('pass', 'fail', ...steady(11), 'fail'))).toEqual(['flaky'])
    expect(listsOf(after('pass', 'fail', ...steady(12), 'fail'))).toEqual(['newFailures'])
  })

  it('may come from the history of the same server', () => {
    const past = [1, 2].map((day) => historyEntry(night(day, [judgedCheck('done', 'fail')])))
    const reports = [3, 4].map((day) => night(day, [judgedCheck('done', 'fail')]))
    const since = (history: typeof past) =>
      compareReports(reports, { history }).stillFailing[0]?.since.runs
    expect(since(past)).toBe(4)
    expect(since(past.map((entry) => ({ ...entry, endpoint: 'https://elsewhere' })))).toBe(2)
  })
})

describe('cells', () => {
  const one = judgedCell([judgedCheck('done')])
  const two = { ...one, region: 'eu-west-1' }

  it('that are gone are a regression, unless the runs had different selections', () => {
    const reports = [judgedReport([one, two]), judgedReport([one])] as const
    expect(compareReports(reports)).toMatchObject({
      vanished: [two],
      regressions: ['1 cell is gone'],
    })
    const narrowed = { ...reports[1], selection: { regions: ['us-west-2'] } }
    expect(compareReports([reports[0], narrowed])).toMatchObject({
      regressions: [],
      caveats: [expect.stringContaining('different selections')],
    })
  })

  it('about the replies of a whole run may be gone: with fewer replies it is absent', () => {
    const row = { ...one, case: runReplies }
    expect(compareReports([judgedReport([one, row]), judgedReport([one])])).toMatchObject({
      vanished: [],
      regressions: [],
    })
  })

  it('that are new and fail are no regression of what was there', () => {
    const failing = { ...two, checks: [judgedCheck('done', 'fail')] }
    const comparison = compareReports([judgedReport([one]), judgedReport([one, failing])])
    expect(comparison).toMatchObject({ appeared: [failing], regressions: [] })
  })

  it('of a newer suite may have checks that fail at once', () => {
    const newer = judgedCell([judgedCheck('done'), judgedCheck('new', 'fail')])
    const upgrade = compareReports([
      judgedReport([one]),
      judgedReport([newer], { suiteVersion: '0.2.0' }),
    ])
    expect(upgrade).toMatchObject({ newFailures: [{ check: { id: 'new' } }], regressions: [] })
  })
})

describe('a run that could not judge again what was judged', () => {
  const nights = (now: readonly CheckResult[], members: Partial<Report> = {}): Comparison => {
    const checks = now.map(({ id, level }) => ({ ...judgedCheck(id), level }))
    const gone = Array.from({ length: 20 - now.length }, (_, index) => judgedCheck(`gone-${index}`))
    return compareReports([night(1, [...checks, ...gone]), night(2, now, members)])
  }
  const passing = (count: number): CheckResult[] =>
    Array.from({ length: count }, (_, index) => judgedCheck(`p${index}`))
  const open = (id: string, verdict: Verdict = 'inconclusive') => judgedCheck(id, verdict)
  const sentence = '2 of 20 must checks that were judged before could not be judged again'

  it.each<[string, CheckResult[], string | undefined]>([
    ['one in twenty', [...passing(19), open('a')], undefined],
    [
      'one in twenty, an error',
      [...passing(19), open('a', 'error')],
      '1 must check that was judged before ended in an error',
    ],
    ['two, one of them an error', [...passing(18), open('a'), open('b', 'error')], sentence],
    ['two that are absent', passing(18), sentence],
    [
      'two of which one should hold',
      [...passing(18), open('a'), { ...open('b'), level: 'should' }],
      '1 of 19 must checks that were judged before could not be judged again',
    ],
  ])('is undecided beyond the tolerated share: %s', (_, now, undecided) => {
    const comparison = nights(now)
    expect(comparison.regressions).toEqual([])
    expect(comparison.undecided).toBe(undecided)
  })

  it('does not miss what another suite lacks', () => {
    expect(nights(passing(10), { suiteVersion: '0.2.0' }).undecided).toBeUndefined()
  })
})

it('counts new warnings as regressions when asked to', () => {
  const reports = [night(1, [judgedCheck('done')]), night(2, [judgedCheck('done', 'warn')])]
  expect(compareReports(reports, { strict: true }).regressions).toEqual(['1 new warning'])
})

it.each<[string, Partial<Report>]>([
  ['an interrupted run', { interrupted: true }],
  [
    'a merged run without a part',
    { problems: ['Missing: shard 2/2: 1 of 2 cells were not judged.'] },
  ],
])('%s has not lost the cells that it lacks: nothing is known of them', (_, members) => {
  const [done] = [judgedCheck('done')]
  const cells = ['chat.a', 'chat.b'].map((name) => judgedCell([done], { case: name }))
  const whole = judgedReport(cells, { startedAt: '2026-01-01T03:00:00.000Z' })
  const part = judgedReport(cells.slice(1), { startedAt: '2026-01-02T03:00:00.000Z', ...members })
  expect(compareReports([whole, part])).toMatchObject({
    caveats: [expect.stringMatching(/interrupted|shard 2/)],
    regressions: [],
    undecided: '1 of 2 must checks that were judged before could not be judged again',
  })
  expect(compareReports([part, whole])).toMatchObject({ regressions: [] })
})
