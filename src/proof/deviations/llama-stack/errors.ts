/** Error bodies of releases of Llama Stack and OGX. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { without } from '../edits/members.ts'
import { endpoints } from '../scopes.ts'

const routing = new Set(['unknown-route', 'wrong-method'])

function isRouting({ failure }: Call): boolean {
  return failure !== undefined && routing.has(failure.kind)
}

function isStreamFailure(call: Call): boolean {
  return call.api === 'openai-chat-stream' && call.failure !== undefined
}

export const llamaStackErrors: readonly Deviation[] = [
  {
    id: 'llamastack-error-message-only',
    kind: 'mutant',
    about: 'Errors have a message and nothing else (0.6 and later).',
    seen: ['ogx#4883'],
    endpoints: endpoints.llamaStack,
    kills: ['*/refused'],
    hooks: {
      body: (body, call) => {
        const { error } = asObject(body)
        return call.failure && error ? { error: without(error, 'type', 'param', 'code') } : body
      },
    },
  },
  {
    id: 'llamastack-error-detail',
    kind: 'mutant',
    about: 'Errors are {"error":{"detail":…}} (0.5).',
    seen: ['ogx#4652'],
    endpoints: endpoints.llamaStack,
    kills: ['*/refused'],
    hooks: {
      body: (body, call) => (call.failure ? { error: { detail: call.failure.message } } : body),
    },
  },
  {
    id: 'llamastack-routing-detail',
    kind: 'mutant',
    about: 'Unknown paths and methods are answered {"detail":…}, with the messages of FastAPI.',
    seen: ['D59'],
    endpoints: endpoints.llamaStack,
    kills: ['llama-stack.unknown-path/one-envelope'],
    hooks: {
      body: (body, call) => {
        if (!isRouting(call)) return body
        return { detail: call.failure?.status === 405 ? 'Method Not Allowed' : 'Not Found' }
      },
    },
  },
  {
    id: 'llamastack-error-in-200-stream',
    kind: 'mutant',
    about: 'An error is an event of a stream with status 200 (up to 0.4).',
    seen: ['D22', 'ogx#3621'],
    endpoints: endpoints.llamaStack,
    kills: ['*/refused'],
    also: ['*/error-content-type', '*/no-error-in-success'],
    hooks: {
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
  },
  {
    id: 'llamastack-unregistered-answered',
    kind: 'mutant',
    about: 'Any id with the prefix bedrock/ is answered, registered or not.',
    seen: ['D20', 'facts 7'],
    endpoints: endpoints.llamaStack,
    kills: ['errors.unknown-model/refused'],
    also: ['*/refused', '*/error-content-type'],
    hooks: {
      access: (access) => (access === 'unknown' ? 'available' : access),
    },
  },
]
