/** What releases of Llama Stack and OGX make of a failure behind them. */
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject } from '../../../reference/json.ts'
import { done } from '../../../reference/openai/chunks.ts'
import { stack } from './stack.ts'

export const llamaStackFaultMutants: readonly Deviation[] = [
  stack(
    'retry-after-lost',
    'Retry-After of Bedrock is dropped (every release).',
    ['D64'],
    {
      headers: (headers) => headers.filter(([name]) => name !== 'Retry-After'),
    },
    ['faults.throttled/when-to-return'],
    { also: ['*/retry-after'] },
  ),
  stack(
    'three-attempts',
    'What fails is tried three times (every release).',
    ['facts 4.2'],
    {
      error: (failure, call) => {
        const [word] = /attempts .*/u.exec([...call.memory.keys()].at(-1) ?? '') ?? []
        const isRetried = failure.status === 429 || failure.status >= 500
        if (word !== undefined && isRetried) call.memory.set(word, 3)
        return failure
      },
    },
    ['faults.throttled/one-attempt', 'faults.unavailable/one-attempt'],
  ),
  stack(
    'throttling-500',
    'Bedrock’s 429 becomes 500.',
    ['D56', 'ogx#1951'],
    {
      error: (failure) => (failure.status === 429 ? { ...failure, status: 500 } : failure),
    },
    ['faults.throttled/status-kept'],
    { also: ['*/no-server-error', '*/refused'] },
  ),
  stack(
    'dropped-500',
    'A connection dropped by Bedrock is an internal error (every release).',
    ['facts 4.2'],
    {
      error: (failure) => (failure.status === 502 ? { ...failure, status: 500 } : failure),
    },
    ['faults.reset/gateway-error'],
  ),
  stack(
    'stream-error-swallowed',
    'A stream that fails half-way ends as if it were complete.',
    ['D25', 'opencode#38712'],
    {
      chunks: (chunks) => {
        const failed = chunks.some((chunk) => asObject(chunk)['error'] !== undefined)
        return failed
          ? [...chunks.filter((chunk) => asObject(chunk)['error'] === undefined), done]
          : chunks
      },
    },
    ['faults.cut-stream/told', 'faults.failing-stream/told'],
  ),
]
