/** Stops sending to a host that has stopped answering, so that it costs seconds, not hours. */
import type { Exchange, TransportFailure } from '../../../model/exchange.ts'

/** Consecutive failures after which a host counts as gone: more than one slow cell causes. */
const failuresInARow = 6

export interface Breaker {
  /** Records how an exchange with `host` ended. */
  readonly record: (host: string, exchange: Exchange) => void
  /** The latest failure, once `host` counts as gone. */
  readonly tripped: (host: string) => TransportFailure | undefined
}

/** A circuit breaker per host. Any response resets it. */
export function createBreaker(threshold = failuresInARow): Breaker {
  const failures = new Map<string, TransportFailure[]>()
  return {
    record(host, exchange) {
      const { failure } = exchange
      if (exchange.response !== undefined) failures.delete(host)
      else if (failure !== undefined && failure.kind !== 'aborted') {
        failures.set(host, [...(failures.get(host) ?? []), failure])
      }
    },
    tripped(host) {
      const row = failures.get(host) ?? []
      return row.length >= threshold ? row.at(-1) : undefined
    },
  }
}
