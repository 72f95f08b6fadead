/** What a deliberate deviation is, and the points of the answer at which it can act. */
import type { Answer, Api, Call, Chunk, Failure, Endpoint, Header, StreamEvent } from './call.ts'
import type { Reply } from './model/reply.ts'
import type { Access } from './regions/access.ts'

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

export type Hooks = {
  readonly [K in keyof HookValues]?: (value: HookValues[K], call: Call) => HookValues[K]
}

/** A mutant breaks a rule; an oddity is unusual and legal. */
export interface Deviation {
  readonly id: string
  readonly kind: 'mutant' | 'oddity'
  /** One sentence: what it does. */
  readonly about: string
  /** Where it was seen: ids that docs/catalogue.md defines. */
  readonly seen: readonly string[]
  /** Where it acts. Absent means everywhere. */
  readonly endpoints?: readonly Endpoint[]
  readonly apis?: readonly Api[]
  /**
   * Globs of `suite.case/check`: what must go red on a mutant, at least one check of each. The check
   * may be named without its step.
   */
  readonly kills?: readonly string[]
  /** Globs of checks that may go red as a consequence. */
  readonly also?: readonly string[]
  /** Globs of checks that must stay green on an oddity, besides a sample of all. */
  readonly sees?: readonly string[]
  /** Milliseconds of silence after which clients give up, for deviations that never answer. */
  readonly hangs?: number
  /** Capabilities that the server claims while this is played. */
  readonly claims?: readonly string[]
  /** The defect of the key that clients get while this is played. */
  readonly key?: 'damaged' | 'other-region' | 'expired' | 'expiring'
  readonly hooks: Hooks
}

/** Passes a value through the hook of that name of every deviation in force for this call. */
export function applyHook<K extends keyof HookValues>(
  call: Call,
  name: K,
  value: HookValues[K],
): HookValues[K] {
  let current = value
  for (const deviation of call.deviations) {
    if (deviation.endpoints && !deviation.endpoints.includes(call.endpoint)) continue
    if (deviation.apis && !deviation.apis.includes(call.api)) continue
    const hook = deviation.hooks[name]
    if (hook) current = hook(current, call)
  }
  return current
}
