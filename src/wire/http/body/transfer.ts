/** One attempt: a request goes out over a connection, and whatever comes back is recorded. */
import type {
  HeaderList,
  TransportFailure,
  TransportFailureKind,
  WireResponse,
  HttpRequest,
  SendOptions,
} from '../../../model/exchange.ts'
import {
  createBodyRecorder,
  type BodyEnding,
  type BodyRecorder,
  type RecordedBody,
} from './recorder.ts'
import type { Budget } from './budget.ts'
import { startClock } from '../clock.ts'
import type { Connection } from '../connection.ts'
import type { Listener } from './listener.ts'
import { errorCode } from '../route/dial.ts'
import { failureFrom, failureOf, faultsOf, wrongLength, type FailureScene } from '../failure.ts'
import { isInterim } from '../interim.ts'
import type { Limits } from '../limits.ts'
import { StreamReset } from '../../http2/speak.ts'
import { acceptedFaults, isBodiless } from './accepted-faults.ts'
import { salvage } from '../salvage.ts'

export interface TransferOptions {
  readonly limits: Limits
  readonly budget: Budget
  readonly signal: AbortSignal
  readonly hangUpWhen?: SendOptions['hangUpWhen']
  /** Hides secrets in what a message shows of an answer. */
  readonly clean: (bytes: Uint8Array) => Uint8Array
  /** Certificate files that could not be read. */
  readonly rootProblems: readonly string[]
}

export interface Transfer {
  readonly response?: WireResponse
  readonly failure?: TransportFailure
  readonly hungUp: boolean
  /** Whether the connection can serve another exchange. */
  readonly reusable: boolean
  /** The server did not see the request, since it was closing the connection: it may be sent on another. */
  readonly stale: boolean
}

/**
 * A close that comes later than this after the request was written did not cross it: it is the
 * server's answer. Milliseconds; the longest round trip on earth with room.
 */
const crossingMs = 1000

/** Why an attempt ended. */
type Ending =
  | { readonly how: 'complete' }
  | { readonly how: 'error'; readonly error: unknown }
  | { readonly how: 'limit'; readonly kind: TransportFailureKind; readonly message: string }
  | BodyEnding

/** What was seen of an attempt. */
interface Sight {
  readonly startedAt: number
  /** When the request's first byte went out. */
  sentAt?: number
  /** Whether the socket had served an exchange before. */
  reused: boolean
  head?: Pick<WireResponse, 'status' | 'statusText' | 'headers' | 'headersAt'>
  body?: BodyRecorder
  trailers?: HeaderList
  /** What the body itself ended the attempt with, which decoding may find out late. */
  bodyEnding?: BodyEnding
}

/**
 * Sends `request` over `connection`, which is for this attempt alone.
 *
 * @throws TypeError when HTTP does not allow the request, and whatever `hangUpWhen` throws
 */
export async function transfer(
  connection: Connection,
  request: HttpRequest,
  url: URL,
  options: TransferOptions,
): Promise<Transfer> {
  const sight: Sight = { startedAt: performance.now(), reused: false }
  const first = await run(connection, request, url, options, sight)
  const endedAt = sinceSent(sight)
  const after = performance.now() - sight.startedAt
  const body = await sight.body?.end(first.how === 'complete')
  const late = sight.bodyEnding?.how === 'hung-up' ? undefined : sight.bodyEnding
  const ending = (first.how === 'complete' ? late : undefined) ?? first
  if (ending.how === 'thrown') throw ending.error
  if (ending.how === 'error') throwMisuse(ending.error)

  const { tap, stage, route, http2 } = connection
  const complete = ending.how === 'complete'
  const scene: FailureScene = {
    host: route.host,
    proxy: (route.tunnel ?? route.forward)?.origin ?? '',
    stage,
    ...(sight.head && { status: sight.head.status }),
    bodyBytes: body?.raw.reduce((sum, { bytes }) => sum + bytes.length, 0) ?? 0,
    head: tap?.head() ?? new Uint8Array(),
    clean: options.clean,
    after,
    rootProblems: options.rootProblems,
  }
  const failure = failureAt(ending, body?.codingProblem, options.limits, scene)
  const stale = sight.reused && failure?.kind === 'reset' && tap?.received === 0
  const faults = faultsAt(ending, scene, () =>
    sight.head ? acceptedFaults(request.method, sight.head, tap) : [],
  )
  const seen = sight.head ? seenOf(sight, body) : rescued(faults, scene, endedAt)
  return {
    ...(seen && {
      response: {
        ...seen,
        httpVersion: http2 ? 'HTTP/2' : httpVersion(scene.head),
        endedAt,
        complete,
        ...(faults.length > 0 && { faults }),
      },
    }),
    ...(failure && { failure }),
    hungUp: ending.how === 'hung-up',
    reusable: complete && connection.isOpen(),
    stale: (stale && endedAt < crossingMs) || isUnread(ending),
  }
}

/** Whether the server says that it has not looked at the request, which may be sent again (RFC 9113 section 8.7). */
function isUnread(ending: Ending): boolean {
  return ending.how === 'error' && ending.error instanceof StreamReset && ending.error.isUnread
}

/** What is wrong with the framing: of an answer that the parser refused, or `accepted` of one that it took. */
function faultsAt(
  ending: Ending,
  scene: FailureScene,
  accepted: () => readonly string[],
): readonly string[] {
  if (ending.how === 'error') return faultsOf(ending.error, scene)
  return ending.how === 'complete' ? accepted() : []
}

/** What the parser made of an answer. */
type Seen = Omit<WireResponse, 'httpVersion' | 'endedAt' | 'complete'>

function seenOf({ head, trailers }: Sight, body: RecordedBody | undefined): Seen | undefined {
  if (head === undefined) return undefined
  const { raw = [], decoded = [] } = body ?? {}
  return { ...head, ...(trailers?.length && { trailers }), raw, decoded }
}

/** The answer that undici threw away for its `faults`. */
function rescued(faults: readonly string[], { head }: FailureScene, at: number): Seen | undefined {
  const salvaged = faults.length === 0 ? undefined : salvage(head)
  if (salvaged === undefined) return undefined
  const { body, faults: _, ...salvagedHead } = salvaged
  const raw = body.length === 0 ? [] : [{ at, bytes: body.slice() }]
  return { ...salvagedHead, headersAt: at, raw, decoded: raw }
}

function sinceSent({ sentAt, startedAt }: Sight): number {
  return performance.now() - (sentAt ?? startedAt)
}

/** Resolves when the attempt is over, for whatever reason; fills `sight` on the way. */
async function run(
  connection: Connection,
  request: HttpRequest,
  url: URL,
  { limits, budget, signal, hangUpWhen }: TransferOptions,
  sight: Sight,
): Promise<Ending> {
  const { host } = connection.route
  return new Promise((resolve) => {
    const finish = (ending: Ending): void => {
      clock.stop()
      signal.removeEventListener('abort', onAbort)
      Object.assign(connection.tap ?? {}, { onBytes: undefined, onContinue: undefined })
      resolve(ending)
    }
    const onLimit = (kind: TransportFailureKind, message: string): void =>
      finish({ how: 'limit', kind, message })
    const onAbort = (): void => onLimit('aborted', `The request to ${host} was cancelled.`)
    const clock = startClock(host, limits, () => connection.stage, onLimit)
    const listener: Listener = {
      onStart() {
        sight.sentAt = performance.now()
        sight.reused = connection.served > 0
        connection.tap?.reset()
        const heard = { onBytes: clock.bytes, onContinue: clock.interim }
        Object.assign(connection.tap ?? {}, heard)
        clock.sent()
      },
      onHead(status, statusText, headers) {
        if (status < 200) return clock.interim()
        clock.headers()
        sight.head = { status, statusText, headers, headersAt: sinceSent(sight) }
        const { maxBytes, maxLines } = limits
        const watcher = hangUpWhen && { hangUpWhen }
        const onEnding = (ending: BodyEnding): void => {
          sight.bodyEnding = ending
          finish(ending)
        }
        sight.body = createBodyRecorder({
          headers,
          maxBytes,
          maxLines,
          budget,
          ...watcher,
          onEnding,
        })
      },
      onData: (chunk) => sight.body?.push(chunk, sinceSent(sight)),
      onEnd(trailers) {
        connection.served += 1
        sight.trailers = trailers
        // undici takes a reset for the end of a body without a length; RFC 9112 section 8 does not.
        const error = connection.tap?.error
        finish(error ? { how: 'error', error } : { how: 'complete' })
      },
      onError: (error) => {
        // undici waits for the body whose length a response names that has none.
        const isWhole = isBodiless(sight.head?.status) && errorCode(error) === wrongLength
        finish(isWhole ? { how: 'complete' } : { how: 'error', error })
      },
    }
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort)
    connection.dispatch(request, url, listener)
  })
}

function failureAt(
  ending: Ending,
  codingProblem: string | undefined,
  limits: Limits,
  scene: FailureScene,
): TransportFailure | undefined {
  const { host } = scene
  if (ending.how === 'limit') return failureOf(ending.kind, ending.message, scene)
  if (ending.how === 'too-large') {
    const message = `The body that ${host} sends is larger than ${limits.maxBytes} bytes or ${limits.maxLines} lines, or than the room that the others under way leave.`
    return failureOf('too-large', message, scene)
  }
  if (ending.how === 'error') return failureFrom(ending.error, scene)
  if (ending.how !== 'complete') return undefined
  if (isProxyRefusal(scene)) {
    return failureOf('proxy', `The proxy ${scene.proxy} requires credentials for ${host}.`, scene)
  }
  if (codingProblem === undefined) return undefined
  const message = `The body that ${host} sent cannot be decoded: ${codingProblem}.`
  return failureOf('bad-content-encoding', message, scene)
}

/** RFC 9110 section 15.5.8: only a proxy answers 407. */
function isProxyRefusal({ status, proxy }: FailureScene): boolean {
  return status === 407 && proxy !== ''
}

function httpVersion(head: Uint8Array): string {
  if (isInterim(head)) return salvage(head)?.httpVersion ?? 'HTTP/1.1'
  return (
    /^HTTP\/\d\.\d/.exec(Buffer.from(head.subarray(0, 8)).toString('latin1'))?.[0] ?? 'HTTP/1.1'
  )
}

/** undici and node:http2 refuse what HTTP does not allow; its messages name headers, never their values. */
function throwMisuse(error: unknown): void {
  const misuse = [
    'UND_ERR_INVALID_ARG',
    'UND_ERR_NOT_SUPPORTED',
    'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
    'ERR_INVALID_CHAR',
    'ERR_INVALID_HTTP_TOKEN',
    'ERR_HTTP2_INVALID_CONNECTION_HEADERS',
  ]
  if (!(error instanceof Error) || !misuse.includes(errorCode(error))) return
  throw new TypeError(
    `The request cannot be sent: ${error.message}. Correct the request or its key.`,
  )
}
