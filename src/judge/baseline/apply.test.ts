import { describe, expect, it } from 'vitest'
import type { CellResult } from '../../model/report.ts'
import { baselineEntry, judgedCell, judgedCheck } from '../testing/cells.ts'
import { markFixed } from './apply.ts'
import { judgeEntries } from './entry-state.ts'

const known = judgedCheck('done-last', 'known', 'sse.done-missing')
const passing = judgedCheck('done-last')

function fixedIn(cells: readonly CellResult[]): CellResult[] {
  const entries = judgeEntries([baselineEntry()], { cells })
  return cells.map((cell) => markFixed(cell, entries))
}

describe('what is fixed', () => {
  it('is marked in every cell of the scope, and nothing else is', () => {
    const cells = [judgedCell([passing, judgedCheck('status')])]
    const [marked] = fixedIn(cells)
    expect(marked?.checks.map(({ verdict }) => verdict)).toEqual(['fixed', 'pass'])
  })

  it('is not marked while it still fails elsewhere', () => {
    const cells = [judgedCell([passing]), judgedCell([known], { region: 'eu-west-1' })]
    expect(fixedIn(cells).flatMap(({ checks }) => checks)).toEqual([passing, known])
  })
})
