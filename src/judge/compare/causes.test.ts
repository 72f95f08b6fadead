import { expect, it } from 'vitest'
import type { Comparison } from '../../model/comparison.ts'
import type { Report } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import { judgedCell, judgedCheck, judgedReport } from '../testing/cells.ts'
import { compareReports } from './compare.ts'

/** Verdict and code of each check of a run, each check in a cell of its own. */
type Checks = Readonly<Record<string, readonly [Verdict, code?: string]>>

function night(day: number, checks: Checks): Report {
  const cells = Object.entries(checks).map(([id, [verdict, code = 'sse.cut']]) =>
    judgedCell([judgedCheck('done', verdict, code, { reason: 'throttled' })], { case: `a.${id}` }),
  )
  return judgedReport(cells, { startedAt: `2026-01-0${day}T03:00:00.000Z` })
}

function causesOf(...nights: readonly Checks[]): string[] {
  const { causes }: Comparison = compareReports(nights.map((checks, day) => night(day + 1, checks)))
  return causes.map(({ state, cause: { code }, before, now, since }) => {
    const row = since === undefined ? '' : ` since ${since.at.slice(8, 10)}`
    return `${state} ${code} ${before} → ${now}${row}`
  })
}

it('a cause is new, still there or gone, with how many checks show it', () => {
  expect(
    causesOf(
      { a: ['fail'], b: ['fail'], c: ['fail', 'usage.sum'], d: ['pass'] },
      { a: ['fail'], b: ['pass'], c: ['pass'], d: ['fail', 'finish.missing'] },
    ),
  ).toEqual(['new finish.missing 0 → 1', 'still sse.cut 2 → 1 since 01', 'gone usage.sum 1 → 0'])
})

it('a cause that became known, or is known no longer, is still there', () => {
  expect(causesOf({ a: ['fail'], b: ['fail'] }, { a: ['known'], b: ['known'] })).toEqual([
    'still sse.cut 2 → 2 since 01',
  ])
  expect(causesOf({ a: ['known'] }, { a: ['fail'] })).toEqual(['still sse.cut 1 → 1 since 01'])
  expect(causesOf({ a: ['known'], b: ['known'] }, { a: ['known'], b: ['fail'] })).toEqual([
    'still sse.cut 2 → 2 since 01',
  ])
})

it('a known failure that did not show before counts none before', () => {
  expect(causesOf({ a: ['pass'] }, { a: ['known'] })).toEqual(['still sse.cut 0 → 1 since 02'])
  expect(causesOf({ a: ['fail'] }, { a: ['inconclusive'] }, { a: ['fail'] })).toEqual([
    'still sse.cut 1 → 1 since 01',
  ])
})

it('a cause whose checks cannot be judged any more is not gone', () => {
  expect(causesOf({ a: ['fail'], b: ['fail'] }, { a: ['inconclusive'], b: ['pass'] })).toEqual([
    'open sse.cut 2 → 0',
  ])
  expect(causesOf({ a: ['fail'], b: ['pass'] }, { b: ['pass'] })).toEqual(['open sse.cut 1 → 0'])
})

it('a failure that has another cause now is not gone, and a new defect is', () => {
  expect(causesOf({ a: ['fail'] }, { a: ['fail', 'usage.sum'] })).toEqual(['new usage.sum 0 → 1'])
})

it('says since when, over runs that could not judge it', () => {
  expect(
    causesOf(
      { a: ['pass'] },
      { a: ['fail'] },
      { a: ['inconclusive'] },
      { a: ['fail'] },
      { a: ['fail'] },
    ),
  ).toEqual(['still sse.cut 1 → 1 since 02'])
})

it('nothing that fails has no cause that changed', () => {
  expect(causesOf({ a: ['pass'] }, { a: ['pass'] })).toEqual([])
  expect(causesOf({ a: ['inconclusive'] }, { a: ['error'] })).toEqual([])
})
