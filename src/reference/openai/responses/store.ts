/** Responses that the server keeps, so that clients can ask for them again and go on from them. */
import type { Call } from '../../call.ts'
import { refuse, type JsonObject } from '../../answer.ts'
import type { PromptTurn } from '../../model/prompt.ts'

export interface Stored {
  readonly response: JsonObject
  /** Items of the request's input, as they are listed. */
  readonly items: readonly JsonObject[]
  /** Everything said so far, without instructions: these are not carried over. */
  readonly turns: readonly PromptTurn[]
  /** What the response becomes, each time that it is asked for. */
  readonly later?: readonly JsonObject[]
}

/** Responses live where they were made: bedrock-runtime answers 404 in every other region. */
function keyOf({ endpoint, region }: Call, id: string): string {
  return `response ${endpoint} ${region} ${id}`
}

export function keep(call: Call, id: string, kept: Stored): void {
  call.memory.set(keyOf(call, id), kept)
}

/** The stored response; refuses with 404 where there is none. */
export function stored(call: Call, id: string): Stored {
  const found = call.memory.get(keyOf(call, id))
  return found === undefined ? notFound() : (found as Stored)
}

/** The response as it stands; one in the background has gone on when it is asked for again. */
export function lookAgain(call: Call, id: string): JsonObject {
  const found = stored(call, id)
  const [next, ...later] = found.later ?? []
  if (next === undefined) return found.response
  keep(call, id, { ...found, response: next, later })
  return next
}

/** Ends a response in the background; refuses to where there is nothing to end. */
export function cancel(call: Call, id: string): JsonObject {
  const found = stored(call, id)
  const { status, background } = found.response
  if (status === 'cancelled') return found.response
  if (background !== true) refuse(400, 'bad-request', 'Cannot cancel a synchronous response.')
  if (found.later === undefined || found.later.length === 0) {
    refuse(409, 'bad-request', 'Cannot cancel a completed response.')
  }
  const response = { ...found.response, status: 'cancelled' }
  keep(call, id, { ...found, response, later: [] })
  return response
}

/** Forgets a response; those that went on from it keep what they know. */
export function forget(call: Call, id: string): void {
  stored(call, id)
  call.memory.delete(keyOf(call, id))
}

function notFound(): never {
  return refuse(404, 'unknown-response', 'Response not found.')
}
