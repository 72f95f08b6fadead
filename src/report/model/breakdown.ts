/** Checks by verdict, for each suite, API, region and model as far as that stays a short table. */
import { groupBy } from '../../model/lists/group-by.ts'
import type { CellResult, Summary } from '../../model/report.ts'
import { summarise } from './summary.ts'
import { varyingAxes } from './axes.ts'

type RowAxis = 'suite' | 'api' | 'region' | 'model'

export interface Breakdown {
  readonly axes: readonly RowAxis[]
  /** A row for each combination of values of the axes, in order of first appearance. */
  readonly rows: readonly { readonly names: readonly string[]; readonly counts: Summary }[]
}

/** A terminal shows about this many lines at once. */
const mostRows = 20

/** The finest breakdown that has at most 20 rows; without any cell, no rows. */
export function breakdownOf(cells: readonly CellResult[]): Breakdown {
  const [finest] = breakdownsOf(cells)
  return finest ?? { axes: ['suite'], rows: rowsOf(cells, ['suite']) }
}

/** The breakdowns that have at most 20 rows, the finest first, each made when it is asked for. */
export function* breakdownsOf(cells: readonly CellResult[]): Generator<Breakdown> {
  const varying = varyingAxes(cells)
  const candidates: (readonly RowAxis[])[] = [
    varying.length > 0 ? varying : ['api'],
    ['region', 'model'],
    ['api', 'model'],
    ['region'],
    ['model'],
    ['api'],
  ]
  for (const axes of candidates) {
    const rows = rowsOf(cells, axes)
    if (rows.length <= mostRows) yield { axes, rows }
  }
}

function rowsOf(cells: readonly CellResult[], axes: readonly RowAxis[]): Breakdown['rows'] {
  return byAxes(cells, axes).map((group) => ({
    names: axes.map((axis) => group[0]?.[axis] ?? ''),
    counts: summarise(group),
  }))
}

function byAxes(cells: readonly CellResult[], axes: readonly RowAxis[]): CellResult[][] {
  return groupBy(cells, (cell) => axes.map((axis) => cell[axis]))
}
