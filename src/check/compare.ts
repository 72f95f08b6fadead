/** Checks of several exchanges against each other. */
import { z } from 'zod'
import { aspectArgs, aspectOf, aspectWords, type Aspect } from './aspect.ts'
import { defineAssertion, type Assertion, type CheckInput } from './assertion.ts'
import { noForeign } from './compare-foreign.ts'
import { sameSchema } from './compare-shape.ts'
import { excerpt } from './excerpt.ts'
import { finding, judged, onResponse, passed, unsaid } from './outcome.ts'
import { sameJson } from './same-json.ts'
import { statusInTurn } from './status-in-turn.ts'
import type { Observation } from '../data/observation.ts'

const sameStatus = defineAssertion({
  name: 'same-status',
  about: 'The status, or its class, is that of another step.',
  args: z.strictObject({
    as: z.string(),
    /** Only the first digit counts. */
    class: z.literal(true).optional(),
  }),
  judge: onResponse((args, response, { steps }) => {
    const other = (steps.get(args.as) ?? [])
      .map(({ exchange }) => exchange.response?.status)
      .find((status) => status !== undefined)
    if (other === undefined) return unsaid(`Step ${args.as} got no response.`)
    const size = args.class === true ? 100 : 1
    if (Math.floor(response.status / size) === Math.floor(other / size)) return passed()
    const message = `The status is not that of step ${args.as}.`
    return judged([finding('compare.status', message, String(other), String(response.status))])
  }),
})

const amongArgs = {
  ...aspectArgs,
  /** Steps that join the repeats of this one. */
  steps: z.array(z.string()).min(1).optional(),
}

const distinct = defineAssertion({
  name: 'distinct',
  about: 'All repeats, and the steps named, have different values.',
  args: z.strictObject(amongArgs).refine(hasAspect, needsAspect()),
  judge: (args, input) => {
    const values = valuesOf(args, input)
    if (values.length < 2) return unsaid(tooFew(args, values.length))
    const again = values.find((value, index) => firstIndex(values, value) < index)
    if (again === undefined) return passed()
    const many = values.filter((value) => sameJson(value, again)).length
    const message = `${many} of ${values.length} replies have the same ${aspectWords(args)}.`
    return judged([finding('compare.repeated', message, 'different values', excerpt(again))])
  },
})

const equalAcross = defineAssertion({
  name: 'equal-across',
  about: 'All repeats, and the steps named, have the same value.',
  args: z.strictObject(amongArgs).refine(hasAspect, needsAspect()),
  judge: (args, input) => {
    const values = valuesOf(args, input)
    if (values.length < 2) return unsaid(tooFew(args, values.length))
    const other = values.find((value) => !sameJson(value, values[0]))
    const agreeing = values.filter((value) => sameJson(value, values[0])).length
    const note = `${agreeing} of ${values.length} replies agree on ${aspectWords(args)}.`
    if (other === undefined) return passed(note)
    const message = `The replies differ in ${aspectWords(args)}.`
    const expected = `${excerpt(values[0])} in all ${values.length}`
    return judged([finding('compare.differs', message, expected, excerpt(other))], [note])
  },
})

const variety = defineAssertion({
  name: 'variety',
  about: 'The repeats have no more different values than those of another step.',
  args: z.strictObject({ ...aspectArgs, notAbove: z.string() }).refine(hasAspect, needsAspect()),
  judge: (args, input) => {
    const own = valuesOf(args, input)
    const others = valuesOf(args, { ...input, repeats: input.steps.get(args.notAbove) ?? [] })
    if (own.length < 2) return unsaid(tooFew(args, own.length))
    if (others.length < 2) return unsaid(`Step ${args.notAbove} has fewer than two replies.`)
    const [mine, theirs] = [own, others].map((values) => differentOnes(values))
    const note = `${mine} different ${aspectWords(args)} in ${own.length}; step ${args.notAbove}: ${theirs} in ${others.length}.`
    if (Number(mine) / own.length <= Number(theirs) / others.length) return passed(note)
    const message = 'The replies vary more than they should.'
    const expected = `at most ${theirs} in ${others.length}, as in step ${args.notAbove}`
    return judged(
      [finding('compare.variety', message, expected, `${mine} in ${own.length}`)],
      [note],
    )
  },
})

export const compareAssertions: readonly Assertion[] = [
  sameStatus,
  statusInTurn,
  distinct,
  equalAcross,
  variety,
  noForeign,
  sameSchema,
]

function hasAspect({ of, at }: Aspect): boolean {
  return (of === undefined) !== (at === undefined)
}

function needsAspect() {
  return { error: 'Expected exactly one of `of` and `at`.' }
}

function valuesOf(
  args: Aspect & { readonly steps?: readonly string[] | undefined },
  { repeats, steps }: CheckInput,
): readonly unknown[] {
  const others = (args.steps ?? []).flatMap((step): readonly Observation[] => steps.get(step) ?? [])
  return [...new Set([...repeats, ...others])]
    .map((observation) => aspectOf(observation, args))
    .filter((value) => value !== undefined)
}

function tooFew(args: Aspect, count: number): string {
  return `Only ${count} repl${count === 1 ? 'y has' : 'ies have'} a ${aspectWords(args)} to compare.`
}

function firstIndex(values: readonly unknown[], value: unknown): number {
  return values.findIndex((other) => sameJson(other, value))
}

function differentOnes(values: readonly unknown[]): number {
  return values.filter((value, index) => firstIndex(values, value) === index).length
}
