/** The error bodies of Anthropic's Messages API. */
import type { Failure, JsonObject } from '../answer.ts'

/** platform.claude.com/docs/en/api/errors, by status; any other 4xx is an invalid request. */
const types: ReadonlyMap<number, string> = new Map([
  [401, 'authentication_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
  [500, 'api_error'],
  [504, 'timeout_error'],
  [529, 'overloaded_error'],
])

/** The JSON body of an error. */
export function anthropicError(failure: Failure, requestId: string): JsonObject {
  const { status, message } = failure
  const other = status < 500 ? 'invalid_request_error' : 'api_error'
  return {
    type: 'error',
    error: { type: types.get(status) ?? other, message },
    request_id: `req_${requestId.replaceAll('-', '')}`,
  }
}
