/** Which attempts are repeated, and after how long. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { EarlierAttempt, Exchange, TransportFailureKind } from '../../../model/exchange.ts'
import { headerValue } from '../../../model/headers.ts'

/** A retry must not hide a defect: only failures that do not concern the server's protocol are retried. */
const transientFailures: ReadonlySet<TransportFailureKind> = new Set([
  'dns', // a resolver that fails for a moment
  'refused', // a server that restarts
  'unreachable',
  'connect-timeout',
  'reset', // only when no byte of a response came, see below
])

const transientStatuses: ReadonlySet<number> = new Set([
  429, // Too Many Requests, RFC 6585 section 4
  503, // Service Unavailable, RFC 9110 section 15.6.4
])

export interface RetryPolicy {
  /** Attempts in all. */
  readonly attempts: number
  /** Milliseconds before the second attempt; doubles from there. */
  readonly firstWait: number
  /** The longest wait in milliseconds, even if Retry-After asks for more. */
  readonly longestWait: number
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 3, // as the AWS and OpenAI SDKs do by default
  firstWait: 250,
  longestWait: 20_000, // a nightly run over many regions must finish by morning
}

/** Milliseconds to wait where the server names no time, after this number of earlier waits. */
export function backoff(earlier: number, policy: RetryPolicy = defaultRetryPolicy): number {
  return Math.min(policy.longestWait, policy.firstWait * 2 ** earlier)
}

/** Repeats that all exchanges of a run share: a server that throttles must not multiply its cost. */
export interface Repeats {
  /** Takes one; false when none is left. */
  readonly take: () => boolean
}

export function createRepeats(most: number): Repeats {
  let left = most
  return {
    take: () => {
      if (left <= 0) return false
      left -= 1
      return true
    },
  }
}

/** Whether another attempt may be made after `exchange`. */
export function isTransient(exchange: Exchange): boolean {
  if (exchange.response !== undefined) return transientStatuses.has(exchange.response.status)
  return exchange.failure !== undefined && transientFailures.has(exchange.failure.kind)
}

/** Milliseconds asked for by Retry-After (RFC 9110 section 10.2.3), when it is in seconds or a date. */
export function retryAfter(exchange: Exchange, now: number): number | undefined {
  const value = headerValue(exchange.response?.headers ?? [], 'retry-after')
  if (value === undefined) return undefined
  if (/^\d+$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/**
 * Sends until an attempt is not transient or the policy is spent.
 *
 * @returns the last exchange, with the earlier attempts recorded in it
 */
export async function withRetries(
  attempt: () => Promise<Exchange>,
  options: {
    readonly policy: RetryPolicy
    readonly repeats?: Repeats
    readonly signal?: AbortSignal
    /** Whether the attempts themselves wait for the host, so that the next one takes its turn among them. */
    readonly isHeld?: () => boolean
    readonly onRetry?: (exchange: Exchange, wait: number) => void
    readonly now?: () => number
    readonly random?: () => number
  },
): Promise<Exchange> {
  const { policy, signal, now = Date.now, random = Math.random } = options
  const earlier: EarlierAttempt[] = []
  for (;;) {
    const exchange = await attempt()
    const spent = earlier.length + 1 >= policy.attempts || signal?.aborted
    if (spent || !isTransient(exchange)) return { ...exchange, earlier }
    if (options.repeats?.take() === false) return { ...exchange, earlier }
    const usual = backoff(earlier.length, policy) * (0.5 + random() / 2)
    const wait = Math.min(policy.longestWait, retryAfter(exchange, now()) ?? usual)
    earlier.push(summary(exchange, wait))
    options.onRetry?.(exchange, wait)
    if (options.isHeld?.() === true) continue
    await sleep(wait, undefined, signal ? { signal } : {}).catch(() => undefined)
  }
}

function summary(exchange: Exchange, waited: number): EarlierAttempt {
  const { response, failure } = exchange
  const described = headerValue(response?.headers ?? [], 'retry-after')
  return {
    waited,
    ...(response && { status: response.status }),
    ...(described !== undefined && { retryAfter: described }),
    ...(failure && { failure }),
  }
}
