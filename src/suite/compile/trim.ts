/** Trims a case to the selected checks, so that only the requests they need are sent. */
import { controlStep, type Case, type Check, type Step } from '../../model/case.ts'
import { withNeeds, type Wants } from './checks.ts'
import { comparesSteps, namesStep, quotedBy, quotedSteps } from './uses.ts'

/** Ids of the other steps that a check reads. */
function lookedAt(check: Check, steps: readonly Step[]): string[] {
  const named = steps.filter(({ id }) => namesStep(check, id))
  // What compares with another step compares with the control unless its arguments name one.
  const byDefault = named.length === 0 && comparesSteps(check)
  const control = check.kind === 'behaviour' || byDefault ? [controlStep] : []
  return [...named.map(({ id }) => id), ...control, ...quotedSteps(check.args, steps)]
}

/** Adds the steps whose replies the kept ones need, however indirectly. */
function closed(start: Iterable<string>, steps: readonly Step[]): Set<string> {
  const kept = new Set(start)
  for (const id of kept) for (const other of quotedBy(id, steps)) kept.add(other)
  return kept
}

/**
 * The case with only the checks that are wanted (and what they need) and without the steps that
 * then serve no check. What is sent before a step that is kept is kept, too, as it may make, change or
 * delete what that one meets; a control, a variant and a step of a case whose order does not matter do
 * not.
 *
 * @param wants which checks were asked for
 * @param sends whether a protocol check needs the step to be sent
 */
export function trimCase(asked: Case, wants: Wants, sends?: (step: Step) => boolean): Case {
  const checks = withNeeds(asked.checks, wants)
  if (checks.length === asked.checks.length && sends === undefined) return asked
  const isFree = asked.variants === true || asked.independent === true
  const start = [
    ...checks.flatMap((check) => [check.step, ...lookedAt(check, asked.steps)]),
    ...asked.steps.filter((step) => sends?.(step)).map(({ id }) => id),
  ]
  const needed = closed(start, asked.steps)
  const last = asked.steps.findLastIndex(({ id }) => needed.has(id))
  const mayServe = (id: string, at: number): boolean => id !== controlStep && !isFree && at < last
  const steps = asked.steps.filter(({ id }, at) => needed.has(id) || mayServe(id, at))
  return { ...asked, checks, steps }
}

/**
 * The parts of a case that can be sent without the rest, by their steps: a variant, or all steps up to
 * one of them. None where it has a single step.
 */
export function partsOf({ steps, variants }: Case): readonly ReadonlySet<string>[] {
  const ids = steps.map(({ id }) => id)
  if (ids.length === 1) return []
  return ids.map((id, at) => new Set(variants === true ? [id] : ids.slice(0, at + 1)))
}

/** Whether a check judges a part of its case: it reads no step that is not sent. */
export function judgesPart(
  check: Check,
  part: ReadonlySet<string>,
  { steps }: Pick<Case, 'steps'>,
): boolean {
  const others = lookedAt(check, steps).filter((id) => steps.some((step) => step.id === id))
  return part.has(check.step) && others.every((id) => part.has(id))
}
