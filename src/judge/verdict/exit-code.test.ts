import { expect, it } from 'vitest'
import type { Reason, Verdict } from '../../model/names.ts'
import { exitCodeOf } from './exit-code.ts'
import { judgedCell, judgedCheck } from '../testing/cells.ts'

function codeFor(counts: Partial<Record<Verdict, number>>): number {
  const checks = Object.entries(counts).flatMap(([verdict, number]) =>
    Array.from({ length: number }, (_, index) => judgedCheck(`c${index}`, verdict as Verdict)),
  )
  return exitCodeOf([judgedCell(checks)])
}

it.each<[Partial<Record<Verdict, number>>, number]>([
  [{ pass: 10, warn: 3, known: 2, unsupported: 5 }, 0],
  [{ pass: 1000, fail: 1 }, 1],
  [{ fail: 1, error: 5, fixed: 1, inconclusive: 9 }, 1],
  [{ pass: 9, error: 1 }, 1],
  [{ error: 9 }, 3],
  [{ error: 9, inconclusive: 1, unsupported: 1 }, 3],
  [{ pass: 10, fixed: 1 }, 4],
  [{ pass: 95, inconclusive: 5 }, 0],
  [{ pass: 94, inconclusive: 6 }, 5],
  [{ pass: 5, inconclusive: 6, fixed: 1 }, 5],
  [{ unsupported: 4 }, 5],
  [{}, 5],
])('%o results in exit code %i', (counts, code) => {
  expect(codeFor(counts)).toBe(code)
})

it('a fault of this program has an exit code of its own, also beside a violation', () => {
  const faulty = { ...judgedCheck('x', 'error'), fault: true as const }
  expect(exitCodeOf([judgedCell([faulty, judgedCheck('y', 'fail')])])).toBe(70)
  expect(exitCodeOf([judgedCell([faulty])])).toBe(70)
})

const should = { ...judgedCheck('s', 'pass'), level: 'should' as const }
const unjudged = (reason: Reason) => judgedCheck('u', 'inconclusive', '', { reason })

it('a run that judged none of its must checks is undecided, and one without any is not', () => {
  const unsupported = judgedCell([judgedCheck('m', 'unsupported')])
  expect(exitCodeOf([unsupported, judgedCell([should])])).toBe(5)
  expect(exitCodeOf([judgedCell([should])])).toBe(0)
  expect(exitCodeOf([unsupported, judgedCell([should, judgedCheck('n', 'pass')])])).toBe(0)
})

it('a cell of which any must check found nothing to judge is open as a whole', () => {
  const passes = Array.from({ length: 9 }, (_, index) => judgedCheck(`p${index}`, 'pass'))
  const others = judgedCell(Array.from({ length: 100 }, () => judgedCheck('x', 'pass')))
  expect(exitCodeOf([others, judgedCell([...passes, unjudged('not-judged')])])).toBe(5)
})

it('what a recording cannot decide does not count while half of its cell was judged', () => {
  const cell = (passed: number) =>
    judgedCell([
      ...Array.from({ length: passed }, () => judgedCheck('p', 'pass')),
      ...Array.from({ length: 4 }, () => unjudged('not-captured')),
    ])
  expect(exitCodeOf([cell(4)])).toBe(0)
  expect(exitCodeOf([cell(3)])).toBe(5)
})
