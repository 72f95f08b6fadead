/** `as-said`: what GetFoundationModelAvailability says against how a call went. */
import { z } from 'zod'
import type { AnswerClass } from '../../model/answer.ts'
import { defineAssertion } from '../assertion.ts'
import { isObject } from '../../model/json/shape.ts'
import { judged, passed, unsaid } from '../outcome.ts'
import { closedBecause } from './listing.ts'
import { shownAnswer } from './describe.ts'
import { finding } from '../../model/findings/finding.ts'

/** Refusals for what the caller may do, and for what the region has. */
const denied: ReadonlySet<AnswerClass> = new Set(['model-access', 'model-access-marketplace'])
const absent: ReadonlySet<AnswerClass> = new Set(['not-in-region-or-bad-id'])

export const asStated = defineAssertion({
  name: 'as-said',
  about:
    'A model that the control plane calls available in the region and authorised for the account is not refused for want of either.',
  args: z.strictObject({ step: z.string() }),
  reads: { body: 'neither', steps: true },
  judge: ({ step }, { observation, steps }) => {
    const stated = steps.get(step)?.[0]
    const because = closedBecause(stated?.answer)
    if (because !== undefined) return unsaid(because)
    const body = stated?.body?.json
    if (stated?.answer?.class !== 'available' || !isObject(body)) {
      return unsaid('The control plane does not know the model here.')
    }
    const { answer } = observation
    if (answer === undefined) return unsaid('The call had no result.')
    if (!['AVAILABLE', 'NOT_AVAILABLE'].includes(String(body['regionAvailability']))) {
      return unsaid('The control plane does not state the availability in its own words.')
    }
    const isHere = body['regionAvailability'] === 'AVAILABLE'
    const isOpen = body['authorizationStatus'] === 'AUTHORIZED'
    const words = `regionAvailability ${String(body['regionAvailability'])}, authorizationStatus ${String(body['authorizationStatus'])}`
    const contradicted =
      (isHere && absent.has(answer.class)) ||
      (isHere && isOpen && denied.has(answer.class)) ||
      (!isHere && answer.class === 'available')
    if (!contradicted) return passed(`${words}.`)
    const message = 'What the control plane states contradicts the result of the call.'
    return judged([finding('listing.availability', message, words, shownAnswer(answer))])
  },
})
