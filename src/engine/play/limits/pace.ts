/** How many exchanges are open with a host at a time, and when: fewer and later after it refused one as too many. */
import type { Exchange } from '../../../model/exchange.ts'
import { duration } from '../../../report/text/describe.ts'
import { createHold, type Hold } from './hold.ts'
import { systemClock, type Clock } from './system-clock.ts'
import { createLane, type Lane, type Turn } from './lane.ts'
import {
  defaultRetryPolicy,
  isRefusal,
  mayBeRefusal,
  retryAfter,
  type RetryPolicy,
} from './retry.ts'
import { createWidth } from './width.ts'

/** Milliseconds without an answer after which a host is given up: more than the minute that limits are counted in. */
const longestSilence = 70_000

/**
 * Milliseconds of all holds together, and how many more each answer allows: a host that asks for more
 * cannot be judged in time.
 */
const longestHolds = 300_000
const longerForAnswer = 2000

/** Refusals of one request after which it is repeated alone: others would take its turn with the host. */
const aloneAfter = 3

/** Refusals of one request after which others come before it: perhaps the host refuses this one. */
const lastAfter = 6

/**
 * Holds in a row that brought one answer each, after which a refusal holds back its own request only: at
 * first, and at most.
 */
const enoughInVain = { least: 8, most: 64 }

/** Of refusals in a row that only may be some, those that hold the host back: 14 s, after which a bucket of tokens has filled. */
const mostUnsaid = 6

/** Milliseconds of all holds together, beyond which it is rather a fault that comes again and again. */
const longestUnsaid = 60_000

/** More than any rank of a cell or of a sample. */
const beyondRanks = 1e9

/** An exchange that waits for its turn with a host. */
export interface HostTurn {
  /** The smallest is next, after all that were refused. */
  readonly rank: number
  /** How often the host refused the same request before. */
  readonly refusals: number
  /** Whether it was sent before, and the host did not do it. */
  readonly isRepeat?: boolean
  /** What it waits for, once it is next in its region. */
  readonly ready?: () => Promise<void>
}

/** The exchanges with one region of a host. */
interface HostPace extends Pick<Hold, 'isHeld'> {
  /** Runs an exchange when it is its turn. */
  readonly run: <T>(turn: HostTurn, exchange: () => Promise<T>) => Promise<T>
  /**
   * Records how an exchange ended.
   *
   * @param refusals of the same request before
   * @param policy bounds how long the host is held back each time
   */
  readonly record: (exchange: Exchange, refusals?: number, policy?: RetryPolicy) => void
  /** Why nothing more is sent there, as one sentence; undefined while it answers. */
  readonly givenUp: () => string | undefined
}

/**
 * The pace of each region of each host, so that a slow or throttled region never delays another: one
 * gateway may serve many.
 */
export interface Pace {
  readonly of: (host: string, region?: string) => HostPace
  /** Why nothing more is sent to hosts, one sentence each. */
  readonly givenUp: () => readonly string[]
}

interface PaceOptions {
  /** Its abort ends every wait. */
  readonly signal?: AbortSignal
  readonly clock?: Clock
  /** Called with the name of a host, and for how many milliseconds nothing is sent to it. */
  readonly onHold?: (host: string, milliseconds: number) => void
}

/** @param concurrency the most exchanges at a time with one host */
export function createPace(concurrency: number, options: PaceOptions = {}): Pace {
  const lanes = new Map<string, Lane>()
  const paces = new Map<string, HostPace>()
  return {
    of: (host, region = '-') => {
      const lane = lanes.get(host) ?? createLane(concurrency)
      lanes.set(host, lane)
      const known =
        paces.get(`${host} ${region}`) ??
        createHostPace(lane, locationName(host, region), concurrency, options)
      paces.set(`${host} ${region}`, known)
      return known
    },
    givenUp: () => [...paces.values()].flatMap((one) => one.givenUp() ?? []),
  }
}

/** A region of a host, as it is shown. */
export function locationName(host: string, region: string): string {
  return region === '-' || host.includes(region) ? host : `${region} of ${host}`
}

function createHostPace(
  lane: Lane,
  name: string,
  concurrency: number,
  { signal, clock = systemClock, onHold }: PaceOptions,
): HostPace {
  const hold = createHold(createLane(concurrency), concurrency, clock, signal)
  const width = createWidth(concurrency, hold.widen)
  let answers = 0
  let answersInRow = 0
  /** Of those that were sent together, only the first counts. */
  let refusalsInRow = 0
  let refusedSince: number | undefined
  /** Holds in a row that brought one answer each; undefined before the first hold. */
  let inVain: number | undefined
  let enough = enoughInVain.least
  let givenUp: string | undefined

  const holdFor = (milliseconds: number): void => {
    hold.holdFor(milliseconds)
    onHold?.(name, milliseconds)
  }
  const answered = (): void => {
    answers += 1
    answersInRow += 1
    refusalsInRow = 0
    refusedSince = undefined
    width.answered()
  }
  /** What the latest hold brought. */
  const weighHold = (): void => {
    if (inVain === undefined) return
    if (answersInRow > 1) inVain = 0
    else if (answersInRow === 1) inVain += 1
    else if (inVain >= enough) {
      inVain = 0
      enough = Math.min(enoughInVain.most, enough * 2)
    }
  }
  /** What all wait for before the next exchange, in milliseconds. */
  const waitOf = (asked: number, refusals: number, policy: RetryPolicy): number => {
    const goesOn = refusalsInRow > 1 || refusals + 1 >= aloneAfter || inVain === 0
    if (goesOn) return Math.max(asked, patience(refusalsInRow, policy))
    return (inVain ?? 0) < enough ? asked : 0
  }
  /** What may have been a refusal slows the host, and is no reason to give it up. */
  const perhapsRefused = (policy: RetryPolicy): void => {
    // A host that has answered nothing yet has no server behind it.
    if (hold.isHeld() || answers === 0) return
    refusalsInRow += 1
    answersInRow = 0
    width.refused()
    const wait = patience(refusalsInRow, policy)
    if (refusalsInRow <= mostUnsaid && hold.inAll() + wait <= longestUnsaid) holdFor(wait)
  }
  const refused = (exchange: Exchange, refusals: number, policy: RetryPolicy): void => {
    const now = clock.now()
    const asked = Math.min(retryAfter(exchange, now) ?? 0, policy.longestWait)
    if (hold.isHeld()) {
      holdFor(asked)
      return
    }
    weighHold()
    refusedSince ??= now
    refusalsInRow += 1
    answersInRow = 0
    width.refused()
    const wait = waitOf(asked, refusals, policy)
    const status = exchange.response?.status ?? 429
    if (now - refusedSince >= longestSilence) {
      const silence = duration(now - refusedSince)
      givenUp = `${name} answered every request of the last ${silence} with ${status}.`
    } else if (hold.inAll() + wait > longestHolds + answers * longerForAnswer) {
      givenUp = `${name} made the run wait for ${duration(hold.inAll())} in all, with ${status}.`
    } else if (wait > 0) {
      inVain ??= 0
      holdFor(wait)
    }
  }
  return {
    // Its own turn first, then that among all regions of the host.
    run: async (turn, exchange) => {
      const own = laneTurn(turn)
      return hold.run(own, async () => {
        await turn.ready?.()
        return lane.run({ rank: own.rank }, exchange)
      })
    },
    isHeld: hold.isHeld,
    givenUp: () => givenUp,
    record: (exchange, refusals = 0, policy = defaultRetryPolicy) => {
      if (givenUp !== undefined || exchange.response === undefined) return
      if (isRefusal(exchange)) refused(exchange, refusals, policy)
      else if (mayBeRefusal(exchange)) perhapsRefused(policy)
      else answered()
    },
  }
}

/** What was not done is sent again first; what is refused again and again, alone, and in the end last. */
function laneTurn({ rank, refusals, isRepeat = refusals > 0 }: HostTurn): Turn {
  if (!isRepeat) return { rank }
  const isAlone = refusals >= aloneAfter
  return { isAlone, rank: rank + (refusals < lastAfter ? -beyondRanks : beyondRanks) }
}

/**
 * Milliseconds to wait after refusals in a row. It grows with their square: doubled each time, it would
 * be minutes for a host that refuses at random.
 */
function patience(refusals: number, { firstWait, longestWait }: RetryPolicy): number {
  return Math.min(longestWait, (firstWait * (refusals ** 2 + 3)) / 2)
}
