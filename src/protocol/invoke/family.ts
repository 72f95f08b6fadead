/** What InvokeModel needs to know of one family of models. */
import type { Conversation } from '../../model/conversation.ts'
import type { Reply } from '../../model/observation.ts'
import type { ModelRef, ReplySource } from '../api.ts'
import type { Members } from '../../model/json/shape.ts'

export interface InvokeFamily {
  /** Whether the family's body can say all of the conversation. */
  readonly expresses: (conversation: Conversation, model: ModelRef) => boolean
  /** The request body. */
  readonly body: (conversation: Conversation, model: ModelRef) => Members
  /** The reply, whole or streamed; undefined when the body is not the family's. */
  readonly read: (source: ReplySource) => Reply | undefined
}

/** Whether every turn is text: no tools, no calls, no results. */
export function isPlainTalk({ turns, tools, toolChoice }: Conversation): boolean {
  if (tools.length > 0 || toolChoice !== undefined) return false
  return turns.every((turn) =>
    turn.role === 'assistant' ? (turn.toolCalls ?? []).length === 0 : turn.role !== 'tool',
  )
}
