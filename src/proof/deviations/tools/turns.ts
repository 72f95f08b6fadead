/** Edits of the pieces of a conversation with tools: messages, their blocks and calls, items of an input. */
import type { JsonObject } from '../../../reference/answer.ts'
import type { Hooks } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { asking, messages, replacing } from '../requests/edits.ts'

export type Pieces = readonly JsonObject[]
export type Edit = (piece: JsonObject) => JsonObject

/** Changes each message of a request. */
export function eachTurn(edit: Edit): Pick<Hooks, 'request'> {
  return { request: messages((all) => all.map(edit)) }
}

/** Changes the list under a name of each message that has one. */
export function inTurns(
  name: string,
  edit: (pieces: Pieces, message: JsonObject) => Pieces,
): Pick<Hooks, 'request'> {
  return eachTurn((message) => {
    const list = message[name]
    return Array.isArray(list) ? { ...message, [name]: edit(list.map(asObject), message) } : message
  })
}

/** Changes the items of a Responses input. */
export function inInput(edit: (items: Pieces) => Pieces): Pick<Hooks, 'request'> {
  return asking((request) =>
    replacing(request, 'input', (input) =>
      Array.isArray(input) ? edit(input.map(asObject)) : input,
    ),
  )
}
