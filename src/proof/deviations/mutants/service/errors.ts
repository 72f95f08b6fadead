/** Refusals with the wrong status, in the wrong envelope, or none at all. */
import type { Call } from '../../../../reference/call.ts'
import { asObject } from '../../../../reference/json.ts'
import { mutant, without } from '../../edit.ts'

function streaming(call: Call): boolean {
  return call.api === 'openai-chat-stream' && call.failure !== undefined
}

export const errorMutants = [
  mutant(
    'error-200',
    'Failures come with status 200.',
    ['D21', 'worker-vllm#57'],
    {
      status: (status, call) => (call.failure ? 200 : status),
    },
    {
      also: ['llama-stack.unknown-path/not-found'],
      kills: ['*/refused', '*/error-body', '*/no-error-in-success'],
    },
  ),
  mutant(
    'error-in-200-stream',
    'A failure known beforehand comes as an event of a 200 stream.',
    ['D22', 'ogx#3621', 'ogx#2007'],
    {
      status: (status, call) => (streaming(call) ? 200 : status),
      text: (text, call) => (streaming(call) ? `data: ${text}\n\n` : text),
      headers: (headers, call) =>
        headers.map(([name, value]) => [
          name,
          streaming(call) && name === 'Content-Type' ? 'text/event-stream' : value,
        ]),
    },
    { also: ['*/error-content-type'], kills: ['*/refused', '*/no-error-in-success'] },
  ),
  mutant(
    'bad-request-500',
    'Bad input is answered 500.',
    ['D56', 'ogx#1951', 'ogx#2002'],
    {
      error: (failure) => (failure.status === 400 ? { ...failure, status: 500 } : failure),
    },
    { also: ['*/refused'], kills: ['*/no-server-error', 'faults.bad-request/status-kept'] },
  ),
  mutant(
    'bad-request-422',
    'Bad input is answered 422 with a list of details.',
    ['ogx#4150'],
    {
      error: (failure) => (failure.status === 400 ? { ...failure, status: 422 } : failure),
    },
    { also: ['*/error-body'], kills: ['*/refused'] },
  ),
  mutant(
    'unknown-model-500',
    'An unknown model is answered 500.',
    ['D56', 'sglang#4440'],
    {
      error: (failure) =>
        failure.kind === 'unknown-model' ? { ...failure, status: 500 } : failure,
    },
    { also: ['*/refused'], kills: ['*/no-server-error'] },
  ),
  mutant(
    'auth-500',
    'Refused credentials are answered 500.',
    ['D57', 'ogx#2990'],
    {
      error: (failure) =>
        failure.status === 401 || failure.status === 403 ? { ...failure, status: 500 } : failure,
    },
    { also: ['*/refused'], kills: ['*/no-server-error'] },
  ),
  mutant(
    'detail-envelope',
    'Errors are {"detail": …}.',
    ['D59', 'ogx#3762'],
    {
      body: (body, call) => (call.failure ? { detail: call.failure.message } : body),
    },
    { kills: ['*/refused', '*/error-body'] },
  ),
  mutant(
    'error-as-text',
    'Errors are plain text.',
    ['ER-10'],
    {
      text: (text, call) => call.failure?.message ?? text,
      headers: (headers, call) =>
        headers.map(([name, value]) => [
          name,
          call.failure && name === 'Content-Type' ? 'text/plain' : value,
        ]),
    },
    { also: ['*/error-body'], kills: ['*/refused', '*/error-content-type'] },
  ),
  mutant(
    'error-without-type',
    'The error object has a message and nothing else.',
    ['ogx#4652'],
    {
      body: (body, call) => {
        const error = asObject(body)['error']
        return call.failure && error ? { error: without(error, 'type', 'param', 'code') } : body
      },
    },
    { kills: ['*/refused'] },
  ),
  mutant(
    'error-type-header-missing',
    'Native errors do not name their exception.',
    ['CV-07'],
    {
      headers: (headers) => headers.filter(([name]) => name !== 'x-amzn-ErrorType'),
    },
    { also: ['*/refused'], kills: ['*/error-type'] },
  ),
  mutant(
    'request-id-missing',
    'Answers carry no request id.',
    ['CV-04'],
    {
      headers: (headers) => headers.filter(([name]) => name !== 'x-amzn-RequestId'),
    },
    { kills: ['*/aws-request-id', '*/request-id'] },
  ),
  mutant(
    'whitespace-before-json',
    'Blank lines stand before the JSON.',
    ['D32'],
    {
      text: (text) => `\n \n ${text}`,
    },
    { kills: ['*/starts-with-brace'] },
  ),
  mutant(
    'content-type-html',
    'JSON calls itself HTML.',
    ['D33'],
    {
      headers: (headers) =>
        headers.map(([name, value]) => [name, value === 'application/json' ? 'text/html' : value]),
    },
    { kills: ['*/content-type', '*/error-content-type'] },
  ),
  mutant(
    'key-in-error',
    'An error repeats the Authorization header.',
    ['secrets'],
    {
      body: (body, call) =>
        call.failure ? { ...asObject(body), received: call.headers.authorization ?? '' } : body,
    },
    { kills: ['*/no-token-leak'] },
  ),
  mutant(
    'truncated-json',
    'A plain body ends too early.',
    ['CH-01'],
    {
      text: (text) => text.slice(0, -5),
    },
    { also: ['*/error-body', '*/refused', 'models.list/refused-cleanly'], kills: ['*/json'] },
  ),
]
