/** The Bedrock runtime endpoint: the OpenAI-compatible path and the native operations. */
import type { Call } from '../call.ts'
import { refuse, type Answer, type Api } from '../answer.ts'
import { bedrockAuth } from '../auth/check.ts'
import { requireNativeAccess, resolveModel } from '../regions/access.ts'
import type { Family } from '../regions/models.ts'
import { chat, jsonType } from './chat.ts'
import { converse, converseStream, countTokens } from './converse.ts'
import { invoke, invokeStream } from './invoke.ts'
import { responses } from './responses.ts'
import { messages } from './messages.ts'
import { percentDecoded } from '../../model/text/percent.ts'

const operations: Readonly<
  Record<string, { readonly api: Api; readonly run: (call: Call, modelId: string) => Answer }>
> = {
  converse: { api: 'converse', run: converse },
  'converse-stream': { api: 'converse-stream', run: converseStream },
  invoke: { api: 'invoke', run: invoke },
  'invoke-with-response-stream': { api: 'invoke-stream', run: invokeStream },
  'count-tokens': { api: 'count-tokens', run: countTokens },
}

const nativePath =
  /^\/model\/(.+)\/(converse|converse-stream|invoke|invoke-with-response-stream|count-tokens)$/u

/** Answers a request to bedrock-runtime. */
export function runtime(call: Call): Answer {
  const native = nativePath.exec(call.path)
  const operation = operations[native?.[2] ?? '']
  if (native && operation) {
    call.api = operation.api
    requirePost(call)
    requireAuth(call)
    return operation.run(call, percentDecoded(native[1] ?? ''))
  }
  if (call.path === '/openai/v1/chat/completions') {
    call.api = 'openai-chat'
    requirePost(call)
    requireAuth(call)
    return chat(call, { reasoningMember: false }, (id) => requireChatModel(call, id))
  }
  if (/^\/openai\/v1\/responses(?:\/|$)/u.test(call.path)) {
    call.api = 'openai-responses'
    requireAuth(call)
    return responses(call, call.path.slice('/openai/v1/responses'.length), {
      showsReasoning: false,
      requireModel: (id) => requireChatModel(call, id),
    })
  }
  if (call.path === '/anthropic/v1/messages') {
    call.api = 'anthropic-messages'
    requirePost(call)
    requireAuth(call)
    return messages(call, (id) => requireClaude(call, id))
  }
  return unknownOperation(call)
}

/** Profiles of models without a date alone (aws-samples/sample-per-model-bedrock 00/01, 00/04). */
function requireClaude(call: Call, id: string): Family {
  const isDated = /-\d{8}-v\d/u.test(id)
  const { family } = requireNativeAccess(call, id)
  if (family === 'claude' && !isDated) return family
  return refuse(404, 'unknown-model', `The model '${id.slice(0, 80)}' does not exist`)
}

export function requirePost(call: Call): void {
  if (call.method === 'POST') return
  refuse(405, 'wrong-method', `Method ${call.method} is not allowed here: use POST.`, {
    headers: [['Allow', 'POST']],
  })
}

export function requireAuth(call: Call): void {
  const failure = call.hook('auth', bedrockAuth(call))
  if (failure) refuse(failure.status, failure.kind, failure.message, failure)
}

/** Messages as captured in bedrock-access-gateway#185 and by the endpoint comparison of 2026-05. */
function requireChatModel(call: Call, id: string): void {
  const resolved = resolveModel(id, call.region)
  if (resolved.access === 'not-in-region' && !id.startsWith('openai.'))
    requireNativeAccess(call, id)
  if (resolved.access === 'available' && resolved.family === 'gpt-oss') {
    requireNativeAccess(call, id)
    return
  }
  if (call.hook('access', resolved.access) === 'denied') requireNativeAccess(call, id)
  if (resolved.access === 'not-in-region') {
    refuse(400, 'invalid-model', 'The provided model identifier is invalid.')
  }
  refuse(
    404,
    'unknown-model',
    "The model doesn't exist or doesn't support this API. Retry your request with a different model ID.",
  )
}

/**
 * A path that is not served is answered with status 200 and this body under `/v1` and the OpenAI
 * path (aws-samples/sample-per-model-bedrock, notebook 00/01), and with 404 elsewhere.
 */
function unknownOperation(call: Call): Answer {
  const trap = /^\/(?:openai\/)?v1(?:\/|$)/u.test(call.path)
  return {
    kind: 'json',
    status: trap ? 200 : 404,
    headers: jsonType,
    json: {
      Output: { __type: 'com.amazon.coral.service#UnknownOperationException' },
      Version: '1.0',
    },
  }
}
