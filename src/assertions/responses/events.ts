/** The events of a Responses stream (openai-openapi f85dbe2, ResponseStreamEvent). */
import type { CheckInput, CheckOutcome } from '../assertion.ts'
import { chunksOf, whyEndUnseen, whyNoChunks } from '../evidence/evidence.ts'
import { isObject, type Members } from '../../model/json/shape.ts'
import type { Location } from '../../model/findings/finding.ts'
import { once } from '../evidence/once.ts'
import type { Observation } from '../../model/observation.ts'
import { unsaid } from '../outcome.ts'

export interface StreamEvent {
  readonly type: string
  readonly json: Members
  /** Index of the stream item. */
  readonly item: number
  /** Offset in the decoded body. */
  readonly byte: number
}

/** Events that carry the response. */
export const lifecycle = [
  'response.created',
  'response.queued',
  'response.in_progress',
  'response.completed',
  'response.incomplete',
  'response.failed',
] as const

/** Events after which a response does not change any more. */
const terminal = ['response.completed', 'response.incomplete', 'response.failed']

/** The JSON objects of a stream as events; one without a type has the empty one. */
export const eventsOf = once((observation: Observation): readonly StreamEvent[] =>
  chunksOf(observation).map((chunk) => ({
    ...chunk,
    type: typeof chunk.json['type'] === 'string' ? chunk.json['type'] : '',
  })),
)

export function isTerminal({ type }: StreamEvent): boolean {
  return terminal.includes(type)
}

/** The Response object that an event carries. */
export function responseIn({ json }: StreamEvent): Members | undefined {
  return isObject(json['response']) ? json['response'] : undefined
}

/** Where an event stands, and a member of it. */
export function locationOf({ item, byte }: StreamEvent, pointer?: string): Location {
  return { item, byte, ...(pointer !== undefined && { pointer }) }
}

/** Lifts a check over events to one over an input; says why when there are none. */
export function onEvents<A>(
  judge: (args: A, events: readonly StreamEvent[], input: CheckInput) => CheckOutcome,
): (args: A, input: CheckInput) => CheckOutcome {
  return (args, input) => {
    const events = eventsOf(input.observation)
    return events.length === 0 ? unsaid(whyNoChunks(input.observation)) : judge(args, events, input)
  }
}

/** Whether the stream says that it failed: then what was begun is not finished. */
export function hasFailed(events: readonly StreamEvent[]): boolean {
  return events.some(({ type }) => type === 'error' || type === 'response.failed')
}

/** Whether the response came to its end within what was seen, without a failure. */
export function hasFinished(events: readonly StreamEvent[], observation: Observation): boolean {
  const isOver = events.some(isTerminal) || whyEndUnseen(observation) === undefined
  return isOver && !hasFailed(events)
}
