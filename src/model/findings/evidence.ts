/** Exchanges of a cell, taken apart for a reader and bounded; every text is safe to show. */

/** A text of which the middle may be left out. */
export interface ShownText {
  readonly text: string
  /** Characters that are left out; absent where the text is whole. */
  readonly omitted?: number
}

/** A checksum of a message of an event stream, in hexadecimal. */
export interface ShownCrc {
  readonly name: 'prelude' | 'message'
  readonly received: string
  readonly computed: string
}

/** One event or message of a stream. */
export interface ShownUnit {
  readonly kind: 'event' | 'message'
  /** Position in the stream, from 0. */
  readonly index: number
  /** Milliseconds from the request's first byte to the arrival of its last byte. */
  readonly at: number
  /** Offsets in the decoded body: of its first byte, and just after its last. */
  readonly start: number
  readonly end: number
  readonly name?: string
  /** Headers of a message, or fields of an event beside its data. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly crcs?: readonly ShownCrc[]
  readonly payload: ShownText
}

/** Bytes around an offset of the decoded body. */
export interface ShownBytes {
  /** Offset of the first of `hex`. */
  readonly start: number
  /** Two digits a byte. */
  readonly hex: string
  /** The offset that a finding names. */
  readonly mark: number
  /** Ids of the checks whose findings name it. */
  readonly checks: readonly string[]
}

export interface ShownResponse {
  readonly status: number
  readonly statusText: string
  readonly httpVersion: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Fields after the last chunk. */
  readonly trailers?: readonly (readonly [name: string, value: string])[]
  /** Milliseconds from the request's first byte, as are `firstTextAt`, `endedAt` and `arrivals`. */
  readonly headersAt: number
  readonly firstTextAt?: number
  readonly endedAt: number
  /** False where the body ended otherwise than HTTP says it must. */
  readonly complete: boolean
  /** Decoded bytes. */
  readonly size: number
  /** Time and number of bytes of each arrival; neighbours are joined where there are many. */
  readonly arrivals: readonly (readonly [at: number, bytes: number])[]
  /** Absent where `units` show it. */
  readonly body?: ShownText
  readonly units: readonly ShownUnit[]
  readonly unitsOmitted: number
  readonly bytes: readonly ShownBytes[]
}

export interface ShownExchange {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: ShownText
  readonly curl: string
  /** Attempts before this one. */
  readonly retries: number
  readonly response?: ShownResponse
  readonly failure?: { readonly message: string; readonly remedy: string; readonly after: number }
}

/** What was sent and received in one cell. */
export interface CellEvidence {
  /** Position of the cell in the report. */
  readonly cell: number
  readonly exchanges: readonly ShownExchange[]
  /** The same exchanges with the target of `--against`. */
  readonly against?: readonly ShownExchange[]
  /** Exchanges of the cell that are left out. */
  readonly omitted: number
}
