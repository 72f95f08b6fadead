/** Constants of botocore bedrock-runtime 2023-09-30 (1.43.67, 2026-08-07). */

/** Shape StopReason. */
export const stopReasons = [
  'end_turn',
  'tool_use',
  'max_tokens',
  'stop_sequence',
  'guardrail_intervened',
  'content_filtered',
  'malformed_model_output',
  'malformed_tool_use',
  'model_context_window_exceeded',
] as const

export function isStopReason(value: unknown): value is (typeof stopReasons)[number] {
  return stopReasons.some((known) => known === value)
}

/** Shape ContentBlock, a union. */
export const contentBlockMembers = [
  'text',
  'image',
  'document',
  'video',
  'audio',
  'toolUse',
  'toolResult',
  'guardContent',
  'cachePoint',
  'reasoningContent',
  'citationsContent',
  'searchResult',
  'toolAddition',
  'toolRemoval',
] as const

/** Shape ContentBlockDelta, a union. */
export const deltaMembers = [
  'text',
  'toolUse',
  'toolResult',
  'reasoningContent',
  'citation',
  'image',
] as const

/** Shape ContentBlockStart, a union. */
export const startMembers = ['toolUse', 'toolResult', 'image'] as const

/** Shapes with the trait `error`: HTTP status, and the operations that do not have it. */
export const modelledErrors = {
  AccessDeniedException: 403,
  InternalServerException: 500,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelStreamErrorException: 424,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  ValidationException: 400,
} as const satisfies Readonly<Record<string, number>>
export type ModelledError = keyof typeof modelledErrors

export function isModelledError(name: string): name is ModelledError {
  return Object.hasOwn(modelledErrors, name)
}

/**
 * Errors that every AWS service may give from its front door, before the operation is reached
 * (AWS "Common Errors"; Smithy restJson1 for SerializationException and UnknownOperationException).
 */
export const commonErrors: ReadonlyMap<string, number> = new Map([
  ['ExpiredTokenException', 403],
  ['IncompleteSignature', 403],
  ['IncompleteSignatureException', 403],
  ['InvalidClientTokenId', 403],
  ['InvalidSignatureException', 403],
  ['MissingAuthenticationToken', 403],
  ['MissingAuthenticationTokenException', 403],
  ['OptInRequired', 403],
  ['SerializationException', 400],
  ['UnrecognizedClientException', 403],
])

/** Members of ConverseStreamOutput and ResponseStream that are exceptions. */
const sharedStreamExceptions = [
  'internalServerException',
  'modelStreamErrorException',
  'validationException',
  'throttlingException',
  'serviceUnavailableException',
]

/** Names that `:exception-type` may have, by operation. */
export function streamExceptions(api: string): readonly string[] {
  if (api !== 'invoke-stream') return sharedStreamExceptions
  return [...sharedStreamExceptions, 'modelTimeoutException']
}
