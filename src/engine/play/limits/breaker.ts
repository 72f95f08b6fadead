/** Holds requests to a host that has stopped answering, so that a restart costs seconds and the end of a host not hours. */
import type { Exchange, TransportFailure } from '../../../model/exchange.ts'
import { systemClock, type Clock } from './system-clock.ts'

/** Requests in a row without a response after which a host counts as silent: more than one slow cell causes. */
const requestsInARow = 6

/** Milliseconds before one request is let through to a silent host, the first time and from then on. */
const pauses = [5000, 15_000, 60_000]

/** A request let through that fails this many milliseconds after the host fell silent was the last. */
const longestSilence = 60_000

export interface Breaker {
  /**
   * Waits while `location` is silent, until it answers or is given up, or it is the turn of this
   * request to try.
   *
   * @param request what its attempts have in common
   * @param name of what it is sent for
   * @returns what records how the attempt ended
   */
  readonly pass: (
    location: string,
    request: object,
    signal: AbortSignal,
    name: string,
  ) => Promise<(exchange: Exchange) => void>
  /** The latest failure, once `location` is given up. */
  readonly givenUp: (location: string) => TransportFailure | undefined
  /** For what requests were sent that the end of `location` broke off: one of them may have ended it. */
  readonly brokenOff: (location: string) => readonly string[]
}

/** From the latest of the requests in a row to the next response. */
interface Silence {
  readonly since: number
  /** Aborts at its end. */
  readonly over: AbortController
  /** When the next request is let through. */
  nextAt: number
  /** Requests that were let through. */
  tries: number
}

interface Location {
  readonly name: string
  responses: number
  /** Requests without a response since the latest response. */
  readonly failed: Set<object>
  /**
   * For what the requests were sent that a lost connection broke off, and after how many of them: until
   * one that was sent later is answered.
   */
  readonly brokenOff: Map<string, number>
  losses: number
  silence?: Silence
  givenUp?: TransportFailure
}

interface BreakerOptions {
  /** Hears for how many milliseconds nothing is sent to a silent location. */
  readonly onHold?: (location: string, milliseconds: number) => void
  readonly clock?: Clock
  readonly threshold?: number
}

/** A circuit breaker per location. Any response resets it; a location that never answered is given up at once. */
export function createBreaker({
  clock = systemClock,
  threshold = requestsInARow,
  onHold,
}: BreakerOptions = {}): Breaker {
  const locations = new Map<string, Location>()
  const locationOf = (name: string): Location => {
    const known = locations.get(name) ?? {
      name,
      responses: 0,
      failed: new Set(),
      brokenOff: new Map(),
      losses: 0,
    }
    locations.set(name, known)
    return known
  }
  const hold = ({ name }: Location, silence: Silence): void => {
    const pause = pauseAfter(silence.tries)
    silence.nextAt = clock.now() + pause
    onHold?.(name, pause)
  }
  const silent = (at: Location): Silence => {
    const now = clock.now()
    const silence = { since: now, over: new AbortController(), nextAt: now, tries: 0 }
    hold(at, silence)
    return silence
  }
  /** @returns whether the request is let through to a silent location, to try whether it answers */
  const turn = async (at: Location, signal: AbortSignal): Promise<boolean> => {
    for (;;) {
      const { silence } = at
      if (silence === undefined || at.givenUp !== undefined || signal.aborted) return false
      const now = clock.now()
      if (now >= silence.nextAt) {
        silence.tries += 1
        hold(at, silence)
        return true
      }
      const either = AbortSignal.any([signal, silence.over.signal])
      await clock.wait(silence.nextAt - now, either)
    }
  }
  const answered = (at: Location): void => {
    at.responses += 1
    at.failed.clear()
    at.silence?.over.abort()
    delete at.silence
    delete at.givenUp
  }
  const giveUp = (at: Location, failure: TransportFailure): void => {
    at.givenUp = failure
    at.silence?.over.abort()
  }
  const failed = (at: Location, failure: TransportFailure, isTry: boolean): void => {
    const { silence } = at
    if (silence !== undefined) {
      if (isTry && clock.now() - silence.since >= longestSilence) giveUp(at, failure)
    } else if (at.failed.size >= threshold) {
      if (at.responses === 0) giveUp(at, failure)
      else at.silence = silent(at)
    }
  }
  return {
    pass: async (location, request, signal, name) => {
      const at = locationOf(location)
      const isTry = await turn(at, signal)
      const { responses: before, losses } = at
      return ({ response, failure }) => {
        if (failure?.kind === 'reset') at.brokenOff.set(name, (at.losses += 1))
        else if (response !== undefined) forget(at, losses)
        if (response !== undefined) answered(at)
        // A host that answered others meanwhile is not silent.
        else if (failure !== undefined && failure.kind !== 'aborted' && at.responses === before) {
          at.failed.add(request)
          failed(at, failure, isTry)
        }
      }
    },
    givenUp: (location) => locationOf(location).givenUp,
    brokenOff: (location) => [...locationOf(location).brokenOff.keys()].toSorted(),
  }
}

/** Forgets what was broken off before a request was sent that a host answered. */
function forget({ brokenOff }: Location, losses: number): void {
  for (const [name, loss] of brokenOff) if (loss <= losses) brokenOff.delete(name)
}

/** Milliseconds until the next request is let through, after this number of them. */
function pauseAfter(tries: number): number {
  return pauses[tries] ?? longestSilence
}
