/** The points of the answer at which a deviation can act, and what it is handed there. */
import type { Answer, Chunk, Failure, Header, StreamEvent } from './answer.ts'
import type { Reply } from './model/reply.ts'
import type { Access } from './regions/models.ts'

/** Bytes written together, after a wait in milliseconds. */
export interface Piece {
  readonly bytes: Uint8Array
  readonly wait: number
}

/** A message of HTTP/1.1 before it is written. */
export interface Message {
  /** Lines of the header block. */
  readonly fields: readonly string[]
  /** Everything after the header block. */
  readonly body: Buffer
  /** Whether the connection stays open. */
  readonly isOpen?: boolean
}

/** Waits in milliseconds, and how the connection ends. */
export interface Timing {
  /** Before the status line. */
  readonly before: number
  /** Between the header block and the first piece. */
  readonly first: number
  /** Between pieces that do not say otherwise; absent: one in a long stream, none in a short one. */
  readonly gap?: number
  /** `close` ends as HTTP says, `cut` drops the connection, `hang` leaves it open. */
  readonly end: 'close' | 'cut' | 'hang'
}

/** The value that each hook is handed and gives back, in the order in which they act. */
export interface HookValues {
  /** An answer given before anything is looked at; undefined to go on. */
  intercept: Answer | undefined
  /** Why the credentials are refused; undefined when they are accepted. */
  auth: Failure | undefined
  /** The parsed body before validation. */
  request: unknown
  /** Whether the model can be called in the region. */
  access: Access
  /** The model's answer, before any API's form is given to it. */
  reply: Reply
  /** Entries of a list of models. */
  models: readonly unknown[]
  /** A refusal before it is put into an envelope. */
  error: Failure
  /** A plain answer's JSON, error bodies included (then `call.failure` is set). */
  body: unknown
  /** A plain answer's text, before compression. */
  text: string
  /** OpenAI chunks in order, `[DONE]` included; also those inside an InvokeModel stream. */
  chunks: readonly Chunk[]
  /** Events of an AWS event stream in order. */
  events: readonly StreamEvent[]
  /** One piece for each SSE event or frame. */
  frames: readonly Piece[]
  /** What is written, whole: the pieces of a stream or the one of a plain body. */
  bytes: readonly Piece[]
  status: number
  headers: readonly Header[]
  /** Fields after the body; they are sent where the answer is chunked. */
  trailers: readonly Header[]
  timing: Timing
  /** Changes the bytes of a message of HTTP/1.1 that has one body; undefined to leave them to Node. */
  message: ((message: Message) => Message) | undefined
}
