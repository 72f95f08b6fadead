/** The error bodies of the OpenAI-compatible endpoints (collected from public recordings). */
import type { Failure, Endpoint, JsonObject } from '../answer.ts'

/** Type and code of the OpenAI error object by kind of failure. */
const words: Readonly<Record<Failure['kind'], readonly [type: string, code: string | null]>> = {
  auth: ['permission_denied_error', 'invalid_api_key'],
  access: ['permission_denied_error', 'access_denied'],
  'unknown-model': ['not_found_error', 'model_not_found'],
  'unknown-resource': ['invalid_request_error', 'not_found'],
  'unknown-response': ['invalid_request_error', null],
  'invalid-model': ['invalid_request_error', 'validation_error'],
  'bad-request': ['invalid_request_error', 'validation_error'],
  'too-long': ['invalid_request_error', 'context_length_exceeded'],
  throttled: ['rate_limit_error', 'rate_limit_exceeded'],
  'not-implemented': ['invalid_request_error', 'not_implemented'],
  'wrong-method': ['invalid_request_error', 'method_not_allowed'],
  'unknown-route': ['invalid_request_error', 'not_found'],
  server: ['server_error', 'internal_error'],
}

/** The JSON body of an error in OpenAI's envelope, or in the one the endpoint uses instead. */
export function openaiError(endpoint: Endpoint, failure: Failure): JsonObject {
  if (endpoint === 'runtime' && failure.kind === 'auth') return { Message: failure.message }
  const [type, code] = words[failure.kind]
  const error = {
    message: failure.message,
    type:
      endpoint === 'mantle' && failure.kind === 'unknown-model' ? 'invalid_request_error' : type,
    param: failure.param ?? null,
    code: mantleCode(endpoint, failure) ?? failure.code ?? code,
  }
  const nested = endpoint === 'runtime' && failure.kind === 'bad-request'
  return { error: nested ? { ...error, message: JSON.stringify({ error }) } : error }
}

/** litellm#39846: mantle says not_found_error where runtime says model_not_found. */
function mantleCode(endpoint: Endpoint, failure: Failure): string | undefined {
  return endpoint === 'mantle' && failure.kind === 'unknown-model' ? 'not_found_error' : undefined
}
