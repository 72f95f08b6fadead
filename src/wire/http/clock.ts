/** The limits of one attempt, each a deadline of its own. */
import type { TransportFailureKind } from '../../model/exchange.ts'
import type { Stage } from './route/dial.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import type { Limits } from './limits.ts'

export interface ExchangeClock {
  /** The request's first byte is going out. */
  sent(): void
  /** Bytes of the response came, headers included. */
  bytes(count: number): void
  /** What came was an interim response (RFC 9110 section 15.2): the answer has not begun. */
  interim(): void
  /** The header block of the response has ended. */
  headers(): void
  /** The attempt is over. */
  stop(): void
}

/** Idle limits over which the rate of a body is looked at: with the usual ones, the total limit. */
const trickleIdles = 8

/** Bytes per second; a stream of one token each second carries more. */
const slowestRate = 32

/**
 * Starts the clock of an attempt: the connection has to stand within its limit.
 *
 * @param expire called once with what ran out; `message` is one sentence
 * @param stage how far the connection has come
 */
export function startClock(
  host: string,
  limits: Limits,
  stage: () => Stage,
  expire: (kind: TransportFailureKind, message: string) => void,
): ExchangeClock {
  const deadlines: Deadline[] = []
  const start = (
    milliseconds: number,
    kind: TransportFailureKind,
    message: () => string,
  ): Deadline => {
    const deadline = createDeadline(milliseconds, () => expire(kind, message()))
    deadlines.push(deadline)
    return deadline
  }

  const { connectMs, firstByteMs, idleMs, totalMs } = limits
  const connect = start(connectMs, 'connect-timeout', () => stuckAt(stage(), host, connectMs))
  let firstByte: Deadline | undefined
  let headers: Deadline | undefined
  let idle: Deadline | undefined
  let received = 0
  /** Looks again and again whether a body still comes faster than it trickles. */
  const watchTrickle = (): void => {
    const before = received
    const waited = trickleIdles * idleMs
    const look = createDeadline(waited, () => {
      const count = received - before
      const isTrickle = count < (waited / 1000) * slowestRate
      if (!isTrickle) watchTrickle()
      else expire('total-timeout', trickling(host, count, waited))
    })
    deadlines.push(look)
  }
  const waitForFirstByte = (): Deadline =>
    start(
      firstByteMs,
      'first-byte-timeout',
      () =>
        `${host} accepted the request but sent no byte of an answer within ${shown(firstByteMs)}.`,
    )
  const startIdle = (): Deadline =>
    start(
      idleMs,
      'idle-timeout',
      () => `${host} sent nothing for ${shown(idleMs)} in the middle of its answer.`,
    )
  return {
    sent() {
      connect.clear()
      firstByte ??= waitForFirstByte()
      start(
        totalMs,
        'total-timeout',
        () => `The answer of ${host} was not complete within ${shown(totalMs)}.`,
      )
    },
    bytes(count) {
      received += count
      firstByte?.clear()
      headers ??= start(
        firstByteMs,
        'total-timeout',
        () => `${host} began its header block but did not end it within ${shown(firstByteMs)}.`,
      )
      idle ??= startIdle()
      idle.touch()
    },
    interim() {
      headers?.clear()
      idle?.clear()
      firstByte?.clear()
      headers = undefined
      idle = undefined
      firstByte = waitForFirstByte()
    },
    headers() {
      firstByte?.clear()
      headers?.clear()
      idle ??= startIdle()
      received = 0
      watchTrickle()
    },
    stop() {
      for (const deadline of deadlines) deadline.clear()
    },
  }
}

/** As limits are given: `60 s`, or `500 ms`. */
function shown(milliseconds: number): string {
  return milliseconds % 1000 === 0 ? `${milliseconds / 1000} s` : `${milliseconds} ms`
}

function trickling(host: string, count: number, milliseconds: number): string {
  const seconds = Number((milliseconds / 1000).toFixed(1))
  return `${host} sends too slowly: ${count} bytes of the body in ${seconds} s.`
}

function stuckAt(stage: Stage, host: string, milliseconds: number): string {
  if (stage === 'tls') {
    return `${host} accepted the connection but did not finish the TLS handshake within ${shown(milliseconds)}.`
  }
  if (stage === 'proxy')
    return `The proxy did not connect to ${host} within ${shown(milliseconds)}.`
  return `No connection to ${host} within ${shown(milliseconds)}.`
}
