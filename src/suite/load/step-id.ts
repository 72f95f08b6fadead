/** How the id of a check names the step that it judges. */
import { mainStep, type Check } from '../../model/case.ts'

/**
 * The id of a check in results, unique within its case: the author's own for the step `main`,
 * `step.id` for every other step. Every id that is reported, selected or pinned comes from here.
 *
 * @param step the step it judges
 * @param id as written in the case or in the protocol pack
 */
export function checkIdIn(step: string, id: string): string {
  return step === mainStep ? id : `${step}.${id}`
}

/** A check as it judges one step: its id and those it needs become unique in the case. */
export function inStep(check: Omit<Check, 'step'>, step: string): Check {
  const needs = check.needs.map((need) => checkIdIn(step, need))
  return { ...check, id: checkIdIn(step, check.id), needs, step }
}
