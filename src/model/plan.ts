/** What will run. */
import type { Case, Check } from './case.ts'
import type { Model, Surface } from './target.ts'
import type { ApiName } from './words.ts'

/** Case × API × region × model: the unit that runs and that a matrix shows. */
export interface Cell {
  readonly case: Case
  readonly api: ApiName
  readonly region: string
  readonly model: Model
  readonly surface: Surface
  /** Which of its checks were asked for, by id and level; absent means all. */
  readonly wants?: (check: Pick<Check, 'id' | 'level'>) => boolean
}

/** Stable name of a cell, for sorting, sharding and comparing. */
export function cellKey(cell: {
  readonly case: string
  readonly api: string
  readonly region: string
  readonly model: string
}): string {
  return `${cell.case} [${cell.api} ${cell.region} ${cell.model}]`
}
