/** Edits at a path, for deviations that change a single member. */
import type { Call } from '../../../reference/call.ts'
import type { Chunk, JsonObject, StreamEvent } from '../../../reference/answer.ts'
import { isObject } from '../../../reference/json.ts'

export type Edit = (value: unknown) => unknown

/** Removes the member: undefined is not written. */
export const gone: Edit = () => undefined

/** Replaces the value. */
export function set(value: unknown): Edit {
  return () => value
}

/**
 * Changes the value at a path such as `choices/0/message`; a star means every entry. A path that
 * does not exist changes nothing.
 */
export function atPath(json: unknown, path: string, edit: Edit): unknown {
  return follow(json, path.split('/'), edit)
}

function follow(json: unknown, path: readonly string[], edit: Edit): unknown {
  const [first, ...rest] = path
  if (first === undefined) return edit(json)
  if (Array.isArray(json)) {
    return json.map((item, at) =>
      first === '*' || first === String(at) ? follow(item, rest, edit) : item,
    )
  }
  if (!isObject(json)) return json
  const entries = Object.entries(json).map(([name, value]) => {
    const isMeant = first === '*' || first === name
    return [name, isMeant ? follow(value, rest, edit) : value]
  })
  return Object.fromEntries(entries)
}

type BodyHook = (body: unknown, call: Call) => unknown

/** Changes a whole answer that is not an error. */
export function inBody(path: string, edit: Edit): BodyHook {
  return (body, call) => (call.failure ? body : atPath(body, path, edit))
}

/** Changes the body of an error. */
export function inError(path: string, edit: Edit): BodyHook {
  return (body, call) => (call.failure ? atPath(body, path, edit) : body)
}

/** Selects chunks by position, counted without the terminator. */
export type Which = (at: number, count: number) => boolean

const every: Which = () => true
export const third: Which = (at) => at === 2
export const last: Which = (at, count) => at === count - 1
export const afterFirst: Which = (at) => at > 0

/** Changes the chunks of an OpenAI stream, those inside InvokeModel's included. */
export function inChunks(
  path: string,
  edit: Edit,
  which: Which = every,
): (chunks: readonly Chunk[]) => Chunk[] {
  return (chunks) => {
    const count = chunks.filter((chunk) => typeof chunk !== 'string').length
    return chunks.map((chunk, at) =>
      typeof chunk === 'string' || !which(at, count)
        ? chunk
        : (atPath(chunk, path, edit) as JsonObject),
    )
  }
}

/** The same change in whole answers and in chunks. */
export function inBoth(path: string, edit: Edit) {
  return { body: inBody(path, edit), chunks: inChunks(path, edit) }
}

/** Changes the events of one type of an AWS event stream. */
export function inEvents(
  type: string,
  path: string,
  edit: Edit,
): (events: readonly StreamEvent[]) => StreamEvent[] {
  return (events) =>
    events.map((event) =>
      event.kind === 'event' && event.type === type
        ? { ...event, payload: atPath(event.payload, path, edit) as JsonObject }
        : event,
    )
}
