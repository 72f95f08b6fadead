/** Edits of Converse requests and events. */
import type { JsonObject, StreamEvent } from '../../../reference/answer.ts'
import { asObject } from '../../../reference/json.ts'
import { withMembers } from '../edits/members.ts'
import { inBody, inEvents } from '../edits/path.ts'

/** The same change in the body of Converse and the metadata of ConverseStream. */
export function inTotals(path: string, edit: (value: unknown) => unknown) {
  return { body: inBody(path, edit), events: inEvents('metadata', path, edit) }
}

export type Events = readonly StreamEvent[]

export function is(type: string): (event: StreamEvent) => boolean {
  return (event) => event.kind === 'event' && event.type === type
}

/** Moves the events of one type to the start or the end. */
export function moved(type: string, location: 'first' | 'last'): (events: Events) => StreamEvent[] {
  return (events) => {
    const some = events.filter(is(type))
    const others = events.filter((event) => !is(type)(event))
    return location === 'first' ? [...some, ...others] : [...others, ...some]
  }
}

export function twice(type: string): (events: Events) => StreamEvent[] {
  return (events) => events.flatMap((event) => (is(type)(event) ? [event, event] : [event]))
}

export function event(type: string, payload: Readonly<Record<string, unknown>>): StreamEvent {
  return { kind: 'event', type, payload: { ...payload } }
}

export function withoutType(type: string): (events: readonly StreamEvent[]) => StreamEvent[] {
  return (events) => events.filter((event) => event.kind === 'error' || event.type !== type)
}

export function eachMessage(request: unknown, edit: (message: JsonObject) => unknown): unknown {
  const messages = asObject(request)['messages']
  return Array.isArray(messages)
    ? withMembers(request, { messages: messages.map((message) => edit(asObject(message))) })
    : request
}
