/** Which attempts are repeated, and after how long. */
import {
  isThrottling,
  type EarlierAttempt,
  type Exchange,
  type TransportFailureKind,
} from '../../../model/exchange.ts'
import { headerValue, httpDate } from '../../../model/headers.ts'
import { systemClock, type Clock } from './system-clock.ts'

/** A retry must not hide a defect: only failures that do not concern the server's protocol are retried. */
const transientFailures: ReadonlySet<TransportFailureKind> = new Set([
  'dns', // a resolver that fails for a moment
  'refused', // a server that restarts
  'unreachable',
  'connect-timeout',
  'reset', // only where no byte of a response came, see below
])

/** RFC 9110 section 15.6.4. */
const serviceUnavailable = 503

export interface RetryPolicy {
  /** Attempts in all, those that the host refused as too many left out. */
  readonly attempts: number
  /** Refusals after which a request is not sent again. */
  readonly refusals: number
  /** Milliseconds before the second attempt; doubles from there. */
  readonly firstWait: number
  /** The longest wait in milliseconds, even if Retry-After asks for more. */
  readonly longestWait: number
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 3, // as the AWS and OpenAI SDKs do by default
  refusals: 10, // a host that refuses at random every other time refuses one of 1024 so often
  firstWait: 250,
  longestWait: 20_000, // a nightly run over many regions must finish by morning
}

/** Milliseconds to wait where the server names no time, after this number of earlier waits. */
function backoff(earlier: number, policy: RetryPolicy = defaultRetryPolicy): number {
  return Math.min(policy.longestWait, policy.firstWait * 2 ** earlier)
}

/** Repeats that all exchanges of a run share: a server that throttles must not multiply its cost. */
export interface Repeats {
  /** Counts a request that is sent for the first time. */
  readonly sent: () => void
  /** Takes a repeat; false when none is left. */
  readonly take: () => boolean
}

/** As many repeats as requests are sent, or as are expected where that is more. */
export function createRepeats(expected: number): Repeats {
  let sent = 0
  let taken = 0
  return {
    sent: () => void (sent += 1),
    take: () => {
      if (taken >= Math.max(expected, sent)) return false
      taken += 1
      return true
    },
  }
}

/** Whether a host refused an exchange as one too many, or with 503 that says when to come back. */
export function isRefusal({ response }: Exchange): boolean {
  if (response === undefined) return false
  const { status, headers } = response
  if (isThrottling(status)) return true
  return status === serviceUnavailable && headerValue(headers, 'retry-after') !== undefined
}

/**
 * Whether a host may have refused an exchange as one too many without saying so, as nginx does
 * (`limit_req`): it is sent to more slowly, and a request that stays refused is judged like any other.
 */
export function mayBeRefusal({ response }: Exchange): boolean {
  return response?.status === serviceUnavailable
}

/** Whether another attempt may be made after `exchange`. */
export function isTransient(exchange: Exchange): boolean {
  const { response, failure } = exchange
  if (response !== undefined) return isRefusal(exchange) || mayBeRefusal(exchange)
  return failure !== undefined && failure.begun !== true && transientFailures.has(failure.kind)
}

/** Some servers send a date of ISO 8601. */
const isoDate = /^\d{4}-\d\d-\d\d/

/** Milliseconds asked for by Retry-After (RFC 9110 section 10.2.3), when it is in seconds or a date. */
export function retryAfter(exchange: Exchange, now: number): number | undefined {
  const value = headerValue(exchange.response?.headers ?? [], 'retry-after')
  if (value === undefined) return undefined
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value) * 1000
  const date = isoDate.test(value) ? Date.parse(value) : httpDate(value)
  return date === undefined || Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

interface Retries {
  readonly policy: RetryPolicy
  readonly repeats?: Pick<Repeats, 'take'>
  readonly signal?: AbortSignal
  /** Whether the attempts themselves wait for the host, so that the next one takes its turn among them. */
  readonly isHeld?: () => boolean
  /** Whether nothing more is sent to the host. */
  readonly isGivenUp?: () => boolean
  readonly onRetry?: (exchange: Exchange, wait: number) => void
  readonly clock?: Clock
  readonly random?: () => number
}

/**
 * Sends until an attempt is not transient or the policy is spent.
 *
 * @param first the first attempt
 * @param again another one, after this number of refusals; undefined when there is no turn for it
 * @returns the last exchange, with the earlier attempts recorded in it
 */
export async function withRetries(
  first: () => Promise<Exchange>,
  again: (refusals: number) => Promise<Exchange | undefined>,
  options: Retries,
): Promise<Exchange> {
  const { policy, signal, clock = systemClock, random = Math.random } = options
  const earlier: EarlierAttempt[] = []
  let refusals = 0
  for (let exchange = await first(); ;) {
    const result = { ...exchange, earlier: [...earlier] }
    if (isRefusal(exchange)) refusals += 1
    const isSpent = refusals >= policy.refusals || earlier.length + 1 - refusals >= policy.attempts
    if (!isTransient(exchange) || isSpent || signal?.aborted) return result
    if (options.isGivenUp?.() || options.repeats?.take() === false) return result
    const usual = backoff(earlier.length, policy) * (0.5 + random() / 2)
    const wait = Math.min(policy.longestWait, retryAfter(exchange, clock.now()) ?? usual)
    options.onRetry?.(exchange, wait)
    if (options.isHeld?.() !== true) await clock.wait(wait, signal)
    const next = await again(refusals)
    if (next === undefined) return result
    earlier.push(summary(exchange, wait))
    exchange = next
  }
}

/** An attempt, as the exchange that came of the last one records it. @param waited milliseconds after it */
export function summary(exchange: Exchange, waited: number): EarlierAttempt {
  const { response, failure } = exchange
  const described = headerValue(response?.headers ?? [], 'retry-after')
  return {
    waited,
    ...(response && { status: response.status }),
    ...(described !== undefined && { retryAfter: described }),
    ...(failure && { failure }),
  }
}
