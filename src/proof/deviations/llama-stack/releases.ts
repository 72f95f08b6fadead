/**
 * What releases of Llama Stack and OGX were seen to do, on their front alone: Bedrock behind it is
 * well. Executed against 0.4.0 to 0.7.3 and OGX 0.8.0 to 1.5.0.
 */
import type { Call } from '../../../reference/call.ts'
import { asObject } from '../../../reference/json.ts'
import { done } from '../../../reference/openai/chunks.ts'
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { without } from '../edit.ts'
import { stack } from './stack.ts'

const routing = new Set(['unknown-route', 'wrong-method'])

function isRouting({ failure }: Call): boolean {
  return failure !== undefined && routing.has(failure.kind)
}

/** ogx#3762: an upstream that refuses credentials, as releases report it. */
function authAs(status: number): Hooks {
  return {
    error: (failure) => (failure.kind === 'auth' ? { ...failure, status } : failure),
  }
}

export const llamaStackMutants: readonly Deviation[] = [
  stack(
    'done-missing',
    'Streams end without data: [DONE] (every release).',
    ['D25', 'ogx#4744'],
    { chunks: (chunks) => chunks.filter((chunk) => chunk !== done) },
    ['*/done-last'],
    { apis: ['openai-chat-stream'] },
  ),
  stack(
    'error-message-only',
    'Errors have a message and nothing else (0.6 and later).',
    ['ogx#4883'],
    {
      body: (body, call) => {
        const { error } = asObject(body)
        return call.failure && error ? { error: without(error, 'type', 'param', 'code') } : body
      },
    },
    ['*/refused'],
  ),
  stack(
    'error-detail',
    'Errors are {"error":{"detail":…}} (0.5).',
    ['ogx#4652'],
    {
      body: (body, call) => (call.failure ? { error: { detail: call.failure.message } } : body),
    },
    ['*/refused'],
  ),
  stack(
    'routing-detail',
    'Unknown paths and methods get {"detail":…}, with FastAPI’s words.',
    ['D59'],
    {
      body: (body, call) => {
        if (!isRouting(call)) return body
        return { detail: call.failure?.status === 405 ? 'Method Not Allowed' : 'Not Found' }
      },
    },
    ['llama-stack.unknown-path/one-envelope'],
  ),
  stack(
    'auth-400',
    'A refused token is answered 400 (up to 0.7).',
    ['ogx#3748'],
    authAs(400),
    ['faults.unauthorized/status-kept'],
    { also: ['*/refused'] },
  ),
  stack(
    'auth-500',
    'A refused token is answered 500 (OGX).',
    ['D57', 'ogx#5388'],
    authAs(500),
    ['faults.unauthorized/status-kept'],
    { also: ['*/no-server-error', '*/refused'] },
  ),
  stack(
    'denied-500',
    'A refusal of access is answered 500 (OGX).',
    ['D58', 'ogx#2595'],
    {
      error: (failure) => (failure.kind === 'access' ? { ...failure, status: 500 } : failure),
    },
    ['faults.forbidden/status-kept'],
    { also: ['*/no-server-error', '*/refused'] },
  ),
  stack(
    'list-without-object',
    'The list of models is no "list" (up to 0.7).',
    ['ogx#5499'],
    {
      body: (body, call) =>
        call.path === '/v1/models' && !call.failure ? without(body, 'object') : body,
    },
    ['models.list/response-schema'],
    { apis: ['openai-models'] },
  ),
  stack(
    'native-model',
    'A single model is an object of Llama Stack’s own (up to 0.7).',
    ['D18'],
    {
      body: (body, call) => {
        if (call.failure || call.path === '/v1/models') return body
        const { id } = asObject(body)
        return {
          identifier: id,
          provider_resource_id: String(id).replace(/^[^/]*\//u, ''),
          provider_id: 'bedrock',
          type: 'model',
          metadata: {},
          model_type: 'llm',
          model_validation: null,
        }
      },
    },
    ['models.get/response-schema'],
    { also: ['models.get/known.as-listed'], apis: ['openai-models'] },
  ),
  stack(
    'error-in-200-stream',
    'A refusal comes in a stream with status 200 (up to 0.4).',
    ['D22', 'ogx#3621'],
    {
      status: (status, call) => (isStreamFailure(call) ? 200 : status),
      text: (text, call) =>
        isStreamFailure(call)
          ? `data: {"error": {"message": ${JSON.stringify(call.failure?.message)}}}\n\n`
          : text,
      headers: (headers, call) =>
        headers.flatMap(([name, value]) => {
          if (!isStreamFailure(call)) return [[name, value] as const]
          if (name === 'Content-Length') return []
          return [[name, name === 'Content-Type' ? 'text/event-stream' : value] as const]
        }),
    },
    ['*/refused'],
    { also: ['*/error-content-type', '*/no-error-in-success'] },
  ),
  stack(
    'unregistered-answered',
    'Any id after bedrock/ is answered, known or not.',
    ['D20', 'facts 7'],
    {
      access: (access) => (access === 'unknown' ? 'available' : access),
    },
    ['errors.unknown-model/refused'],
    { also: ['*/error-content-type'] },
  ),
]

function isStreamFailure(call: Call): boolean {
  return call.api === 'openai-chat-stream' && call.failure !== undefined
}
