/** Edits of responses and of the events of their streams. */
import type { Call } from '../../../reference/call.ts'
import type { Chunk, JsonObject } from '../../../reference/answer.ts'
import type { Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'

type Events = readonly JsonObject[]

/** Changes the events of a stream; those that are no JSON stay at its end. */
export function inStream(edit: (events: Events, call: Call) => Events) {
  return (chunks: readonly Chunk[], call: Call): Chunk[] => [
    ...edit(chunks.filter(isObject), call),
    ...chunks.filter((chunk) => !isObject(chunk)),
  ]
}

/** The same, and the events numbered anew, as a server that made them so would number them. */
export function remade(edit: (events: Events, call: Call) => Events) {
  return inStream((events, call) => numbered(edit(events, call)))
}

export function numbered(events: Events): Events {
  return events.map((event, index) => ({ ...event, sequence_number: index }))
}

export function isType(type: string): (event: JsonObject) => boolean {
  return (event) => event['type'] === `response.${type}`
}

/** Events without those of a type. */
export function dropped(type: string): (events: Events) => Events {
  return (events) => events.filter((event) => !isType(type)(event))
}

/** Events with those of a type changed. */
export function edited(
  type: string,
  edit: (event: JsonObject) => JsonObject,
): (events: Events) => Events {
  return (events) => events.map((event) => (isType(type)(event) ? edit(event) : event))
}

/** Events with others before or after the first of a type. */
export function beside(
  type: string,
  more: (event: JsonObject) => Events,
  after = true,
): (events: Events) => Events {
  return (events) => {
    const at = events.findIndex(isType(type))
    const event = events[at]
    return event === undefined ? events : events.toSpliced(at + (after ? 1 : 0), 0, ...more(event))
  }
}

const terminal = ['response.completed', 'response.incomplete', 'response.failed']

export function isTerminal(event: JsonObject): boolean {
  return terminal.includes(String(event['type']))
}

type EditResponse = (response: JsonObject, call: Call) => JsonObject

/** Changes the response of the terminal event. */
export function inEnd(edit: EditResponse) {
  return inStream((events, call) =>
    events.map((event) =>
      isTerminal(event) ? { ...event, response: edit(asObject(event['response']), call) } : event,
    ),
  )
}

/** Changes a whole response; errors and other answers stay as they are. */
export function inWhole(edit: EditResponse) {
  return (body: unknown, call: Call): unknown => {
    const response = asObject(body)
    const isOne = response['object'] === 'response' && !('deleted' in response)
    return isOne ? edit(response, call) : body
  }
}

/** The same change in whole responses, and where a request asks for one of them again. */
export function inStored(edit: EditResponse) {
  return inWhole((response, call) => {
    const key = `stored ${String(response['id'])}`
    if (call.method === 'POST') call.memory.set(key, true)
    return call.memory.has(key) ? edit(response, call) : response
  })
}

/** The same change in whole responses and at the end of streams. */
export function inBoth(edit: EditResponse): Pick<Hooks, 'body' | 'chunks'> {
  return { body: inWhole(edit), chunks: inEnd(edit) }
}

/** The same change in whole responses and in every event that carries one. */
export function everywhere(edit: EditResponse): Required<Pick<Hooks, 'body' | 'chunks'>> {
  return {
    body: inWhole(edit),
    chunks: inStream((events, call) =>
      events.map((event) =>
        isObject(event['response']) ? { ...event, response: edit(event['response'], call) } : event,
      ),
    ),
  }
}

/** Changes each item of a type in the output of a response. */
export function eachItem(type: string, edit: (item: JsonObject) => JsonObject): EditResponse {
  return (response) => ({
    ...response,
    output: asArray(response['output']).map((item) =>
      asObject(item)['type'] === type ? edit(asObject(item)) : item,
    ),
  })
}

/** Changes each item of a type wherever it stands: in events, and in responses. */
export function everyItem(
  type: string,
  edit: (item: JsonObject) => JsonObject,
): Pick<Hooks, 'body' | 'chunks'> {
  const inResponse = eachItem(type, edit)
  return {
    body: inWhole(inResponse),
    chunks: inStream((events, call) =>
      events.map((event) => ({
        ...event,
        ...(isObject(event['response']) && { response: inResponse(event['response'], call) }),
        ...(asObject(event['item'])['type'] === type && { item: edit(asObject(event['item'])) }),
      })),
    ),
  }
}

/** Changes the parts of a message. */
export function eachPart(edit: (part: JsonObject) => JsonObject) {
  return (item: JsonObject): JsonObject => ({
    ...item,
    content: asArray(item['content']).map((part) => edit(asObject(part))),
  })
}
