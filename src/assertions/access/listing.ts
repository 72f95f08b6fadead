/** `callable-if-listed`, `found-if-listed`: what a region lists against what comes of calling it, or of asking for it. */
import { z } from 'zod'
import type { AnswerClass, Classified } from '../../model/answer.ts'
import type { Observation } from '../../model/observation.ts'
import { defineAssertion, type CheckOutcome } from '../assertion.ts'
import { isObject } from '../../model/json/shape.ts'
import { judged, passed, unsaid } from '../outcome.ts'
import { shownAnswer } from './describe.ts'
import { finding } from '../../model/findings/finding.ts'

/** The control plane cannot be asked: these do not show what it would have listed. */
const closed: ReadonlySet<AnswerClass> = new Set([
  'auth',
  'iam-denied',
  'scp-denied',
  'path-not-served',
  'throttled',
  'transient',
  'endpoint-absent',
  'unreachable',
])

/** Why the control plane tells nothing; undefined when it does. */
export function closedBecause(answer: Classified | undefined): string | undefined {
  if (answer === undefined) return 'The control plane was not asked.'
  if (!closed.has(answer.class)) return undefined
  return `The control plane could not be asked: ${shownAnswer(answer)}.`
}

const args = z.strictObject({
  step: z.string().describe('The step that asked for the list, or for the one entry'),
  list: z.string().optional().describe('Member that holds the entries; absent: it is one entry'),
  id: z.string().optional().describe('Member of an entry that holds its id'),
  is: z.string().optional().describe('The id to look for'),
})

export const callableIfListed = defineAssertion({
  name: 'callable-if-listed',
  about: 'What the region lists answers to a call in it.',
  args,
  reads: { body: 'neither', steps: true },
  judge: (given, { observation, steps }) => {
    const listing = steps.get(given.step)?.[0]
    const because = closedBecause(listing?.answer)
    if (because !== undefined || listing === undefined) return unsaid(because ?? '')
    const isThere = isListed(listing, given)
    if (isThere === undefined) {
      const message = 'The list cannot be read.'
      return judged([
        finding('listing.malformed', message, `entries in ${given.list ?? 'it'}`, 'something else'),
      ])
    }
    return isThere ? called(observation.answer) : notListed(observation.answer)
  },
})

export const foundIfListed = defineAssertion({
  name: 'found-if-listed',
  about: 'What the region lists is found when it is asked for by its id.',
  args: args.required(),
  reads: { body: 'neither', steps: true },
  judge: (given, { observation: { answer, exchange }, steps }) => {
    const listing = steps.get(given.step)?.[0]
    const because = closedBecause(listing?.answer) ?? closedBecause(answer)
    if (because !== undefined || listing === undefined) return unsaid(because ?? '')
    if (isListed(listing, given) !== true) return passed('Not listed here.')
    if (exchange.response?.status !== 404) return passed()
    const message = 'The region lists it, and does not find it by its id.'
    return judged([finding('listing.malformed', message, 'the one that is listed', 'status 404')])
  },
})

/** Undefined when the answer is no list at all. */
function isListed(
  { answer, body }: Observation,
  { list, id, is }: z.infer<typeof args>,
): boolean | undefined {
  if (answer?.class !== 'available') return false
  if (list === undefined) return true
  const entries = isObject(body?.json) ? body.json[list] : undefined
  if (!Array.isArray(entries)) return undefined
  return entries.some((entry) => isObject(entry) && entry[id ?? 'id'] === is)
}

function called(answer: Classified | undefined): CheckOutcome {
  if (answer === undefined) return unsaid('The call had no result.')
  if (answer.class === 'available') return passed('Listed, and callable.')
  if (['throttled', 'transient', 'auth'].includes(answer.class)) {
    return unsaid(`Nothing can be said of the call: ${shownAnswer(answer)}.`)
  }
  const message = 'The region lists it, and does not let it be called.'
  return judged([
    finding('listing.not-callable', message, 'available, as it is listed', shownAnswer(answer)),
  ])
}

function notListed(answer: Classified | undefined): CheckOutcome {
  return passed(
    answer?.class === 'available' ? 'Callable, though it is not listed.' : 'Not listed here.',
  )
}
