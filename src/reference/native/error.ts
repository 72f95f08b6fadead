/** How the native API words a refusal: exception names and statuses of the bedrock-runtime model. */
import type { Failure, Header, JsonObject } from '../answer.ts'

const byStatus: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  405: 'UnknownOperationException',
  408: 'ModelTimeoutException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
}

/** Suffix of `x-amzn-ErrorType` as captured from the service. */
const namespace = 'http://internal.amazon.com/coral/com.amazon.bedrock/'

/** The header that names the exception. */
export function errorTypeHeader(failure: Failure): Header {
  const name = failure.exception ?? byStatus[failure.status] ?? 'InternalServerException'
  return ['x-amzn-ErrorType', `${name}:${namespace}`]
}

/** The body; the front door of Bedrock, which checks keys, writes a capital letter. */
export function nativeError(failure: Failure): JsonObject {
  return failure.kind === 'auth' && !failure.exception
    ? { Message: failure.message }
    : { message: failure.message }
}
