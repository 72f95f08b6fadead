/** Reading a ConverseStream: its events in order, and how it ended. */
import type { CheckOutcome, CheckInput } from '../../assertion.ts'
import { whyEndUnseen } from '../../evidence/evidence.ts'
import { once, onExchange } from '../../evidence/once.ts'
import { isObject, type Members } from '../../../model/json/shape.ts'
import type { Observation, StreamItem } from '../../../model/observation.ts'
import { unsaid, whyNoResponse } from '../../outcome.ts'

/** An event whose payload is a JSON object. */
export interface StreamEvent {
  readonly name: string
  readonly item: number
  readonly byte: number
  readonly json: Members
  /** Pointer of the event in its item, where it is not the whole of it. */
  readonly inside?: string
}

/** botocore bedrock-runtime 2023-09-30, ConverseStreamOutput: its members that are events. */
const converseEvents = [
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
] as const
export type ConverseEvent = (typeof converseEvents)[number]

export function isConverseEvent(name: string | undefined): name is ConverseEvent {
  return converseEvents.some((known) => known === name)
}

/**
 * The modelled events of a stream; unknown ones are for clients to skip. The chunks of Nova hold
 * such an event under its name.
 */
export const knownEvents = once((observation: Observation): readonly StreamEvent[] =>
  observation.items.flatMap(({ kind, name, json, index, byte }): readonly StreamEvent[] => {
    if (kind !== 'json' || !isObject(json)) return []
    if (isConverseEvent(name)) return [{ name, item: index, byte, json }]
    return Object.entries(json).flatMap(([key, event]) =>
      isConverseEvent(key) && isObject(event)
        ? [{ name: key, item: index, byte, json: event, inside: `/${key}` }]
        : [],
    )
  }),
)

/** The frame by which the server says that the stream failed. */
function failureItem(observation: Observation): StreamItem | undefined {
  return observation.items.find(({ kind }) => kind === 'exception' || kind === 'error')
}

/**
 * One sentence: why the end of the stream is not to be judged. A stream that failed has no regular
 * end; that it failed is said once, by `stream-exception`.
 */
export function whyNoEnd(observation: Observation): string | undefined {
  const failed = failureItem(observation)
  if (failed) return `The stream was ended by ${failed.name ?? 'an unnamed failure'}.`
  return whyEndUnseen(observation)
}

/** Lifts a check over the events of a stream; says why when there are none to judge. */
export function onEvents(
  judge: (events: readonly StreamEvent[], observation: Observation) => CheckOutcome,
): (args: true, input: CheckInput) => CheckOutcome {
  return onExchange((_, observation) => {
    const { response } = observation.exchange
    if (response === undefined) return unsaid(whyNoResponse(observation))
    if (observation.frames === undefined) return unsaid('The body was not read as an event stream.')
    const events = knownEvents(observation)
    if (events.length > 0) return judge(events, observation)
    const because = whyNoEnd(observation)
    return because === undefined ? judge(events, observation) : unsaid(because)
  })
}

/** Where an event stands. */
export function locationOf(
  event: StreamEvent,
  pointer?: string,
): {
  item: number
  byte: number
  pointer?: string
} {
  const location = { item: event.item, byte: event.byte }
  if (pointer === undefined && event.inside === undefined) return location
  return { ...location, pointer: `${event.inside ?? ''}${pointer ?? ''}` }
}
