/** Throttling and unavailability are reported wrongly. */
import { throttle } from '../../../reference/call.ts'
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { endpoints } from '../scopes.ts'

export const accessThrottling: readonly Deviation[] = [
  {
    id: 'throttled-without-retry-after',
    kind: 'mutant',
    about: 'Throttled responses have no Retry-After.',
    seen: ['D64', 'opencode#39623'],
    kills: ['*/retry-after'],
    also: ['*'],
    hooks: {
      request: (_request, call) => throttle(call, false),
    },
  },
  {
    id: 'unavailable',
    kind: 'mutant',
    about: 'Every request is answered 503.',
    seen: ['facts 2.4'],
    kills: ['*/no-server-error'],
    also: ['*'],
    hooks: {
      request: () => refuse(503, 'server', 'Bedrock is unable to process your request.'),
    },
  },
  {
    id: 'model-not-ready',
    kind: 'mutant',
    about: 'The model is not ready to serve.',
    seen: ['facts 2.4'],
    kills: ['*/retry-after'],
    also: ['*'],
    hooks: {
      request: () =>
        refuse(429, 'throttled', 'The model is not ready to serve inference requests.', {
          exception: 'ModelNotReadyException',
        }),
    },
  },
  {
    id: 'model-timeout',
    kind: 'mutant',
    about: 'The model takes too long.',
    seen: ['facts 2.4'],
    kills: ['*/status'],
    also: ['*'],
    hooks: {
      request: () => refuse(408, 'server', 'The model did not answer in time.'),
    },
  },
  {
    id: 'unavailable-500',
    kind: 'mutant',
    about: 'A gateway answers 500 when its upstream answers 503.',
    seen: ['D56', 'LS-04'],
    endpoints: endpoints.llamaStack,
    kills: ['faults.unavailable/status-kept'],
    also: ['*/no-server-error', '*/refused'],
    hooks: { error: (failure) => (failure.status === 503 ? { ...failure, status: 500 } : failure) },
  },
  {
    id: 'dropped-400',
    kind: 'mutant',
    about: 'A gateway answers 400 to a connection that its upstream dropped.',
    seen: ['LS-04'],
    endpoints: endpoints.llamaStack,
    kills: ['faults.reset/told'],
    also: ['*/refused', '*/gateway-error'],
    hooks: {
      error: (failure) => (failure.status === 502 ? { ...failure, status: 400 } : failure),
    },
  },
]
