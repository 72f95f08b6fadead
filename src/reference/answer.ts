/** The possible answers of the reference, and the ways to refuse. */

/** The four servers that the reference plays. */
export type Endpoint = 'runtime' | 'mantle' | 'llama-stack' | 'control'

export type Api =
  | 'openai-chat'
  | 'openai-chat-stream'
  | 'openai-models'
  | 'openai-responses'
  | 'openai-responses-stream'
  | 'openai-embeddings'
  | 'converse'
  | 'converse-stream'
  | 'invoke'
  | 'invoke-stream'
  | 'count-tokens'
  | 'anthropic-messages'
  | 'anthropic-messages-stream'
  | 'anthropic-count-tokens'
  | 'bedrock-control'
  | 'llama-stack'
  | 'other'

export type JsonObject = { [member: string]: unknown }
export type Header = readonly [name: string, value: string]

/** Where and why a request is refused; each endpoint has its own way to say it. */
export interface Failure {
  readonly status: number
  readonly kind:
    | 'auth'
    | 'access'
    | 'unknown-model'
    | 'unknown-response'
    | 'unknown-resource'
    | 'invalid-model'
    | 'bad-request'
    | 'too-long'
    | 'throttled'
    | 'not-implemented'
    | 'wrong-method'
    | 'unknown-route'
    | 'server'
  readonly message: string
  /** The offending member, where the OpenAI envelope names one. */
  readonly param?: string
  /** `error.code` of the OpenAI envelope. */
  readonly code?: string
  /** Name of the modelled AWS exception, when it is not the one of the status. */
  readonly exception?: string
  readonly headers?: readonly Header[]
}

/** One event of an AWS event stream before it is encoded. */
export type StreamEvent =
  | { readonly kind: 'event'; readonly type: string; readonly payload: JsonObject }
  | { readonly kind: 'exception'; readonly type: string; readonly payload: JsonObject }
  | { readonly kind: 'error'; readonly code: string; readonly message: string }

/** A chunk of an OpenAI stream; a string is sent as it stands, as `[DONE]` is. */
export type Chunk = JsonObject | string

export type Answer =
  | {
      readonly kind: 'json'
      readonly status: number
      readonly headers: readonly Header[]
      readonly json: unknown
    }
  | {
      readonly kind: 'text'
      readonly status: number
      readonly headers: readonly Header[]
      readonly text: string
    }
  | {
      readonly kind: 'sse'
      readonly headers: readonly Header[]
      readonly chunks: readonly Chunk[]
      /** Whether each event is named by the `type` of its data. */
      readonly named?: boolean
    }
  | {
      readonly kind: 'frames'
      readonly headers: readonly Header[]
      readonly events: readonly StreamEvent[]
    }

/** Carries a failure out of a handler at any depth. */
export class Refusal extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/** Refuses the request being handled. */
export function refuse(
  status: number,
  kind: Failure['kind'],
  message: string,
  more: Partial<Failure> = {},
): never {
  throw new Refusal({ ...more, status, kind, message })
}
