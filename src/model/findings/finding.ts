/** A violation as plain data; rendering is elsewhere. */
import type { FindingCode } from './finding-codes.ts'

export interface Location {
  /** Offset in the decoded body. */
  readonly byte?: number
  /** JSON Pointer (RFC 6901) into the body, or into the stream item named by `item`. */
  readonly pointer?: string
  /** Index of the stream item (SSE event or frame). */
  readonly item?: number
  readonly header?: string
  /** Milliseconds from the request's first byte. */
  readonly ms?: number
}

export interface Finding {
  /** Stable id of the kind of violation, `family.what`: what a baseline pins. */
  readonly code: string
  /** One sentence: what is wrong. */
  readonly message: string
  readonly expected: string
  readonly received: string
  readonly at?: Location
}

/** Builds a violation whose code is one of the documented ones. */
export function finding(
  code: FindingCode,
  message: string,
  expected: string,
  received: string,
  at?: Location,
): Finding {
  return { code, message, expected, received, ...(at && { at }) }
}
