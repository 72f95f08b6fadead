/** One HTTP request and its response, as raw bytes with arrival times. */

/** Header names as sent, in the order sent; a name may occur more than once. */
export type HeaderList = readonly (readonly [name: string, value: string])[]

/** Bytes that arrived together. */
export interface TimedBytes {
  /** Milliseconds from the request's first byte. */
  readonly at: number
  readonly bytes: Uint8Array
}

export interface HttpRequest {
  readonly method: string
  /** Absolute, with its origin. */
  readonly url: string
  readonly headers: HeaderList
  /** Absent or empty where nothing is sent. */
  readonly body?: Uint8Array
}

export interface WireResponse {
  readonly status: number
  readonly statusText: string
  /** For example `HTTP/1.1`. */
  readonly httpVersion: string
  readonly headers: HeaderList
  /** Fields after the last chunk (RFC 9112 section 7.1.2); absent where none came. */
  readonly trailers?: HeaderList
  /** Milliseconds from the request's first byte to the end of the response's header block. */
  readonly headersAt: number
  /** Body bytes as they came, after transfer decoding and before content decoding. */
  readonly raw: readonly TimedBytes[]
  /** Body bytes after content decoding; the same array as `raw` where nothing was encoded. */
  readonly decoded: readonly TimedBytes[]
  /** Milliseconds from the request's first byte to the end of the body or the failure. */
  readonly endedAt: number
  /** False when the body ended otherwise than HTTP says it must. */
  readonly complete: boolean
  /** How the message breaks HTTP/1.1, each as the end of a sentence; absent where it does not. */
  readonly faults?: readonly string[]
}

/** How an exchange can go wrong below HTTP semantics. */
export const transportFailureKinds = [
  'dns',
  'refused',
  'unreachable',
  'tls',
  'proxy',
  'reset',
  'connect-timeout',
  'first-byte-timeout',
  'idle-timeout',
  'total-timeout',
  'too-large',
  'malformed-http',
  'bad-content-encoding',
  'aborted',
] as const
export type TransportFailureKind = (typeof transportFailureKinds)[number]

/** Kinds with which a limit or a wish of ours, and not the server, ended the exchange. */
const ourFailureKinds: ReadonlySet<TransportFailureKind> = new Set([
  'first-byte-timeout',
  'idle-timeout',
  'total-timeout',
  'too-large',
  'aborted',
])

export interface TransportFailure {
  readonly kind: TransportFailureKind
  /** One sentence: what happened, with the host. */
  readonly message: string
  /** One sentence: what to do about it. */
  readonly remedy: string
  /** Milliseconds from the start of the attempt. */
  readonly after: number
  /** Set where a response had begun that was lost with its header block. */
  readonly begun?: true
}

/** An attempt that was retried: visible, never forgotten. */
export interface EarlierAttempt {
  readonly status?: number
  readonly failure?: TransportFailure
  /** Value of Retry-After, where the response had one. */
  readonly retryAfter?: string
  /** Milliseconds waited before the next attempt. */
  readonly waited: number
}

/** A place where a secret of ours came back from the server. */
export interface Leak {
  readonly where: 'header' | 'trailer' | 'body'
  readonly name?: string
  readonly byte?: number
}

/** Whether we ended the exchange ourselves, so that its body says nothing about the server. */
export function endedByUs({ hungUp, failure }: Pick<Exchange, 'hungUp' | 'failure'>): boolean {
  return hungUp === true || (failure !== undefined && ourFailureKinds.has(failure.kind))
}

export interface Exchange {
  /** ISO 8601 time at which the attempt began. */
  readonly startedAt: string
  /** As it was sent, with secret values replaced. */
  readonly request: Required<HttpRequest>
  readonly response?: WireResponse
  readonly failure?: TransportFailure
  /** True when we hung up on purpose, as a case asked. */
  readonly hungUp?: boolean
  readonly earlier: readonly EarlierAttempt[]
  readonly leaks: readonly Leak[]
}

export interface DecodedSoFar {
  readonly length: number
  readonly bytes: Uint8Array
}

export interface SendOptions {
  /** Ends the exchange with the failure `aborted`. */
  readonly signal?: AbortSignal
  /**
   * Hangs up as soon as it returns true; called at every arrival with all decoded bytes so far.
   * `bytes` is joined when it is read, then or later, and stays as it is.
   */
  readonly hangUpWhen?: (decodedSoFar: DecodedSoFar) => boolean
}

/** Sends one request; a fault of the server or the network is in the exchange, never thrown. */
export type Send = (request: HttpRequest, options?: SendOptions) => Promise<Exchange>
/** How a server is connected to, where its address alone does not say it. */
export interface ConnectionOptions {
  /** Path of a Unix domain socket, in place of host and port. */
  readonly unixSocket?: string
  /** What the client shows of itself in the TLS handshake: PEM texts, and the files they are from. */
  readonly certificate?: {
    readonly cert: string
    readonly key: string
    readonly certFile: string
    readonly keyFile: string
  }
  /** Speak HTTP/2 from the first byte (RFC 9113 section 3.3), or offer nothing else in TLS. */
  readonly http2?: boolean
}

/** What a command that repeats a request has to know besides the request, which holds no secret. */
export interface CurlFacts {
  /** The variable that the target's key was read from. */
  readonly tokenVariable?: string | undefined
  /** Headers that come from variables, as `Bearer ${NAME}`; names in lower case. */
  readonly headerTemplates?: Readonly<Record<string, string>> | undefined
  readonly connection?: ConnectionOptions | undefined
}

/** Statuses that say that a server takes no more requests for now, whatever they ask. */
const throttling: ReadonlySet<number> = new Set([
  429, // Too Many Requests, RFC 6585 section 4
  529, // overloaded_error of Anthropic's API: platform.claude.com/docs/en/api/errors
])

/** Whether a response of this status is about the number of requests alone. */
export function isThrottling(status: number | undefined): boolean {
  return status !== undefined && throttling.has(status)
}

/** Whether a response of this status may be that of a server which lacks the path, or its method. */
export function isPathUnserved(status: number): boolean {
  return status === 404 || status === 405 || status === 501
}
