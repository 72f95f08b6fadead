import { describe, expect, it } from 'vitest'
import { failingCheck, sampleCell, sampleCheck, sampleReport } from '../testing/sample.ts'
import { effectsOf } from './causes.ts'
import { groupsOf } from './group.ts'
import { modelOf } from './model.ts'

describe('the groups of a report', () => {
  it('hold the cells of one defect, the defect with the most cells first', () => {
    const rare = failingCheck({ id: 'rare' })
    const cells = ['a', 'b', 'c'].map((region, index) =>
      sampleCell({ region, checks: index === 0 ? [rare, failingCheck()] : [failingCheck()] }),
    )
    const { groups } = modelOf(sampleReport(cells))
    expect(groups.map((group) => [group.check.id, group.cells.length])).toEqual([
      ['done-last', 3],
      ['rare', 1],
    ])
  })

  it('differ by verdict, check, rule and code, and by the reason where there is no finding', () => {
    const finding = { ...failingCheck().finding!, code: 'other.code' }
    const skipped = { verdict: 'inconclusive', id: 'x' } as const
    const checks = [
      failingCheck(),
      failingCheck({ verdict: 'warn' }),
      failingCheck({ id: 'other' }),
      failingCheck({ rule: 'other.rule' }),
      failingCheck({ finding }),
      sampleCheck({ ...skipped, reason: 'throttled' }),
      sampleCheck({ ...skipped, reason: 'interrupted' }),
      sampleCheck(),
    ]
    const model = modelOf(
      sampleReport([sampleCell({ checks }), sampleCell({ region: 'r', checks })]),
    )
    expect(model.groups).toHaveLength(7)
    expect(groupsOf(model, 'warn', 'inconclusive')).toHaveLength(3)
    expect(groupsOf(model, 'pass')).toEqual([])
  })
})

describe('the breakdown of a report', () => {
  it('takes the finest axes that fit in 20 rows', () => {
    const grid = (regions: number, models: number) =>
      Array.from({ length: regions * models }, (_, index) =>
        sampleCell({ region: `r${index % regions}`, model: `m${Math.floor(index / regions)}` }),
      )
    const axes = (regions: number, models: number) =>
      modelOf(sampleReport(grid(regions, models))).breakdown.axes
    expect(axes(4, 5)).toEqual(['region', 'model'])
    expect(axes(4, 6)).toEqual(['api', 'model'])
    expect(axes(4, 30)).toEqual(['region'])
    expect(axes(30, 30)).toEqual(['api'])
  })

  it('adds up to the summary', () => {
    const checks = [sampleCheck(), failingCheck()]
    const cells = ['a', 'b'].map((region) => sampleCell({ region, checks }))
    const { report, breakdown } = modelOf(sampleReport([...cells, sampleCell({ checks: [] })]))
    for (const name of ['cells', 'checks', 'pass', 'fail', 'inconclusive'] as const) {
      const sum = breakdown.rows.reduce((total, { counts }) => total + counts[name], 0)
      expect(sum).toBe(report.summary[name])
    }
  })
})

it('attempts that were repeated are summed over all cells', () => {
  expect(
    modelOf(sampleReport([sampleCell({ retries: 2 }), sampleCell({ retries: 1 })])).retries,
  ).toBe(3)
})

it('what follows from a cause is summed by code, apart from what was not judged', () => {
  const consequences = [
    { rule: 'a', code: 'usage.sum', checks: 2 },
    { rule: 'b', code: 'text.empty', checks: 4 },
    { rule: 'c', code: 'usage.sum', checks: 3 },
    { rule: 'a', code: 'prerequisite', checks: 5 },
    { rule: 'b', code: 'prerequisite', checks: 6 },
  ]
  expect(effectsOf({ consequences })).toEqual({
    fails: [
      ['usage.sum', 5],
      ['text.empty', 4],
    ],
    notJudged: 11,
  })
})
