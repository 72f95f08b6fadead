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

/** What is kept, in the order in which it came, each with its size in characters of JSON. */
interface Index {
  readonly sizes: Map<string, number>
  total: number
}

/** Characters beyond which the oldest responses are forgotten: a server may run for weeks. */
const mostKept = 50_000_000

function indexIn({ memory }: Call): Index {
  const index = (memory.get('responses') as Index | undefined) ?? { sizes: new Map(), total: 0 }
  memory.set('responses', index)
  return index
}

export function keep(call: Call, id: string, kept: Stored): void {
  const key = keyOf(call, id)
  const index = indexIn(call)
  call.memory.set(key, kept)
  if (index.sizes.has(key)) return
  const size = JSON.stringify([kept.response, kept.items]).length
  index.sizes.set(key, size)
  index.total += size
  for (const oldest of index.sizes.keys()) {
    if (index.total <= mostKept || oldest === key) return
    drop(call, index, oldest)
  }
}

function drop(call: Call, index: Index, key: string): void {
  index.total -= index.sizes.get(key) ?? 0
  index.sizes.delete(key)
  call.memory.delete(key)
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
  drop(call, indexIn(call), keyOf(call, id))
}

function notFound(): never {
  return refuse(404, 'unknown-response', 'Response not found.')
}
