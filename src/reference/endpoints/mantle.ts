/** The mantle endpoint: OpenAI's API under `/v1`, with ids that have no version. */
import type { Call } from '../call.ts'
import { refuse, type Answer } from '../answer.ts'
import { mantleFamilies, mantleModels, type Family } from '../regions/models.ts'
import { mantleRegions } from '../regions/regions.ts'
import { chat, jsonType } from './chat.ts'
import { responses } from './responses.ts'
import { countMessageTokens, messages, type MessageRoute } from './messages.ts'
import { requireAuth, requirePost } from './runtime.ts'
import { percentDecoded } from '../../model/text/percent.ts'

/** Answers a request to bedrock-mantle. */
export function mantle(call: Call): Answer {
  if (call.path === '/v1/chat/completions') {
    call.api = 'openai-chat'
    requirePost(call)
    requireAuth(call)
    return chat(call, { reasoningMember: true }, (id) => requireChatModel(call, id))
  }
  const anthropic = messageRoutes[call.path]
  if (anthropic) {
    call.api = anthropic.api
    requirePost(call)
    requireAuth(call)
    return anthropic.run(call, (id) => requireClaude(call, id))
  }
  if (/^\/v1\/responses(?:\/|$)/u.test(call.path)) {
    call.api = 'openai-responses'
    requireAuth(call)
    return responses(call, call.path.slice('/v1/responses'.length), {
      showsReasoning: true,
      background: 'in_progress',
      requireModel: (id) => requireModel(call, id),
    })
  }
  if (call.path === '/v1/models' || call.path.startsWith('/v1/models/')) return models(call)
  return refuse(404, 'unknown-route', `No route for ${call.path.slice(0, 100)}.`)
}

const messageRoutes: Readonly<Record<string, MessageRoute>> = {
  '/anthropic/v1/messages': { api: 'anthropic-messages', run: messages },
  '/anthropic/v1/messages/count_tokens': {
    api: 'anthropic-count-tokens',
    run: countMessageTokens,
  },
}

/** Bare ids of Claude alone (aws-samples/sample-per-model-bedrock 02/01). */
function requireClaude(call: Call, id: string): Family {
  requireModel(call, id)
  if (mantleFamilies.get(id) === 'claude') return 'claude'
  return refuse(
    400,
    'bad-request',
    `The model '${id.slice(0, 80)}' does not support the '/v1/messages' API`,
  )
}

function served(call: Call): readonly string[] {
  return mantleRegions.includes(call.region) ? mantleModels : []
}

function requireModel(call: Call, id: string): void {
  const access = served(call).includes(id) ? 'available' : 'unknown'
  const found = call.hook('access', access)
  if (found === 'available') return
  if (found === 'denied') refuse(403, 'access', `Access to model '${id.slice(0, 80)}' is denied`)
  refuse(404, 'unknown-model', `The model '${id.slice(0, 80)}' does not exist`)
}

function requireChatModel(call: Call, id: string): void {
  requireModel(call, id)
  if (mantleFamilies.get(id) !== 'claude') return
  refuse(
    400,
    'bad-request',
    `The model '${id.slice(0, 80)}' does not support the '/v1/chat/completions' API`,
  )
}

/** An entry as captured: `created` is the date since which mantle has the model. */
function entry(id: string): Record<string, unknown> {
  return { id, created: 1_764_460_800, object: 'model', owned_by: 'system' }
}

function models(call: Call): Answer {
  call.api = 'openai-models'
  if (call.method !== 'GET') {
    refuse(405, 'wrong-method', 'Use GET.', { headers: [['Allow', 'GET']] })
  }
  requireAuth(call)
  const listed = call.hook('models', served(call).map(entry))
  if (call.path === '/v1/models') {
    return { kind: 'json', status: 200, headers: jsonType, json: { object: 'list', data: listed } }
  }
  const id = percentDecoded(call.path.slice('/v1/models/'.length))
  requireModel(call, id)
  return { kind: 'json', status: 200, headers: jsonType, json: entry(id) }
}
