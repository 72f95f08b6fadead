/** Reading an Anthropic stream: its events in order, and how it ended, whatever framing carried them. */
import type { CheckInput, CheckOutcome } from '../assertion.ts'
import { chunksOf, whyEndUnseen } from '../evidence/evidence.ts'
import { once } from '../evidence/once.ts'
import type { Members } from '../../model/json/shape.ts'
import type { Location } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'
import { unsaid, whyNoResponse } from '../outcome.ts'

/** Types that have a position in the order; others, `ping` among them, may come anywhere. */
const eventTypes = [
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
  'error',
] as const
type EventType = (typeof eventTypes)[number]

export interface AnthropicEvent {
  readonly type: EventType
  readonly json: Members
  readonly at: Location
}

/** The events of a stream that have a position in its order. */
export const eventsOf = once((observation: Observation): readonly AnthropicEvent[] =>
  chunksOf(observation).flatMap(({ json, item, byte }) => {
    const type = eventTypes.find((known) => known === json['type'])
    return type === undefined ? [] : [{ type, json, at: { item, byte } }]
  }),
)

/** Where a member of an event stands. */
export function within({ at }: AnthropicEvent, pointer: string): Location {
  return { ...at, pointer }
}

/** One sentence: why the end of the stream is not judged. That it failed is reported once, elsewhere. */
export function whyNoEnd(observation: Observation): string | undefined {
  const failed = observation.items.find(({ kind }) => kind === 'exception' || kind === 'error')
  if (failed !== undefined) return `The stream was ended by ${failed.name ?? 'an unnamed failure'}.`
  if (eventsOf(observation).some(({ type }) => type === 'error')) {
    return 'The stream was ended by an error event.'
  }
  return whyEndUnseen(observation)
}

/** Lifts a check over the events of a stream; says why when there are none to judge. */
export function onAnthropicEvents(
  judge: (events: readonly AnthropicEvent[], observation: Observation) => CheckOutcome,
): (args: true, input: CheckInput) => CheckOutcome {
  return (_, { observation }) => {
    if (observation.exchange.response === undefined) return unsaid(whyNoResponse(observation))
    const because = whyNoEnd(observation)
    const events = eventsOf(observation)
    return events.length === 0 && because !== undefined
      ? unsaid(because)
      : judge(events, observation)
  }
}
