/** The availability that a cell observed: the class and its evidence, for the matrix. */
import type { Cell } from '../../model/plan.ts'
import type { CellResult } from '../../model/report.ts'
import type { Play } from '../play/play.ts'

/** The assertion that marks a case about availability. */
const assertion = 'availability'

/** The member of the cell's result; empty for other cases, and where no answer was classified. */
export function availabilityIn(cell: Cell, play: Play): Pick<CellResult, 'availability'> {
  const check = cell.case.checks.find(({ assert }) => assert === assertion)
  const step = cell.steps.find(({ id }) => id === check?.step)
  if (step === undefined) return {}
  const seen = play.steps.get(step.id)?.at(-1)?.answer
  const answer = seen ?? play.notSent.get(step.id)?.answer
  if (answer === undefined) return {}
  const model = step.model.id
  const expected = cell.endpoint.expected?.(model, cell.region, step.api)
  return { availability: { ...answer, model, ...(expected !== undefined && { expected }) } }
}
