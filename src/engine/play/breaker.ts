/** Stops sending to a host that has stopped answering, so that a dead host costs seconds, not hours. */
import type { Exchange, TransportFailure } from '../../model/exchange.ts'

/** Failures in a row after which a host counts as gone: more than one slow cell, less than a run. */
const failuresInARow = 6

export interface Breaker {
  /** Records how an exchange with `host` ended. */
  readonly record: (host: string, exchange: Exchange) => void
  /** The failure that keeps coming, once `host` counts as gone. */
  readonly tripped: (host: string) => TransportFailure | undefined
}

/** A circuit breaker per host. Any response at all resets it. */
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
