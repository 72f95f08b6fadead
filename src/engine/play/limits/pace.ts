/** How many exchanges are open with a host at a time, and when: fewer and later after it refused one as too many. */
import type { Exchange } from '../../../model/exchange.ts'
import { createHold, systemClock, type Clock, type Hold } from './hold.ts'
import { createLane } from './lane.ts'
import { backoff, defaultRetryPolicy, isTransient, retryAfter, type RetryPolicy } from './retry.ts'

/** Answered exchanges in a row after which one more is open at a time. */
const answersToRecover = 8

/** The fewest exchanges at a time: a host that refuses at random would otherwise be asked one by one. */
const narrowest = 2

const tooManyRequests = 429 // RFC 6585 section 4

/** The exchanges with one host. */
interface HostPace extends Pick<Hold, 'run' | 'isHeld'> {
  /**
   * Records how an exchange ended.
   *
   * @param policy bounds how long the host is held back each time
   */
  readonly record: (exchange: Exchange, policy?: RetryPolicy) => void
}

/** The pace of each host, so that a slow or throttled region never delays another. */
export type Pace = (host: string) => HostPace

/**
 * @param concurrency the most exchanges at a time with one host
 * @param signal its abort ends every wait
 */
export function createPace(
  concurrency: number,
  signal?: AbortSignal,
  clock: Clock = systemClock,
): Pace {
  const hosts = new Map<string, HostPace>()
  return (host) => {
    const known = hosts.get(host) ?? createHostPace(concurrency, signal, clock)
    hosts.set(host, known)
    return known
  }
}

function createHostPace(
  concurrency: number,
  signal: AbortSignal | undefined,
  clock: Clock,
): HostPace {
  const hold = createHold(createLane(concurrency), concurrency, clock, signal)
  let width = concurrency
  let answersInRow = 0
  /** Of those that were sent together, only the first two count. */
  let refusalsInRow = 0
  const widen = (to: number): void => {
    width = to
    answersInRow = 0
    hold.widen(to)
  }
  const narrow = (): void => {
    const half = Math.max(Math.min(narrowest, concurrency), Math.floor(width / 2))
    if (half < width) widen(half)
    answersInRow = 0
  }
  const answered = (): void => {
    refusalsInRow = 0
    answersInRow += 1
    if (answersInRow >= answersToRecover && width < concurrency) widen(width + 1)
  }
  /** The time that a host asks for holds all back; where it names none, a second refusal does. */
  const refused = (asked: number | undefined, policy: RetryPolicy): void => {
    if (!hold.isHeld()) refusalsInRow += 1
    if (asked !== undefined) hold.holdFor(asked)
    else if (refusalsInRow > 1 && !hold.isHeld()) hold.holdFor(backoff(refusalsInRow - 1, policy))
    narrow()
  }
  return {
    run: hold.run,
    isHeld: hold.isHeld,
    record: (exchange, policy = defaultRetryPolicy) => {
      const named = isTransient(exchange) ? retryAfter(exchange, clock.now()) : undefined
      const asked = named === undefined ? undefined : Math.min(named, policy.longestWait)
      if (exchange.response?.status === tooManyRequests) refused(asked, policy)
      else if (asked !== undefined) hold.holdFor(asked)
      else answered()
    },
  }
}
