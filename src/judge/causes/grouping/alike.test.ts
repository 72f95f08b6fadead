import { describe, expect, it } from 'vitest'
import type { Location } from '../../../model/findings/finding.ts'
import type { CellResult, CheckResult } from '../../../model/report.ts'
import { judgedCell, judgedCheck } from '../../testing/cells.ts'
import { causesOf } from '../causes.ts'

function found(code: string, at?: Location, members: Partial<CheckResult> = {}): CheckResult {
  const finding = { code, message: `It is ${code}.`, expected: 'a', received: 'b' }
  return judgedCheck(code, 'fail', code, { finding: { ...finding, ...(at && { at }) }, ...members })
}

const finding = (code: string, message: string): CheckResult =>
  judgedCheck(code, 'fail', code, { finding: { code, message, expected: 'a', received: 'b' } })

const codesIn = (...cells: (readonly CheckResult[])[]): string[] =>
  causesOf(
    cells.map((checks, at): CellResult => judgedCell(checks, { case: `a.${at}` })),
    { target: 't' },
  ).causes.map(({ code }) => code)

describe('findings at one location of a response', () => {
  it('have one cause, the one that is seen more often', () => {
    const at = { item: 3, pointer: '/usage' }
    expect(codesIn([found('one', at), found('two', at)], [found('two', at)])).toEqual(['two'])
  })

  it.each<[string, Location, Partial<CheckResult>]>([
    ['event', { item: 4, pointer: '/usage' }, {}],
    ['member', { item: 3, pointer: '/usage/total' }, {}],
    ['exchange', { item: 3, pointer: '/usage' }, { exchange: 1 }],
  ])('have a cause each where the %s is another', (_, at, members) => {
    const one = found('one', { item: 3, pointer: '/usage' })
    expect(codesIn([one, found('two', at, members)])).toHaveLength(2)
  })

  it('have a cause each where most of the one lie elsewhere', () => {
    const at = { pointer: '/usage' }
    const elsewhere = [found('one', { pointer: '/id' })]
    const other = [found('two', { pointer: '/model' })]
    expect(codesIn([found('one', at), found('two', at)], elsewhere, other)).toHaveLength(2)
  })

  it('have a cause each where the one is known', () => {
    const at = { pointer: '/usage' }
    const known = found('two', at, { verdict: 'known' })
    expect(codesIn([found('one', at), known])).toHaveLength(2)
  })

  it('of the whole response do not join other codes', () => {
    expect(codesIn([found('one'), found('two')])).toHaveLength(2)
  })
})

describe('findings that say the same', () => {
  it('have one cause, whatever their codes and numbers', () => {
    const cells = [
      [finding('one', 'The 3 errors have no text.')],
      [finding('two', 'The 4 errors have no text.')],
    ]
    expect(codesIn(...cells)).toHaveLength(1)
  })

  it('with one code in other words have one cause in one exchange, and two elsewhere', () => {
    const [one, other] = [finding('one', 'It is there.'), finding('one', 'It is part of it.')]
    expect(codesIn([one, other])).toHaveLength(1)
    expect(codesIn([one], [other])).toHaveLength(2)
  })
})

it('a finding is not explained by a later exchange of its cell', () => {
  const later = found('sse.no-events', undefined, { exchange: 1 })
  expect(codesIn([found('usage.missing'), later])).toHaveLength(2)
  expect(codesIn([found('usage.missing', undefined, { exchange: 2 }), later])).toHaveLength(1)
})
