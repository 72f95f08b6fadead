/** An exchange with its body read: what every check looks at. Plain data. */
import type { Classified } from './answer.ts'
import type { ApiName } from './names.ts'
import type { Exchange } from './exchange.ts'
import type { FindingCode } from './findings/finding-codes.ts'

/** A breach of a framing's grammar, as the readers report it. */
export interface Violation {
  readonly code: FindingCode
  /** One sentence. */
  readonly message: string
  /** Offset in the decoded body of the first byte that is wrong. */
  readonly byte: number
  readonly expected: string
  readonly received: string
}

/** WHATWG HTML section 9.2.6. */
export interface SseEvent {
  /** Offset of the event's first byte in the decoded body. */
  readonly start: number
  /** Offset just after the blank line that ends it. */
  readonly end: number
  /** Milliseconds from the request's first byte to the arrival of its last byte. */
  readonly at: number
  /** `message` unless an `event:` field said otherwise. */
  readonly type: string
  /** Lines of `data:` joined by LF. */
  readonly data: string
  readonly id?: string
  readonly retry?: number
  /** Names of the fields as they came, unknown ones included. */
  readonly fields: readonly string[]
}

export interface SseRecord {
  readonly events: readonly SseEvent[]
  /** Data after the last blank line, which the standard tells clients to drop. */
  readonly unterminated?: { readonly start: number; readonly data: string }
  readonly comments: number
  readonly bom: boolean
  readonly lineEndings: readonly ('LF' | 'CR' | 'CRLF')[]
  readonly violations: readonly Violation[]
}

/** Values of the ten header types of `application/vnd.amazon.eventstream`. */
export interface FrameHeader {
  readonly name: string
  /** Type number on the wire, 0 to 9. */
  readonly type: number
  readonly value: boolean | number | bigint | string | Uint8Array
}

export interface Frame {
  readonly start: number
  readonly end: number
  /** Milliseconds from the request's first byte to the arrival of its last byte. */
  readonly at: number
  readonly headers: readonly FrameHeader[]
  readonly payload: Uint8Array
}

export interface FrameRecord {
  readonly frames: readonly Frame[]
  readonly violations: readonly Violation[]
}

/** One unit of a stream, whatever framing carried it. */
export interface StreamItem {
  /** Position in the stream, from 0. */
  readonly index: number
  readonly at: number
  /** Offset in the decoded body. */
  readonly byte: number
  /**
   * `json` is a chunk or event; `done` is the OpenAI terminator; `exception` and `error` are the
   * event-stream message types of these names; `text` is data that is not JSON.
   */
  readonly kind: 'json' | 'done' | 'exception' | 'error' | 'text'
  /** SSE event type, `:event-type`, `:exception-type` or `:error-code`. */
  readonly name?: string
  /** Set for an exception that came as an event of its name. */
  readonly asEvent?: true
  readonly text: string
  readonly json?: unknown
  /** The frame or SSE event it came from. */
  readonly source: number
}

export interface Body {
  /** Decoded bytes, whole. */
  readonly bytes: Uint8Array
  /** Text with U+FFFD in place of bytes that are not UTF-8. */
  readonly text: string
  /** Offset of the first byte that is not UTF-8. */
  readonly invalidUtf8At?: number
  /** Present when the whole body is JSON. */
  readonly json?: unknown
  /** Why it is not. */
  readonly jsonError?: { readonly message: string; readonly byte: number }
}

export interface ToolCall {
  readonly id?: string
  readonly name?: string
  /** JSON text, joined from all fragments; of a custom tool, its input as text. */
  readonly arguments: string
  /** Whether a custom tool is called (OpenAI), whose input is any text. */
  readonly isCustom?: boolean
}

export interface Usage {
  readonly prompt?: number
  readonly completion?: number
  readonly total?: number
}

export interface Choice {
  readonly index: number
  /** Answer without reasoning. */
  readonly text: string
  /** Answer as received, `<reasoning>` tags included. */
  readonly rawText: string
  readonly reasoning: string
  /** As the API spells it, null where it said null. */
  readonly finish?: string | null
  readonly toolCalls: readonly ToolCall[]
}

export interface Delta {
  readonly at: number
  /** Index of the stream item it came in. */
  readonly item: number
  readonly choice: number
  readonly text: string
}

/** A reply in one form for all APIs; what an API does not have is absent. */
export interface Reply {
  /** First choice, for convenience. */
  readonly text: string
  readonly rawText: string
  readonly reasoning: string
  readonly finish?: string | null
  /** `stop`, `length`, `tool`, `filter`, `other`: the meaning of `finish` across APIs. */
  readonly ending?: 'stop' | 'length' | 'tool' | 'filter' | 'other'
  readonly usage?: Usage
  readonly toolCalls: readonly ToolCall[]
  readonly choices: readonly Choice[]
  readonly id?: string
  readonly model?: string
  readonly created?: number
  /** Text deltas of a stream, in order. */
  readonly deltas: readonly Delta[]
}

/** What went wrong, when the body is an error in one of the known envelopes. */
export interface ErrorReply {
  readonly envelope:
    | 'openai' // {"error":{"message","type","param","code"}}
    | 'anthropic' // {"type":"error","error":{"type","message"}}
    | 'message-only' // {"error":{"message"}}
    | 'error-detail' // {"error":{"detail"}}
    | 'detail' // {"detail"}
    | 'message' // {"message"}: Bedrock's service layer
    | 'coral' // {"Message"}: the front door of Bedrock
    | 'unknown-operation' // {"Output":{"__type":"…UnknownOperationException"}}
    | 'other'
  readonly message?: string
  readonly type?: string
  readonly code?: string
}

export interface Observation {
  readonly api: ApiName
  readonly exchange: Exchange
  /** Absent when no response came. */
  readonly body?: Body
  readonly sse?: SseRecord
  readonly frames?: FrameRecord
  /** In order; empty where the response is not a stream. */
  readonly items: readonly StreamItem[]
  readonly reply?: Reply
  readonly error?: ErrorReply
  /** How JSON in the answer exceeds what is read, as the end of a sentence. */
  readonly excess?: string
  /** What it means for the caller. */
  readonly answer?: Classified
}
