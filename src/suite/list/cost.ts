/** What sending a cell costs, without repeats that throttling or a lost connection cause. */
import { weighsRepeats } from '../../assertions/registry.ts'
import type { Cell } from '../../model/plan.ts'
import { chainOfStep } from '../../model/run/sent.ts'
import { costOfCell } from './list.ts'

/** What a cell and its steps cost with `samples` runs of each behaviour. */
export function cellCost(cell: Cell, samples: number): ReturnType<typeof costOfCell> {
  return costOfCell(cell, samples, weighsRepeats)
}

/** Exchanges of a cell that are sent one after the other. */
export function chainOf({ steps }: Cell): number {
  return steps.reduce((sum, step) => sum + chainOfStep(step), 0)
}
