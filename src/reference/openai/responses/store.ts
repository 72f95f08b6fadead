/** Responses that the server keeps, so that clients can ask for them again and go on from them. */
import type { Call, JsonObject } from '../../call.ts'
import { refuse } from '../../call.ts'
import type { PromptTurn } from '../../model/prompt.ts'

export interface Stored {
  readonly response: JsonObject
  /** Items of the request's input, as they are listed. */
  readonly items: readonly JsonObject[]
  /** Everything said so far, without instructions: these are not carried over. */
  readonly turns: readonly PromptTurn[]
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

/** Forgets a response; those that went on from it keep what they know. */
export function forget(call: Call, id: string): void {
  stored(call, id)
  call.memory.delete(keyOf(call, id))
}

function notFound(): never {
  return refuse(404, 'unknown-response', 'Response not found.')
}
