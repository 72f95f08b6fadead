/** A Llama Stack server with the Bedrock provider, as the specifications and the notebook promise it. */
import type { Call } from '../call.ts'
import { refuse, type Answer, type Api } from '../answer.ts'
import { llamaStackAuth } from '../auth/check.ts'
import { readJson } from '../http/body.ts'
import { asObject, entryOf } from '../json.ts'
import { llamaStackEmbedders, llamaStackModels } from '../regions/models.ts'
import { chat, jsonType } from './chat.ts'
import { embeddings } from './embeddings.ts'
import { responses } from './responses.ts'
import { countMessageTokens, messages, type MessageRoute } from './messages.ts'
import { percentDecoded } from '../../model/text/percent.ts'

/** The version that `/v1/version` reports: the reference follows no release. */
const version = '0.0.0-reference'

type Route = (call: Call, ownKey: string) => Answer

const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/v1/health': { GET: () => ok({ status: 'OK' }) },
  '/v1/version': { GET: () => ok({ version }) },
  '/v1/models': { GET: listModels },
  '/v1/providers': { GET: (call) => ok({ data: [provider(call)] }) },
  '/v1/chat/completions': { POST: chatCompletion },
  '/v1/messages': { POST: message('anthropic-messages', messages) },
  '/v1/messages/count_tokens': { POST: message('anthropic-count-tokens', countMessageTokens) },
  '/v1/completions': { POST: completions },
  '/v1/embeddings': { POST: embed },
}

/** Answers a request to the Llama Stack port; its key for Bedrock is `ownKey`. */
export function llamaStack(call: Call, ownKey: string): Answer {
  call.api = 'llama-stack'
  const methods = routes[call.path] ?? dynamicRoute(call)
  const route = methods && entryOf(methods, call.method)
  if (route) return route(call, ownKey)
  if (!methods) return refuse(404, 'unknown-route', `Not found: ${call.path.slice(0, 100)}`)
  return refuse(405, 'wrong-method', `Method ${call.method} is not allowed here.`, {
    headers: [['Allow', Object.keys(methods).join(', ')]],
  })
}

function dynamicRoute(call: Call): Readonly<Record<string, Route>> | undefined {
  if (call.path.startsWith('/v1/models/')) return { GET: getModel }
  if (/^\/v1\/responses(?:\/|$)/u.test(call.path)) {
    return Object.fromEntries(['GET', 'POST', 'DELETE'].map((method) => [method, respond]))
  }
  if (call.path === '/v1/providers/bedrock') return { GET: () => ok(provider(call)) }
  return undefined
}

function ok(json: unknown): Answer {
  return { kind: 'json', status: 200, headers: jsonType, json }
}

function entry(id: string): Record<string, unknown> {
  const owner = id.slice(0, id.indexOf('/'))
  return {
    id,
    object: 'model',
    created: 1_764_460_800,
    owned_by: 'llama_stack',
    custom_metadata: {
      model_type: llamaStackEmbedders.includes(id) ? 'embedding' : 'llm',
      provider_id: owner,
      provider_resource_id: id.slice(owner.length + 1),
    },
  }
}

const registered = [...llamaStackModels, ...llamaStackEmbedders]

function listModels(call: Call): Answer {
  call.api = 'openai-models'
  return ok({ object: 'list', data: call.hook('models', registered.map(entry)) })
}

function getModel(call: Call): Answer {
  call.api = 'openai-models'
  const id = percentDecoded(call.path.slice('/v1/models/'.length))
  requireModel(call, id)
  return ok(entry(id))
}

function requireModel(call: Call, id: string): void {
  const access = registered.includes(id) ? 'available' : 'unknown'
  const found = call.hook('access', access)
  if (found === 'available') return
  if (found === 'denied') refuse(403, 'access', `Access to model '${id.slice(0, 80)}' is denied`)
  refuse(
    404,
    'unknown-model',
    `Model '${id.slice(0, 80)}' not found. Use 'client.models.list()' to list available Models.`,
    { param: 'model' },
  )
}

/** A model that answers with text. */
function requireSpeaker(call: Call, id: string): void {
  requireModel(call, id)
  if (llamaStackEmbedders.includes(id)) refuseType(id, 'embedding', 'llm')
}

function refuseType(id: string, type: string, expected: string): never {
  return refuse(
    400,
    'bad-request',
    `Model '${id.slice(0, 80)}' is of type '${type}' rather than the expected type '${expected}'.`,
    { param: 'model' },
  )
}

function provider(call: Call): Record<string, unknown> {
  return {
    api: 'inference',
    provider_id: 'bedrock',
    provider_type: 'remote::bedrock',
    config: { api_key: '********', region_name: call.region },
    health: { status: 'Not Implemented', message: 'Provider does not implement health check' },
  }
}

function requireKey(call: Call, ownKey: string): void {
  const failure = call.hook('auth', llamaStackAuth(call, ownKey))
  if (failure) refuse(failure.status, failure.kind, failure.message, failure)
}

function chatCompletion(call: Call, ownKey: string): Answer {
  call.api = 'openai-chat'
  requireKey(call, ownKey)
  return chat(call, { reasoningMember: false }, (id) => requireSpeaker(call, id))
}

function respond(call: Call, ownKey: string): Answer {
  call.api = 'openai-responses'
  requireKey(call, ownKey)
  return responses(call, call.path.slice('/v1/responses'.length), {
    showsReasoning: true,
    background: 'queued',
    requireModel: (id) => requireSpeaker(call, id),
  })
}

/** A route of Anthropic's API, which any model of the server answers. */
function message(api: Api, run: MessageRoute['run']): Route {
  return (call, ownKey) => {
    call.api = api
    requireKey(call, ownKey)
    return run(call, (id) => {
      requireSpeaker(call, id)
      return 'gpt-oss'
    })
  }
}

function completions(call: Call): Answer {
  const body = asObject(readJson(call))
  if (typeof body['prompt'] !== 'string')
    refuse(400, 'bad-request', 'prompt must be a string.', { param: 'prompt' })
  return refuse(
    501,
    'not-implemented',
    "Bedrock's OpenAI-compatible API does not support /v1/completions endpoint. Only /v1/chat/completions is supported.",
  )
}

function embed(call: Call, ownKey: string): Answer {
  call.api = 'openai-embeddings'
  requireKey(call, ownKey)
  return embeddings(call, (id) => requireEmbedder(call, id))
}

function requireEmbedder(call: Call, id: string): void {
  if (llamaStackEmbedders.includes(id)) return
  if (llamaStackModels.includes(id)) refuseType(id, 'llm', 'embedding')
  if (!id.startsWith('bedrock/')) requireModel(call, id)
  refuse(
    501,
    'not-implemented',
    "Bedrock's OpenAI-compatible API does not support /v1/embeddings endpoint.",
  )
}
