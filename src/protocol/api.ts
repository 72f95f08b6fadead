/** What one wire endpoint can do: write a conversation as its request, read a reply from its response. */
import type { Conversation, RequestDraft } from '../model/conversation.ts'
import type { Reply, StreamItem } from '../model/observation.ts'
import type { ApiName } from '../model/names.ts'

/** The part of a model that an API needs to know. */
export interface ModelRef {
  /** As sent in requests. */
  readonly id: string
  /** `gpt-oss`, `llama`, another family name, or `unknown`. */
  readonly family: string
}

/** A response's content: the whole body where it was JSON, and the items where it was a stream. */
export interface ReplySource {
  readonly json?: unknown
  readonly items: readonly StreamItem[]
}

export interface Api {
  readonly name: ApiName
  /** Method and path (below the base URL) of a raw request that names none, for a model. */
  readonly route: (model: ModelRef) => { readonly method: string; readonly path: string }
  /** Whether the API has a way to say all of the conversation to that model. */
  readonly expressible: (conversation: Conversation, model: ModelRef) => boolean
  /** The conversation as a request; undefined exactly where it is not expressible. */
  readonly encode: (conversation: Conversation, model: ModelRef) => RequestDraft | undefined
  /** The reply in one form; undefined when there is none. Never throws, whatever the input. */
  readonly read: (source: ReplySource, model: Pick<ModelRef, 'family'>) => Reply | undefined
}
