/** The Responses API, as the three OpenAI-compatible endpoints share it. */
import type { Call } from '../call.ts'
import { refuse, type Answer, type JsonObject } from '../answer.ts'
import { askedFault, withAttempts } from '../faults/fault.ts'
import { broken } from '../faults/play.ts'
import { readJson } from '../http/body.ts'
import { asObject, entryOf } from '../json.ts'
import { complete } from '../model/complete.ts'
import type { PromptTurn } from '../model/prompt.ts'
import type { Reply } from '../model/reply.ts'
import { responseBody, type ResponsesDialect } from '../openai/responses/body.ts'
import { responseEvents } from '../openai/responses/events.ts'
import { readResponses, type ResponsesRequest } from '../openai/responses/read.ts'
import { cancel, forget, keep, lookAgain, stored, type Stored } from '../openai/responses/store.ts'
import { bad } from '../openai/fields.ts'
import { jsonType, sseType } from './chat.ts'
import { percentDecoded } from '../../model/text/percent.ts'

export interface ResponsesEndpoint extends ResponsesDialect {
  /** Refuses ids that the endpoint does not serve. */
  readonly requireModel: (id: string) => void
  /** The first status of a response in the background; absent for any other response. */
  readonly background?: 'queued' | 'in_progress'
}

/**
 * Answers a request below `/responses`.
 *
 * @param rest the path after `/responses`: empty, or `/{id}` and what follows it
 */
export function responses(call: Call, rest: string, served: ResponsesEndpoint): Answer {
  const [, id = '', collection = ''] = rest.split('/').map(percentDecoded)
  const routes = routesOf(call, id, collection, served)
  const route = entryOf(routes, call.method)
  if (route !== undefined) return route()
  if (Object.keys(routes).length === 0) {
    return refuse(404, 'unknown-route', `Not found: ${call.path.slice(0, 100)}`)
  }
  return refuse(405, 'wrong-method', `Method ${call.method} is not allowed here.`, {
    headers: [['Allow', Object.keys(routes).join(', ')]],
  })
}

type Routes = Readonly<Record<string, () => Answer>>

function routesOf(call: Call, id: string, collection: string, served: ResponsesEndpoint): Routes {
  if (id === '') return { POST: () => create(call, served) }
  switch (collection) {
    case '':
      return {
        GET: () => ok(lookAgain(call, id)),
        DELETE: () => remove(call, id),
      }
    case 'input_items':
      return { GET: () => ok(pageOf(stored(call, id).items, call.query)) }
    case 'cancel':
      return { POST: () => ok(cancel(call, id)) }
    default:
      return {}
  }
}

function ok(json: JsonObject): Answer {
  return { kind: 'json', status: 200, headers: jsonType, json }
}

function remove(call: Call, id: string): Answer {
  forget(call, id)
  return ok({ id, object: 'response', deleted: true })
}

/** openai-openapi f85dbe2, listInputItems: 20 items, the latest first, where nothing else is asked for. */
function pageOf(items: readonly JsonObject[], query: URLSearchParams): JsonObject {
  const {
    order = 'desc',
    limit = 20,
    after,
  } = asObject({
    ...Object.fromEntries(query),
    ...(query.has('limit') && { limit: Number(query.get('limit')) }),
  })
  if (order !== 'asc' && order !== 'desc') bad('order', 'order must be asc or desc.')
  if (!(Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= 100)) {
    bad('limit', 'limit must be a whole number from 1 to 100.')
  }
  const ordered = order === 'asc' ? items : items.toReversed()
  const start = after === undefined ? 0 : ordered.findIndex(({ id }) => id === after) + 1
  if (after !== undefined && start === 0) bad('after', 'after must be the id of an item.')
  const end = start + Number(limit)
  const data = ordered.slice(start, end)
  const [first, last] = [data.at(0), data.at(-1)].map((item) => item?.['id'] ?? null)
  const hasMore = end < ordered.length
  return { object: 'list', data, first_id: first, last_id: last, has_more: hasMore }
}

function create(call: Call, served: ResponsesEndpoint): Answer {
  const json = readJson(call)
  if (asObject(json)['stream'] === true) call.api = 'openai-responses-stream'
  const request = readResponses(call.hook('request', json), (id) => stored(call, id).turns)
  requireBackground(request, served)
  served.requireModel(request.model)
  const fault = askedFault(call, request.prompt)
  const reply = withAttempts(call, request.prompt, complete(call, request.prompt, request.model))
  const response = responseBody(reply, request, served)
  if (request.store) {
    const turns = [...turnsBefore(call, request), ...request.turns, ...turnsOf(reply)]
    const kept = { response, items: request.items, turns }
    if (request.background) return later(call, kept, served)
    keep(call, String(response['id']), kept)
  }
  const answer: Answer = request.stream
    ? { kind: 'sse', headers: sseType, chunks: responseEvents(reply, request, response) }
    : ok(response)
  return fault === undefined ? answer : broken(call, answer, fault)
}

/** OGX 1.5.0 refuses a stream in the background, and one that is not stored. */
function requireBackground(request: ResponsesRequest, served: ResponsesEndpoint): void {
  if (!request.background) return
  if (served.background === undefined) {
    bad('background', 'The background parameter is not supported.')
  }
  if (request.stream) bad('stream', 'A response in the background cannot be streamed.')
  if (!request.store) bad('store', 'A response in the background must be stored.')
}

/** Answers with the response as it begins; it goes on when it is asked for. */
function later(call: Call, finished: Stored, { background }: ResponsesEndpoint): Answer {
  const { response } = finished
  const begun = {
    ...response,
    status: 'in_progress',
    output: [],
    usage: null,
    completed_at: null,
    incomplete_details: null,
  }
  const first = { ...begun, status: background ?? 'in_progress' }
  keep(call, String(response['id']), { ...finished, response: first, later: [begun, response] })
  return ok(first)
}

function turnsBefore(call: Call, { body }: ResponsesRequest): readonly PromptTurn[] {
  const id = body['previous_response_id']
  return typeof id === 'string' ? stored(call, id).turns : []
}

function turnsOf({ choices }: Reply): readonly PromptTurn[] {
  return choices.map(({ text, toolCalls }) => ({
    role: 'assistant',
    text,
    ...(toolCalls.length > 0 && {
      toolCalls: toolCalls.map((called) => ({ ...called, id: `call_${called.id}` })),
    }),
  }))
}
