import type { Conversation, RequestDraft } from '../model/conversation.ts'
import type { Members } from '../model/json/shape.ts'

/**
 * A POST whose body is JSON: the encoded members in the order given, then the conversation's own
 * `body` laid over them member by member. A null there is sent as null.
 */
export function jsonRequest(request: {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly encoded: Members
  readonly conversation: Conversation
}): RequestDraft {
  const body = { ...request.encoded, ...request.conversation.body }
  return {
    method: 'POST',
    path: request.path,
    headers: { 'content-type': 'application/json', ...request.headers },
    body: new TextEncoder().encode(JSON.stringify(body)),
  }
}

/**
 * Path of a Bedrock operation on a model. The id is one URI label, so `:` and `/` are escaped as
 * the SDKs do (botocore bedrock-runtime 2023-09-30, `modelId`).
 */
export function modelPath(modelId: string, operation: string): string {
  return `/model/${encodeURIComponent(modelId)}/${operation}`
}
