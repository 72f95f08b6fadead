/** The Response object that a check looks at: the body, or the one of the last event with one. */
import type { CheckInput, CheckOutcome } from '../assertion.ts'
import { isObject, type Members } from '../../model/json/shape.ts'
import { unsaid, whyNoReply } from '../outcome.ts'
import type { Location } from '../../model/findings/finding.ts'
import { once } from '../evidence/once.ts'
import type { Observation } from '../../model/observation.ts'
import { eventsOf, locationOf, responseIn, type StreamEvent } from './events.ts'

export interface ResponseObject {
  readonly json: Members
  /** Type of the event that carries it; absent for a body. */
  readonly event?: string
  /** Where a member of it stands. */
  readonly at: (pointer: string) => Location
}

/** The Response object; undefined where the exchange has none. */
export const responseOf = once((observation: Observation): ResponseObject | undefined => {
  const json = observation.body?.json
  if (isObject(json) && json['object'] === 'response' && !('deleted' in json)) {
    return { json, at: (pointer) => ({ pointer }) }
  }
  return carriedBy(eventsOf(observation).findLast((one) => responseIn(one) !== undefined))
})

/** The Response object of `response.created`; undefined where there is no such event. */
export const createdResponseOf = once((observation: Observation): ResponseObject | undefined =>
  carriedBy(eventsOf(observation).find(({ type }) => type === 'response.created')),
)

function carriedBy(event: StreamEvent | undefined): ResponseObject | undefined {
  const json = event && responseIn(event)
  if (event === undefined || json === undefined) return undefined
  return { json, event: event.type, at: (pointer) => locationOf(event, `/response${pointer}`) }
}

/** Lifts a check over a Response object to one over an input, which may have none. */
export function onResponseObject<A>(
  judge: (args: A, response: ResponseObject, input: CheckInput) => CheckOutcome,
): (args: A, input: CheckInput) => CheckOutcome {
  return (args, input) => {
    const response = responseOf(input.observation)
    return response === undefined
      ? unsaid(whyNoReply(input.observation))
      : judge(args, response, input)
  }
}
