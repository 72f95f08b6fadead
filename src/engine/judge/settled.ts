/** Whether the repeats of a step that came are enough for the checks that read them. */
import { assertions } from '../../assertions/registry.ts'
import { possibleChecks, type Cell, type PlannedStep } from '../../model/plan.ts'
import type { Play } from '../play/play.ts'
import { inputOf } from './input.ts'
import { argsOf } from './look.ts'

/**
 * Whether no further repeat of a step can change what its checks say of all of them together.
 *
 * @param left repeats that are still to come
 */
export function areSettled(
  cell: Cell,
  step: PlannedStep,
  played: Pick<Play, 'values' | 'steps'>,
  left: number,
): boolean {
  const observation = played.steps.get(step.id)?.at(-1)
  if (observation === undefined) return false
  const { values } = played
  const input = inputOf({ cell, step, played, observation, values })
  return possibleChecks(step).every((check) => {
    const settled = assertions.get(check.assert)?.settled
    if (settled === undefined) return true
    const args = argsOf(check, values)
    return 'value' in args && settled(args.value, input, left)
  })
}
