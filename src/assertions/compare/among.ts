/** The values of one aspect among the repeats of a step, and of other steps. */
import { aspectOf, describeAspect, type Aspect } from '../evidence/aspect.ts'
import type { CheckInput } from '../assertion.ts'
import { sameJson } from '../json/same-json.ts'
import type { Observation } from '../../model/observation.ts'

/** For arguments: an aspect is either a part of the reply or a member. */
export function hasAspect({ of, at }: Aspect): boolean {
  return (of === undefined) !== (at === undefined)
}

/** What is said of arguments that name no aspect, or two. */
export function needsAspect() {
  return { error: 'Expected exactly one of `of` and `at`.' }
}

/** The values that are there, those of this step's repeats first. */
export function valuesOf(
  args: Aspect & { readonly steps?: readonly string[] | undefined },
  { repeats, steps }: Pick<CheckInput, 'repeats' | 'steps'>,
): readonly unknown[] {
  const others = (args.steps ?? []).flatMap((step): readonly Observation[] => steps.get(step) ?? [])
  return [...new Set([...repeats, ...others])]
    .map((observation) => aspectOf(observation, args))
    .filter((value) => value !== undefined)
}

/** One sentence: why so few values cannot be compared. */
export function tooFew(args: Aspect, count: number): string {
  return `Only ${count} repl${count === 1 ? 'y has' : 'ies have'} a ${describeAspect(args)} to compare.`
}

/** Position of the first value that is the same. */
export function firstIndex(values: readonly unknown[], value: unknown): number {
  return values.findIndex((other) => sameJson(other, value))
}
