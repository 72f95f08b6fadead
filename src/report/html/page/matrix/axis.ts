/** What the columns of the matrix are: the values of one axis. */
import type { RunPage } from '../../data.ts'
import type { Cell } from '../run.ts'

export const axes = ['api', 'region', 'model', 'region and model'] as const
export type Axis = (typeof axes)[number]

/** The column of a cell. */
export function columnOf(cell: Cell, axis: Axis): string {
  return axis === 'region and model' ? `${cell.region} · ${cell.model}` : cell[axis]
}

/** Columns of `cells`, in the order of first appearance. */
export function columnsOf(cells: readonly Cell[], axis: Axis): string[] {
  return [...new Set(cells.map((cell) => columnOf(cell, axis)))]
}

/** APIs, or the first axis that has more than one value. */
export function defaultAxis({ apis, regionNames, models }: RunPage): Axis {
  if (apis.length > 1) return 'api'
  if (regionNames.length > 1) return 'region'
  return models.length > 1 ? 'model' : 'api'
}
