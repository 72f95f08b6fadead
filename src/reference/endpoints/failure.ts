/** A refusal as an answer, in the words of the endpoint and API it happened on. */
import { anthropicError } from '../anthropic/envelope.ts'
import type { Call } from '../call.ts'
import type { Answer, Failure, Header, JsonObject } from '../answer.ts'
import { errorTypeHeader, nativeError } from '../native/error.ts'
import { openaiError } from '../openai/envelope.ts'
import { jsonType } from './chat.ts'

const nativeApis = new Set([
  'converse',
  'converse-stream',
  'invoke',
  'invoke-stream',
  'count-tokens',
  'bedrock-control',
])

function errorBody(call: Call, failure: Failure): JsonObject {
  return call.api.startsWith('anthropic')
    ? anthropicError(failure, call.requestId)
    : openaiError(call.endpoint, failure)
}

/** The HTTP answer that reports a failure; also records it in the call. */
export function failureAnswer(call: Call, original: Failure): Answer {
  call.failure = original
  const failure = call.hook('error', original)
  call.failure = failure
  const native = nativeApis.has(call.api) || (call.endpoint === 'runtime' && call.api === 'other')
  const headers: Header[] = [...jsonType, ...(failure.headers ?? [])]
  if (native) headers.push(errorTypeHeader(failure))
  return {
    kind: 'json',
    status: failure.status,
    headers,
    json: native ? nativeError(failure) : errorBody(call, failure),
  }
}
