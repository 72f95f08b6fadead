/** The body of an error is not the JSON it should be. */
import type { Call } from '../../../reference/call.ts'
import type { Failure } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { header } from './edits.ts'

function text(make: (failure: Failure, text: string) => string) {
  return (json: string, call: Call): string => (call.failure ? make(call.failure, json) : json)
}

const page = '<!doctype html><html><head><title>403 Forbidden</title></head><body></body></html>'

export const errorsBody: readonly Deviation[] = [
  {
    id: 'error-as-text',
    kind: 'mutant',
    about: 'Errors are plain text.',
    seen: ['ER-10'],
    kills: ['*/refused', '*/error-content-type'],
    also: ['*/error-body'],
    hooks: {
      text: (text, call) => call.failure?.message ?? text,
      headers: (headers, call) =>
        headers.map(([name, value]) => [
          name,
          call.failure && name === 'Content-Type' ? 'text/plain' : value,
        ]),
    },
  },
  {
    id: 'error-page',
    kind: 'mutant',
    about: 'Errors are HTML pages.',
    seen: ['ER-10'],
    kills: ['*/refused', '*/error-body'],
    also: ['*/error-content-type'],
    hooks: { text: text(() => page), headers: header('Content-Type', () => 'text/html') },
  },
  {
    id: 'error-without-body',
    kind: 'mutant',
    about: 'Errors have no body.',
    seen: ['ER-10'],
    kills: ['*/refused', '*/error-body'],
    hooks: { text: text(() => '') },
  },
  {
    id: 'error-content-type-text',
    kind: 'mutant',
    about: 'A JSON error is sent as text/plain.',
    seen: ['ER-10'],
    kills: ['*/error-content-type'],
    hooks: { headers: header('Content-Type', () => 'text/plain') },
  },
  {
    id: 'stack-trace',
    kind: 'mutant',
    about: 'Errors include a stack trace.',
    seen: ['ogx#1951'],
    apis: [...apis.openai, ...apis.nativeAndControl],
    kills: ['*/no-stack-trace'],
    hooks: {
      error: (failure) => ({
        ...failure,
        message: `${failure.message}\nTraceback (most recent call last):\n  File "/app/server.py", line 17, in handle\n    raise ValueError(x)\nValueError: x`,
      }),
    },
  },
  {
    id: 'error-names-upstream',
    kind: 'mutant',
    about: 'Errors name the address of the machine behind the server.',
    seen: ['ogx#1951'],
    apis: [...apis.openai, ...apis.nativeAndControl, ...apis.anthropic, ...apis.responses],
    kills: ['*/no-internal-address'],
    hooks: {
      error: (failure) => ({
        ...failure,
        message: `http://10.42.3.17:8000/v1/chat/completions: ${failure.message}`,
      }),
    },
  },
  {
    id: 'error-names-service',
    kind: 'mutant',
    about: 'Errors name the service of the cluster that failed.',
    seen: ['ogx#1951'],
    apis: apis.openai,
    kills: ['*/no-internal-address'],
    hooks: {
      error: (failure) => ({
        ...failure,
        message: `${failure.message} (vllm-0.models.svc.cluster.local)`,
      }),
    },
  },
]
