/** The status of an error is wrong. */
import type { Call } from '../../../reference/call.ts'
import { refuse, type Failure } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { apis, endpoints } from '../scopes.ts'
import { header } from './edits.ts'

function streaming(call: Call): boolean {
  return call.api === 'openai-chat-stream' && call.failure !== undefined
}

/** Changes the status of errors of one kind. */
function status(kind: Failure['kind'] | 'any', other: number) {
  return (failure: Failure): Failure =>
    kind === 'any' || failure.kind === kind ? { ...failure, status: other } : failure
}

export const errorsStatus: readonly Deviation[] = [
  {
    id: 'throttled-as-500',
    kind: 'mutant',
    about: 'Throttling is answered 500.',
    seen: ['ER-12', 'D64'],
    kills: ['*/no-server-error'],
    also: ['*'],
    hooks: {
      request: () =>
        refuse(500, 'server', 'Too many requests, please wait before trying again.', {
          exception: 'ThrottlingException',
        }),
    },
  },
  {
    id: 'access-denied-500',
    kind: 'mutant',
    about: 'Denied access is answered 500.',
    seen: ['D58', 'ogx#2595'],
    kills: ['credentials.no-access/says-access-denied'],
    also: ['*/no-server-error'],
    hooks: {
      error: (failure) => (failure.kind === 'access' ? { ...failure, status: 500 } : failure),
    },
  },
  {
    id: 'access-denied-400',
    kind: 'mutant',
    about: 'Denied access is answered 400.',
    seen: ['AU-06'],
    kills: ['credentials.no-access/says-access-denied'],
    hooks: {
      error: (failure) => (failure.kind === 'access' ? { ...failure, status: 400 } : failure),
    },
  },
  {
    id: 'error-200',
    kind: 'mutant',
    about: 'Errors have status 200.',
    seen: ['D21', 'worker-vllm#57'],
    kills: ['*/refused', '*/error-body', '*/no-error-in-success'],
    also: ['llama-stack.unknown-path/not-found', '*/status-kept'],
    hooks: {
      status: (status, call) => (call.failure ? 200 : status),
    },
  },
  {
    id: 'error-in-200-stream',
    kind: 'mutant',
    about: 'An error known before the stream is an event of a stream with status 200.',
    seen: ['D22', 'ogx#3621', 'ogx#2007'],
    kills: ['*/refused', '*/no-error-in-success'],
    also: ['*/error-content-type'],
    hooks: {
      status: (status, call) => (streaming(call) ? 200 : status),
      text: (text, call) => (streaming(call) ? `data: ${text}\n\n` : text),
      headers: (headers, call) =>
        headers.map(([name, value]) => [
          name,
          streaming(call) && name === 'Content-Type' ? 'text/event-stream' : value,
        ]),
    },
  },
  {
    id: 'bad-request-500',
    kind: 'mutant',
    about: 'Invalid requests are answered 500.',
    seen: ['D56', 'ogx#1951', 'ogx#2002'],
    kills: ['*/no-server-error', 'faults.bad-request/status-kept'],
    also: ['*/refused'],
    hooks: {
      error: (failure) => (failure.status === 400 ? { ...failure, status: 500 } : failure),
    },
  },
  {
    id: 'bad-request-422',
    kind: 'mutant',
    about: 'Invalid requests are answered 422 with a list of details.',
    seen: ['ogx#4150'],
    kills: ['*/refused'],
    also: ['*/error-body', '*/status-kept'],
    hooks: {
      error: (failure) => (failure.status === 400 ? { ...failure, status: 422 } : failure),
    },
  },
  {
    id: 'unknown-model-400',
    kind: 'mutant',
    about: 'An unknown model is a bad request on the endpoints of OpenAI’s API alone.',
    seen: ['ER-05'],
    endpoints: endpoints.openai,
    kills: ['errors.unknown-model-status/not-found'],
    also: ['*/refused', '*/not-answered', 'models.*'],
    hooks: {
      error: (failure) =>
        failure.kind === 'unknown-model' ? { ...failure, status: 400 } : failure,
    },
  },
  {
    id: 'unknown-model-500',
    kind: 'mutant',
    about: 'An unknown model is answered 500.',
    seen: ['D56', 'sglang#4440'],
    kills: ['*/no-server-error'],
    also: ['*/refused'],
    hooks: {
      error: (failure) =>
        failure.kind === 'unknown-model' ? { ...failure, status: 500 } : failure,
    },
  },
  {
    id: 'auth-500',
    kind: 'mutant',
    about: 'Refused credentials are answered 500.',
    seen: ['D57', 'ogx#2990'],
    kills: ['*/no-server-error'],
    also: ['*/refused'],
    hooks: {
      error: (failure) =>
        failure.status === 401 || failure.status === 403 ? { ...failure, status: 500 } : failure,
    },
  },
  {
    id: 'validation-409',
    kind: 'mutant',
    about: 'Invalid requests are answered 409, as a ValidationException.',
    seen: ['CV-07'],
    apis: apis.nativeAndControl,
    kills: ['*/error-type', '*/refused'],
    hooks: {
      status: (given, call) => (call.failure?.status === 400 ? 409 : given),
      headers: header('x-amzn-ErrorType', () => 'ValidationException'),
    },
  },
  {
    id: 'unknown-model-200',
    kind: 'mutant',
    about: 'An unknown model is answered 200 with an apology.',
    seen: ['D20', 'D21'],
    kills: ['*/no-error-in-success', '*/refused'],
    also: ['*/error-body'],
    hooks: { error: status('unknown-model', 200) },
  },
  {
    id: 'unknown-model-401',
    kind: 'mutant',
    about: 'An unknown model is answered 401.',
    seen: ['ER-05'],
    kills: ['errors.unknown-model/refused', 'llama-stack.bare-id/*'],
    also: ['*/refused', '*/error-type'],
    hooks: { error: status('unknown-model', 401) },
  },
  {
    id: 'unknown-model-503',
    kind: 'mutant',
    about: 'An unknown model is answered 503.',
    seen: ['D56'],
    kills: ['errors.unknown-model/no-server-error'],
    also: ['*/no-server-error', '*/refused'],
    hooks: { error: status('unknown-model', 503) },
  },
  {
    id: 'auth-404',
    kind: 'mutant',
    about: 'Refused credentials are answered 404.',
    seen: ['AU-02'],
    kills: ['auth.*/refused'],
    hooks: { error: status('auth', 404) },
  },
  {
    id: 'auth-302',
    kind: 'mutant',
    about: 'Refused credentials are redirected to a sign-in page.',
    seen: ['AU-02'],
    kills: ['*/no-redirect', '*/refused'],
    also: ['*/error-body'],
    hooks: {
      error: (failure): Failure =>
        failure.kind === 'auth'
          ? { ...failure, status: 302, headers: [['Location', '/login']] }
          : failure,
    },
  },
  {
    id: 'refusals-400',
    kind: 'mutant',
    about: 'All errors have status 400.',
    seen: ['ER-10'],
    kills: ['*/refused', 'faults.not-found/status-kept'],
    hooks: { error: status('any', 400) },
  },
  {
    id: 'refusals-403',
    kind: 'mutant',
    about: 'All errors have status 403.',
    seen: ['ER-10'],
    kills: ['*/refused'],
    also: ['*/refused-cleanly', '*/status-kept'],
    hooks: { error: status('any', 403) },
  },
]
