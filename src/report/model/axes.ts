import type { CellResult } from '../../model/report.ts'

/** The axes of a run beside the case. */
export type Axis = 'api' | 'region' | 'model'
const axes: readonly Axis[] = ['api', 'region', 'model']

/** Axes on which `cells` have more than one value. */
export function varyingAxes(cells: readonly CellResult[]): Axis[] {
  return axes.filter((axis) => new Set(cells.map((cell) => cell[axis])).size > 1)
}
