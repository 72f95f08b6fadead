import { expect, it } from 'vitest'
import type { CellResult } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import { judgedCell, judgedCheck } from '../testing/cells.ts'
import { causesOf } from './causes.ts'

const finding = { code: 'usage.sum', message: 'It is wrong.', expected: 'a', received: 'b' }

const cell = (id: string, verdict: Verdict, at: Partial<CellResult> = {}, check = 'sum') =>
  judgedCell([judgedCheck(check, verdict, 'usage', verdict === 'fail' ? { finding } : {})], {
    case: id,
    ...at,
  })

const passing = (...cells: readonly CellResult[]) =>
  causesOf(cells, { target: 't' }).causes.map((cause) => cause.passing)

it('a fault that shows at times names how often its checks pass on the same API, in the region, for the model', () => {
  expect(passing(cell('a', 'fail'), cell('b', 'pass'), cell('c', 'pass'))).toEqual([2])
})

it('a fault that always shows has no check that passes there', () => {
  expect(passing(cell('a', 'fail'), cell('b', 'fail'))).toEqual([0])
})

it.each<[string, CellResult]>([
  ['another API', cell('b', 'pass', { api: 'converse' })],
  ['another region', cell('b', 'pass', { region: 'eu-west-1' })],
  ['another model', cell('b', 'pass', { model: 'another' })],
  ['another check', cell('b', 'pass', {}, 'other')],
])('what passes on %s does not count', (_, other) => {
  expect(passing(cell('a', 'fail'), other)).toEqual([0])
})
