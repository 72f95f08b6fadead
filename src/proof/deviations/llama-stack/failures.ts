/** How releases of Llama Stack and OGX report a failure behind them. */
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { done } from '../../../reference/openai/chunks.ts'
import { endpoints } from '../scopes.ts'

/** ogx#3762: an upstream that refuses credentials, as releases report it. */
function authAs(status: number): Hooks {
  return {
    error: (failure) => (failure.kind === 'auth' ? { ...failure, status } : failure),
  }
}

export const llamaStackFailures: readonly Deviation[] = [
  {
    id: 'llamastack-retry-after-lost',
    kind: 'mutant',
    about: 'Retry-After of Bedrock is dropped (every release).',
    seen: ['D64'],
    endpoints: endpoints.llamaStack,
    kills: ['faults.throttled/when-to-return'],
    also: ['*/retry-after'],
    hooks: {
      headers: (headers) => headers.filter(([name]) => name !== 'Retry-After'),
    },
  },
  {
    id: 'llamastack-three-attempts',
    kind: 'mutant',
    about: 'A failing request is tried three times (every release).',
    seen: ['facts 4.2'],
    endpoints: endpoints.llamaStack,
    kills: ['faults.throttled/one-attempt', 'faults.unavailable/one-attempt'],
    hooks: {
      error: (failure, call) => {
        const [word] = /attempts .*/u.exec([...call.memory.keys()].at(-1) ?? '') ?? []
        const isRetried = failure.status === 429 || failure.status >= 500
        if (word !== undefined && isRetried) call.memory.set(word, 3)
        return failure
      },
    },
  },
  {
    id: 'llamastack-throttling-500',
    kind: 'mutant',
    about: 'Bedrock’s 429 becomes 500.',
    seen: ['D56', 'ogx#1951'],
    endpoints: endpoints.llamaStack,
    kills: ['faults.throttled/status-kept'],
    also: ['*/no-server-error', '*/refused'],
    hooks: {
      error: (failure) => (failure.status === 429 ? { ...failure, status: 500 } : failure),
    },
  },
  {
    id: 'llamastack-dropped-500',
    kind: 'mutant',
    about: 'A connection dropped by Bedrock is an internal error (every release).',
    seen: ['facts 4.2'],
    endpoints: endpoints.llamaStack,
    kills: ['faults.reset/gateway-error'],
    hooks: {
      error: (failure) => (failure.status === 502 ? { ...failure, status: 500 } : failure),
    },
  },
  {
    id: 'llamastack-stream-error-swallowed',
    kind: 'mutant',
    about: 'A stream that fails ends as if it were complete.',
    seen: ['D25', 'opencode#38712'],
    endpoints: endpoints.llamaStack,
    kills: ['faults.cut-stream/told', 'faults.failing-stream/told'],
    hooks: {
      chunks: (chunks) => {
        const failed = chunks.some((chunk) => asObject(chunk)['error'] !== undefined)
        return failed
          ? [...chunks.filter((chunk) => asObject(chunk)['error'] === undefined), done]
          : chunks
      },
    },
  },
  {
    id: 'llamastack-auth-400',
    kind: 'mutant',
    about: 'A refused token is answered 400 (up to 0.7).',
    seen: ['ogx#3748'],
    endpoints: endpoints.llamaStack,
    kills: ['faults.unauthorized/status-kept'],
    also: ['*/refused'],
    hooks: authAs(400),
  },
  {
    id: 'llamastack-auth-500',
    kind: 'mutant',
    about: 'A refused token is answered 500 (OGX).',
    seen: ['D57', 'ogx#5388'],
    endpoints: endpoints.llamaStack,
    kills: ['faults.unauthorized/status-kept'],
    also: ['*/no-server-error', '*/refused'],
    hooks: authAs(500),
  },
  {
    id: 'llamastack-denied-500',
    kind: 'mutant',
    about: 'A refusal of access is answered 500 (OGX).',
    seen: ['D58', 'ogx#2595'],
    endpoints: endpoints.llamaStack,
    kills: ['faults.forbidden/status-kept'],
    also: ['*/no-server-error', '*/refused'],
    hooks: {
      error: (failure) => (failure.kind === 'access' ? { ...failure, status: 500 } : failure),
    },
  },
]
