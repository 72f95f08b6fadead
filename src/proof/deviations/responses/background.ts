/** Responses in the background, and those that others ask for. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { json } from '../edits/intercept.ts'
import { without } from '../edits/members.ts'
import { atPath, set } from '../edits/path.ts'
import { apis, endpoints } from '../scopes.ts'

const wrong = { param: null, code: null }

const suite = ['responses-state.background/*', 'responses-state.background-cancel/*']

/** Changes a member of responses that are asked for again. */
function inStored(path: string, edit: (value: unknown, call: Call) => unknown): Hooks {
  return {
    body: (body, call) => {
      const isStored = call.method === 'GET' && asObject(body)['object'] === 'response'
      return isStored && !call.failure ? atPath(body, path, (value) => edit(value, call)) : body
    },
  }
}

function isCancel({ method, path }: Call): boolean {
  return method === 'POST' && /\/responses\/[^/]+\/cancel$/u.test(path)
}

/** The id in the path of a request about one response. */
function idOf({ path }: Call): string {
  return /\/responses\/([^/]+)/u.exec(path)?.[1] ?? ''
}

export const responsesBackground: readonly Deviation[] = [
  {
    id: 'background-status-unknown',
    kind: 'mutant',
    about: 'A response in the background begins with a status of its own.',
    seen: ['RP-01'],
    apis: apis.responsesWhole,
    endpoints: endpoints.openai,
    kills: ['responses-state.background/start.begun'],
    also: [...suite, '*/response-schema'],
    hooks: {
      body: (body, call) =>
        call.method === 'POST' && asObject(body)['background'] === true
          ? atPath(body, 'status', set('pending'))
          : body,
    },
  },
  {
    id: 'background-lost',
    kind: 'mutant',
    about: 'A response in the background is not found until it is finished.',
    seen: ['RP-01'],
    endpoints: endpoints.openai,
    kills: ['responses-state.background/look.*'],
    also: suite,
    hooks: {
      request: (request, call) => {
        if (asObject(request)['background'] === true) call.memory.set('responses: begun', true)
        return request
      },
      intercept: (answer, call) => {
        const isBegun = call.memory.get('responses: begun') === true
        if (call.method !== 'GET' || idOf(call) === '' || !isBegun) return answer
        call.memory.delete('responses: begun')
        return json(404, { error: { ...wrong, message: 'Response not found.', type: 'invalid' } })
      },
    },
  },
  {
    id: 'background-goes-back',
    kind: 'mutant',
    about: 'A response that was in progress is queued again.',
    seen: ['RP-01'],
    apis: apis.responsesWhole,
    endpoints: endpoints.mantle,
    kills: ['responses-state.background/look.goes-on'],
    also: suite,
    hooks: inStored('status', (status) => (status === 'in_progress' ? 'queued' : status)),
  },
  {
    id: 'background-starts-again',
    kind: 'mutant',
    about: 'A response that was in progress is queued when it is asked for the second time.',
    seen: ['RP-01'],
    apis: apis.responsesWhole,
    endpoints: endpoints.openai,
    kills: ['responses-state.background/again.goes-on'],
    also: [...suite, 'responses-state.*/*'],
    hooks: inStored('status', (status) => (status === 'completed' ? 'queued' : status)),
  },
  {
    id: 'background-endless',
    kind: 'mutant',
    about: 'A response in the background never ends.',
    seen: ['RP-01'],
    apis: apis.responsesWhole,
    endpoints: endpoints.openai,
    kills: ['responses-state.background/again.comes-to-an-end'],
    also: [...suite, 'responses-state.*/*'],
    hooks: inStored('status', (status) => (status === 'completed' ? 'in_progress' : status)),
  },
  {
    id: 'background-renamed',
    kind: 'mutant',
    about: 'A response has another id each time that it is asked for.',
    seen: ['RP-01'],
    apis: apis.responsesWhole,
    endpoints: endpoints.openai,
    kills: ['responses-state.background/again.same-id'],
    also: ['responses-state.*/*'],
    hooks: inStored('id', (id, call) => `${String(id)}${call.number}`),
  },
  {
    id: 'cancel-forgotten',
    kind: 'mutant',
    about: 'A cancelled response is completed all the same.',
    seen: ['RP-01'],
    apis: apis.responsesWhole,
    endpoints: endpoints.openai,
    kills: ['responses-state.background-cancel/look.goes-on'],
    also: suite,
    hooks: inStored('status', (status) => (status === 'cancelled' ? 'completed' : status)),
  },
  {
    id: 'cancel-ineffective',
    kind: 'mutant',
    about: 'A cancelled response goes on.',
    seen: ['RP-01'],
    apis: apis.responsesWhole,
    endpoints: endpoints.openai,
    kills: ['responses-state.background-cancel/look.goes-on'],
    also: suite,
    hooks: inStored('status', (status) => (status === 'cancelled' ? 'in_progress' : status)),
  },
  {
    id: 'cancel-breaks',
    kind: 'mutant',
    about: 'To cancel a response is an internal error.',
    seen: ['RP-01'],
    kills: ['responses-state.background-cancel/cancel.accepted'],
    also: [...suite, 'responses-state.cancel-finished/*'],
    hooks: {
      intercept: (answer, call) =>
        isCancel(call)
          ? json(500, { error: { ...wrong, message: 'Internal error.', type: 'server_error' } })
          : answer,
    },
  },
  {
    id: 'cancel-of-anything',
    kind: 'mutant',
    about: 'A response that is finished can be cancelled, and is cancelled then.',
    seen: ['RP-01'],
    apis: apis.responsesWhole,
    kills: [
      'responses-state.cancel-finished/cancel.refused',
      'responses-state.cancel-finished/look.as-given',
    ],
    also: [...suite, '*/completed-at'],
    hooks: {
      error: (failure, call) => {
        if (isCancel(call)) call.memory.set(`cancelled ${idOf(call)}`, true)
        return failure
      },
      status: (status, call) => (isCancel(call) && status < 500 ? 200 : status),
      body: (body, call) => {
        if (isCancel(call)) return { id: idOf(call), object: 'response', status: 'cancelled' }
        const isCancelled = call.memory.has(`cancelled ${idOf(call)}`)
        return isCancelled && !call.failure ? atPath(body, 'status', set('cancelled')) : body
      },
    },
  },
  {
    id: 'response-for-strangers',
    kind: 'mutant',
    about: 'Whoever knows the id of a response is given it, whatever the key.',
    seen: ['RP-02'],
    apis: apis.responsesWhole,
    endpoints: endpoints.bedrock,
    kills: ['responses-state.stranger/kept-from-strangers', 'responses-state.stranger/*refused'],
    also: ['responses-state.stranger/*'],
    hooks: { auth: (failure, call) => (call.method === 'GET' ? undefined : failure) },
  },
  {
    id: 'background-finished-at-once',
    kind: 'oddity',
    about: 'A short answer in the background is finished as soon as it is given.',
    seen: ['RP-01'],
    apis: apis.responsesWhole,
    endpoints: endpoints.openai,
    sees: suite,
    hooks: {
      request: (request, call) => {
        call.memory.set(`asked ${call.requestId}`, asObject(request)['background'])
        return without(request, 'background')
      },
      body: (body, call) => {
        const key = `in the background ${String(asObject(body)['id'])}`
        if (call.memory.get(`asked ${call.requestId}`) === true) call.memory.set(key, true)
        return call.memory.has(key) ? atPath(body, 'background', set(true)) : body
      },
    },
  },
  {
    id: 'cancel-not-served',
    kind: 'oddity',
    about: 'Responses cannot be cancelled: the route does not exist.',
    seen: ['RP-01'],
    endpoints: endpoints.openai,
    sees: [...suite, 'responses-state.cancel-finished/*'],
    hooks: {
      intercept: (answer, call) =>
        isCancel(call)
          ? json(404, { error: { ...wrong, message: 'Not found.', type: 'invalid_request_error' } })
          : answer,
    },
  },
]
