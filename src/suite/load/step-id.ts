/** Names of steps, and how a check's id says which step it judges. */

import type { Check } from '../../model/case.ts'

/** The only step of a case in its one-step form. */
export const mainStep = 'main'

/** The step that asks the same without the fact, see `control` in the case format. */
export const controlStep = 'control'

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
