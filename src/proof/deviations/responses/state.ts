/** The server keeps responses otherwise than it says, or mixes them. */
import type { Call } from '../../../reference/call.ts'
import type { JsonObject } from '../../../reference/answer.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asArray, asObject, isObject } from '../../../reference/json.ts'
import { json } from '../edits/intercept.ts'
import { apis } from '../scopes.ts'
import { eachItem, eachPart, inStream, inWhole } from './edits.ts'

const one = /\/v1\/responses\/[^/]+$/u

function isFor(call: Call, method: string): boolean {
  return call.method === method && one.test(call.path)
}

/** Changes what is asked of the model. */
function inRequest(edit: (body: JsonObject, call: Call) => JsonObject): Pick<Hooks, 'request'> {
  return { request: (body, call) => edit(asObject(body), call) }
}

/** Changes a response that is asked for again. */
function again(edit: (response: JsonObject, call: Call) => JsonObject): Pick<Hooks, 'body'> {
  const inside = inWhole(edit)
  return { body: (body, call) => (isFor(call, 'GET') ? inside(body, call) : body) }
}

/** The ids of items are their positions, which every response has. */
function withCountedItems(response: JsonObject): JsonObject {
  const output = asArray(response['output'])
  return {
    ...response,
    output: output.map((item, at) => ({ ...asObject(item), id: `item_${at}` })),
  }
}

/** The same in an event, whose item is that of its index. */
function withCountedItem(event: JsonObject): JsonObject {
  const { response, item, output_index: at } = event
  const id = `item_${Number(at)}`
  return {
    ...event,
    ...(isObject(response) && { response: withCountedItems(response) }),
    ...(isObject(item) && { item: { ...item, id } }),
    ...('item_id' in event && { item_id: id }),
  }
}

const lastKey = 'responses: last id'

export const responsesState: readonly Deviation[] = [
  {
    id: 'responses-retrieved-as-page',
    kind: 'mutant',
    about: 'A stored response is answered by a page of HTML.',
    seen: ['gradient-python#96'],
    kills: ['responses-state.retrieve/again.*'],
    also: ['responses-state.*', '*/no-error-in-success'],
    hooks: {
      intercept: (given, call) =>
        isFor(call, 'GET')
          ? { kind: 'text', status: 200, headers: [['Content-Type', 'text/html']], text: '<html>' }
          : given,
    },
  },
  {
    id: 'responses-retrieved-missing',
    kind: 'mutant',
    about: 'A response is not found although it was stored.',
    seen: ['lmstudio-bug-tracker#1188'],
    kills: ['responses-state.retrieve/again.*'],
    also: ['responses-state.*'],
    hooks: {
      intercept: (given, call) =>
        isFor(call, 'GET')
          ? json(404, {
              error: {
                message: 'Response not found.',
                type: 'invalid_request_error',
                param: null,
                code: null,
              },
            })
          : given,
    },
  },
  {
    id: 'responses-retrieved-other-text',
    kind: 'mutant',
    about: 'A stored response has another text than the one that was given.',
    seen: ['OpenAI Response'],
    apis: apis.responsesWhole,
    kills: ['responses-state.retrieve/again.as-given'],
    hooks: again(
      eachItem(
        'message',
        eachPart((part) => ({ ...part, text: 'Another text.' })),
      ),
    ),
  },
  {
    id: 'responses-retrieved-without-output',
    kind: 'mutant',
    about: 'A stored response has lost its output.',
    seen: ['OpenAI Response'],
    apis: apis.responsesWhole,
    kills: ['responses-state.retrieve/again.as-given'],
    also: ['responses-state.retrieve/*'],
    hooks: again((response) => ({ ...response, output: [] })),
  },
  {
    id: 'responses-retrieved-in-progress',
    kind: 'mutant',
    about: 'A stored response never leaves the status in_progress.',
    seen: ['OpenAI Response'],
    apis: apis.responsesWhole,
    kills: ['responses-state.retrieve/again.as-given'],
    hooks: again((response) => ({ ...response, status: 'in_progress', completed_at: null })),
  },
  {
    id: 'responses-delete-keeps',
    kind: 'mutant',
    about: 'A deleted response is still there.',
    seen: ['OpenAI Response'],
    kills: ['responses-state.delete/*'],
    hooks: {
      intercept: (given, call) =>
        isFor(call, 'DELETE')
          ? json(200, { id: call.path.split('/').at(-1), object: 'response', deleted: true })
          : given,
    },
  },
  {
    id: 'responses-delete-refused',
    kind: 'mutant',
    about: 'A response cannot be deleted.',
    seen: ['OpenAI Response'],
    kills: ['responses-state.delete/delete.accepted'],
    also: ['responses-state.delete/*', '*/no-server-error'],
    hooks: {
      intercept: (given, call) => (isFor(call, 'DELETE') ? json(405, { detail: 'No' }) : given),
    },
  },
  {
    id: 'responses-stored-unasked',
    kind: 'mutant',
    about: 'A response is stored although the request declined it.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-state.not-stored/get.is-not-kept'],
    also: ['responses-state.not-stored/*'],
    hooks: inRequest(({ store: _, ...body }) => body),
  },
  {
    id: 'responses-never-stored',
    kind: 'mutant',
    about: 'No response is stored, although the request asked for it.',
    seen: ['vllm#22137'],
    apis: apis.responses,
    kills: ['responses-state.retrieve/*', 'responses-state.continue/*'],
    also: ['responses-state.*'],
    hooks: inRequest((body) => ({ ...body, store: false })),
  },
  {
    id: 'responses-streams-unstored',
    kind: 'mutant',
    about: 'Streamed responses are not stored.',
    seen: ['mistral.rs#1946', 'lmstudio-bug-tracker#1188'],
    apis: apis.responsesStreams,
    kills: ['responses-state.retrieve/*', 'responses-state.continue/*'],
    also: ['responses-state.*', '*/state-echo'],
    hooks: inRequest((body) => ({ ...body, store: false })),
  },
  {
    id: 'responses-previous-ignored',
    kind: 'mutant',
    about: 'A response does not know the one that it continues.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-state.continue/prompt-grows'],
    also: ['responses-state.*'],
    hooks: inRequest(({ previous_response_id: _, ...body }) => body),
  },
  {
    id: 'responses-previous-of-another',
    kind: 'mutant',
    about: 'A response continues the last one of any client.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-state.apart/*'],
    also: ['responses-state.*'],
    hooks: {
      ...inRequest((body, call) => {
        const last = call.memory.get(lastKey)
        const continues = typeof body['previous_response_id'] === 'string' && last !== undefined
        return continues ? { ...body, previous_response_id: last } : body
      }),
      body: inWhole((response, call) => {
        if (call.method === 'POST') call.memory.set(lastKey, response['id'])
        return response
      }),
    },
  },
  {
    id: 'responses-previous-instructions',
    kind: 'mutant',
    about: 'A response obeys the instructions of the one that it continues.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-state.continue/instructions-dropped'],
    also: ['responses-state.*', '*/echo'],
    hooks: inRequest((body, call) => {
      const key = 'responses: instructions'
      if (typeof body['instructions'] === 'string') call.memory.set(key, body['instructions'])
      const kept = call.memory.get(key)
      const continues = typeof body['previous_response_id'] === 'string' && kept !== undefined
      return continues ? { ...body, instructions: kept } : body
    }),
  },
  {
    id: 'responses-unknown-previous-accepted',
    kind: 'mutant',
    about: 'A response that does not exist is continued.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-state.unknown/*'],
    also: ['responses-state.*', '*/state-echo'],
    hooks: inRequest((body, call) => {
      const id = body['previous_response_id']
      const isKnown = [...call.memory.keys()].some((key) => key.endsWith(String(id)))
      return isKnown ? body : { ...body, previous_response_id: null }
    }),
  },
  {
    id: 'responses-unknown-as-fault',
    kind: 'mutant',
    about: 'A response that does not exist is answered by 500.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-state.unknown/*'],
    also: ['responses-state.*'],
    hooks: {
      error: (failure) =>
        failure.kind === 'unknown-response' ? { ...failure, status: 500, kind: 'server' } : failure,
    },
  },
  {
    id: 'responses-ids-repeated',
    kind: 'mutant',
    about: 'All responses have one id.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: ['responses-state.continue/own-id', 'batch.serial/own-id', '*/unique-id'],
    also: ['responses-state.*', '*/own-id'],
    hooks: { reply: (reply) => ({ ...reply, id: '0' }) },
  },
  {
    id: 'responses-item-ids-of-all',
    kind: 'mutant',
    about: 'The items of all responses have the same ids.',
    seen: ['OpenAI Response'],
    apis: apis.responses,
    kills: [
      'responses-state.apart/own-items',
      'responses.items/own-items',
      'responses.items/own-items-in-events',
    ],
    hooks: {
      body: inWhole(withCountedItems),
      chunks: inStream((events) => events.map(withCountedItem)),
    },
  },
  {
    id: 'responses-input-items-fault',
    kind: 'mutant',
    about: 'The list of input items is answered by 500.',
    seen: ['OpenAI Response'],
    kills: ['responses-state.input-items/*'],
    hooks: {
      intercept: (given, call) =>
        /\/responses\/[^/]+\/\w/u.test(call.path) ? json(500, { error: { message: 'No' } }) : given,
    },
  },
]
