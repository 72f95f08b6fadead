/** Checks of several exchanges against each other. */
import { z } from 'zod'
import { firstIndex, hasAspect, needsAspect, tooFew, valuesOf } from './among.ts'
import { aspectArgs, describeAspect } from '../evidence/aspect.ts'
import { defineAssertion, type Assertion } from '../assertion.ts'
import { noCrosstalk, noForeign } from './foreign.ts'
import { sameSchema } from './compare-shape.ts'
import { reasonsAs } from './reasons-as.ts'
import { uniqueInRun } from './unique-in-run.ts'
import { variety } from './variety.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { judged, onResponse, passed, unsaid } from '../outcome.ts'
import { sameJson } from '../json/same-json.ts'
import { statusFits } from '../http/status.ts'
import { statusInTurn } from '../http/status-in-turn.ts'
import { finding } from '../../model/findings/finding.ts'

const sameStatus = defineAssertion({
  name: 'same-status',
  about: 'The status, or its class, is that of another step.',
  args: z.strictObject({
    as: z.string(),
    /** Only the first digit counts. */
    class: z.literal(true).optional(),
    /** Passes where that step was not accepted (2xx). */
    whereAccepted: z.literal(true).optional(),
  }),
  reads: { steps: true },
  judge: onResponse((args, response, { steps }) => {
    const other = (steps.get(args.as) ?? [])
      .map(({ exchange }) => exchange.response?.status)
      .find((status) => status !== undefined)
    if (other === undefined) return unsaid(`Step ${args.as} got no response.`)
    if (args.whereAccepted === true && !statusFits(other, '2xx')) {
      return passed(`Step ${args.as} was not accepted: ${other}.`)
    }
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
  reads: { body: 'neither', steps: true, repeats: true },
  judge: (args, input) => {
    const values = valuesOf(args, input)
    if (values.length < 2) return unsaid(tooFew(args, values.length))
    const again = values.find((value, index) => firstIndex(values, value) < index)
    if (again === undefined) return passed()
    const many = values.filter((value) => sameJson(value, again)).length
    const message = `${many} of ${values.length} replies have the same ${describeAspect(args)}.`
    return judged([finding('compare.repeated', message, 'different values', excerpt(again))])
  },
})

const equalAcross = defineAssertion({
  name: 'equal-across',
  about: 'All repeats, and the steps named, have the same value.',
  args: z.strictObject(amongArgs).refine(hasAspect, needsAspect()),
  reads: { body: 'neither', steps: true, repeats: true },
  judge: (args, input) => {
    const values = valuesOf(args, input)
    if (values.length < 2) return unsaid(tooFew(args, values.length))
    const other = values.find((value) => !sameJson(value, values[0]))
    const agreeing = values.filter((value) => sameJson(value, values[0])).length
    const note = `${agreeing} of ${values.length} replies agree on ${describeAspect(args)}.`
    if (other === undefined) return passed(note)
    const message = `The replies differ in ${describeAspect(args)}.`
    const expected = `${excerpt(values[0])} in all ${values.length}`
    return judged([finding('compare.differs', message, expected, excerpt(other))], [note])
  },
})

export const compareAssertions: readonly Assertion[] = [
  sameStatus,
  statusInTurn,
  distinct,
  equalAcross,
  variety,
  noForeign,
  noCrosstalk,
  uniqueInRun,
  sameSchema,
  reasonsAs,
]
