/** Refusals that say too little, too much, or something else than their status. */
import type { Api, Call, Failure, Header } from '../../../../reference/call.ts'
import { refuse } from '../../../../reference/call.ts'
import { asObject } from '../../../../reference/json.ts'
import { mutant } from '../../edit.ts'
import { gone, inError, set } from '../../reach.ts'

const openai: { readonly apis: readonly Api[] } = {
  apis: ['openai-chat', 'openai-chat-stream', 'openai-models'],
}
const native: { readonly apis: readonly Api[] } = {
  apis: ['converse', 'converse-stream', 'invoke', 'invoke-stream', 'bedrock-control'],
}

/** A refusal's body written anew from what it is about. */
function body(make: (failure: Failure, body: unknown) => unknown) {
  return (json: unknown, call: Call): unknown => (call.failure ? make(call.failure, json) : json)
}

function text(make: (failure: Failure, text: string) => string) {
  return (json: string, call: Call): string => (call.failure ? make(call.failure, json) : json)
}

function header(name: string, edit: (value: string) => string | undefined) {
  return (headers: readonly Header[], call: Call): readonly Header[] =>
    call.failure
      ? headers.flatMap(([key, value]): Header[] => {
          const edited = key === name ? edit(value) : value
          return edited === undefined ? [] : [[key, edited]]
        })
      : headers
}

/** Another status for failures of one kind. */
function status(kind: Failure['kind'] | 'any', other: number) {
  return (failure: Failure): Failure =>
    kind === 'any' || failure.kind === kind ? { ...failure, status: other } : failure
}

const page = '<!doctype html><html><head><title>403 Forbidden</title></head><body></body></html>'

export const refusalMutants = [
  mutant(
    'error-page',
    'Refusals are web pages.',
    ['ER-10'],
    { text: text(() => page), headers: header('Content-Type', () => 'text/html') },
    { also: ['*/error-content-type'], kills: ['*/refused', '*/error-body'] },
  ),
  mutant(
    'error-without-body',
    'Refusals have no body.',
    ['ER-10'],
    { text: text(() => '') },
    { kills: ['*/refused', '*/error-body'] },
  ),
  mutant(
    'error-empty-object',
    'The body of a refusal is {}.',
    ['ER-10'],
    { body: body(() => ({})) },
    { kills: ['*/refused', '*/error-body'] },
  ),
  mutant(
    'error-json-text',
    'The body of a refusal is a bare JSON text.',
    ['ER-10'],
    { body: body(({ message }) => message) },
    { kills: ['*/refused', '*/error-body'] },
  ),
  mutant(
    'error-in-list',
    'The body of a refusal is a list of errors.',
    ['ER-10'],
    { body: body((_failure, json) => [json]) },
    { kills: ['*/refused', '*/error-body'] },
  ),
  mutant(
    'error-message-missing',
    'The error has no message.',
    ['OpenAI schema'],
    { body: inError('error/message', gone) },
    { kills: ['*/refused'], ...openai },
  ),
  mutant(
    'error-message-empty',
    'The message of the error is empty.',
    ['ER-10'],
    {
      body: body((_failure, json) => ({
        ...asObject(json),
        ...('message' in asObject(json) && { message: '' }),
        ...('error' in asObject(json) && {
          error: { ...asObject(asObject(json)['error']), message: '' },
        }),
      })),
    },
    { also: ['*/refused'], kills: ['*/error-body'] },
  ),
  mutant(
    'error-message-object',
    'The message of the error is an object.',
    ['OpenAI schema'],
    { body: inError('error/message', set({ text: 'Not so.' })) },
    { also: ['*/refused'], kills: ['*/error-members'], ...openai },
  ),
  mutant(
    'error-code-number',
    'The code of the error is a number.',
    ['OpenAI schema'],
    { body: inError('error/code', set(404)) },
    { also: ['*/refused'], kills: ['*/error-members'], ...openai },
  ),
  mutant(
    'error-type-null',
    'The type of the error is null.',
    ['OpenAI schema'],
    { body: inError('error/type', set(null)) },
    { kills: ['*/error-members'], ...openai },
  ),
  mutant(
    'error-param-missing',
    'The error has no param, not even null.',
    ['OpenAI schema', 'ogx#4652'],
    { body: inError('error/param', gone) },
    { kills: ['*/error-members'], ...openai },
  ),
  mutant(
    'error-flat',
    'The members of the error stand in the body itself.',
    ['ER-10'],
    { body: body((_failure, json) => asObject(json)['error'] ?? json) },
    { kills: ['*/refused'], ...openai },
  ),
  mutant(
    'error-as-string',
    'The error is text in place of an object.',
    ['ER-10'],
    { body: body(({ message }) => ({ error: message })) },
    { kills: ['*/refused'], ...openai },
  ),
  mutant(
    'error-of-openai',
    'Bedrock’s own APIs refuse in the envelope of OpenAI.',
    ['CV-07'],
    {
      body: body(({ message }) => ({
        error: { message, type: 'invalid_request_error', param: null, code: null },
      })),
    },
    { also: ['*/refused'], kills: ['*/error-body'], ...native },
  ),
  mutant(
    'error-message-renamed',
    'Bedrock’s own APIs say error_message.',
    ['CV-07'],
    { body: body(({ message }) => ({ error_message: message })) },
    { also: ['*/refused'], kills: ['*/error-body'], ...native },
  ),
  mutant(
    'error-type-mismatched',
    'The exception’s name is not that of its status.',
    ['CV-07'],
    {
      headers: header('x-amzn-ErrorType', () => 'ThrottlingException:http://internal.amazon.com/'),
    },
    { also: ['*/refused'], kills: ['*/error-type'], ...native },
  ),
  mutant(
    'error-type-alien',
    'The exception is one that nobody has modelled.',
    ['CV-07'],
    { headers: header('x-amzn-ErrorType', () => 'BadRequestError') },
    { kills: ['*/refused'], ...native },
  ),
  mutant(
    'error-type-empty',
    'The header that names the exception is empty.',
    ['CV-07'],
    { headers: header('x-amzn-ErrorType', () => '') },
    { kills: ['*/refused'], ...native },
  ),
  mutant(
    'validation-409',
    'Bad input is answered 409 under the name of a ValidationException.',
    ['CV-07'],
    {
      status: (given, call) => (call.failure?.status === 400 ? 409 : given),
      headers: header('x-amzn-ErrorType', () => 'ValidationException'),
    },
    { kills: ['*/error-type', '*/refused'], ...native },
  ),
  mutant(
    'error-content-type-text',
    'A JSON error calls itself text/plain.',
    ['ER-10'],
    { headers: header('Content-Type', () => 'text/plain') },
    { kills: ['*/error-content-type'] },
  ),
  mutant(
    'stack-trace',
    'An error shows where the server failed.',
    ['ogx#1951'],
    {
      error: (failure) => ({
        ...failure,
        message: `${failure.message}\nTraceback (most recent call last):\n  File "/app/server.py", line 17, in handle\n    raise ValueError(x)\nValueError: x`,
      }),
    },
    { kills: ['*/no-stack-trace'], ...openai },
  ),
  mutant(
    'unknown-model-200',
    'An unknown model is answered with 200 and an apology.',
    ['D20', 'D21'],
    { error: status('unknown-model', 200) },
    { kills: ['*/no-error-in-success', '*/refused'] },
  ),
  mutant(
    'unknown-model-401',
    'An unknown model is answered 401.',
    ['ER-05'],
    { error: status('unknown-model', 401) },
    { also: ['*/error-type'], kills: ['errors.unknown-model/refused', 'llama-stack.bare-id/*'] },
  ),
  mutant(
    'unknown-model-503',
    'An unknown model is answered 503, as if it were to come.',
    ['D56'],
    { error: status('unknown-model', 503) },
    { also: ['*/refused'], kills: ['errors.unknown-model/no-server-error'] },
  ),
  mutant(
    'auth-404',
    'Refused credentials are answered 404.',
    ['AU-02'],
    { error: status('auth', 404) },
    { kills: ['auth.*/refused'] },
  ),
  mutant(
    'auth-302',
    'Refused credentials are sent to a page to sign in.',
    ['AU-02'],
    {
      error: (failure): Failure =>
        failure.kind === 'auth'
          ? { ...failure, status: 302, headers: [['Location', '/login']] }
          : failure,
    },
    { also: ['*/error-body'], kills: ['*/no-redirect', '*/refused'] },
  ),
  mutant(
    'refusals-400',
    'Everything that is refused is refused with 400.',
    ['ER-10'],
    { error: status('any', 400) },
    { kills: ['*/refused', 'faults.not-found/status-kept'] },
  ),
  mutant(
    'refusals-403',
    'Everything that is refused is refused with 403.',
    ['ER-10'],
    { error: status('any', 403) },
    { kills: ['*/refused'] },
  ),
  mutant(
    'malformed-key-accepted',
    'A key of any form is accepted.',
    ['AU-03'],
    {
      auth: (failure) =>
        /must start with|invalid bearer|unknown format/iu.test(failure?.message ?? '')
          ? undefined
          : failure,
    },
    { also: ['*/error-body', '*/error-content-type'], kills: ['auth.malformed-key/refused'] },
  ),
  mutant(
    'missing-key-accepted',
    'No key is needed; a bad one is refused.',
    ['AU-02'],
    { auth: (failure) => (/missing/iu.test(failure?.message ?? '') ? undefined : failure) },
    { also: ['*/error-body', '*/error-content-type'], kills: ['auth.no-credentials/refused'] },
  ),
  mutant(
    'forged-key-accepted',
    'A key that nobody issued is accepted.',
    ['AU-03'],
    {
      auth: (failure) =>
        /make sure your API Key is valid|token included in the request is invalid/iu.test(
          failure?.message ?? '',
        )
          ? undefined
          : failure,
    },
    { also: ['*/error-body'], kills: ['auth.wrong-key/refused'], fronts: ['runtime', 'mantle'] },
  ),
  mutant(
    'retry-after-garbled',
    'Throttled, and told to come back soon.',
    ['RFC 9110 10.2.3'],
    {
      request: () =>
        refuse(429, 'throttled', 'Too many requests.', { headers: [['Retry-After', 'soon']] }),
    },
    { kills: ['*/retry-after'] },
  ),
]
