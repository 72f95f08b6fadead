/** The limits of one attempt, each a deadline of its own. */
import type { TransportFailureKind } from '../../model/exchange.ts'
import type { Stage } from './route/dial.ts'
import { createDeadline, type Deadline } from './deadline.ts'
import type { Limits } from './limits.ts'

export interface Clock {
  /** The request's first byte is going out. */
  sent(): void
  /** Bytes of the response came, headers included. */
  bytes(): void
  /** The attempt is over. */
  stop(): void
}

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
): Clock {
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
  let idle: Deadline | undefined
  return {
    sent() {
      connect.clear()
      firstByte ??= start(
        firstByteMs,
        'first-byte-timeout',
        () =>
          `${host} accepted the request but sent no byte of an answer within ${firstByteMs} ms.`,
      )
      start(
        totalMs,
        'total-timeout',
        () => `The answer of ${host} was not complete within ${totalMs} ms.`,
      )
    },
    bytes() {
      firstByte?.clear()
      idle ??= start(
        idleMs,
        'idle-timeout',
        () => `${host} sent nothing for ${idleMs} ms in the middle of its answer.`,
      )
      idle.touch()
    },
    stop() {
      for (const deadline of deadlines) deadline.clear()
    },
  }
}

function stuckAt(stage: Stage, host: string, milliseconds: number): string {
  if (stage === 'tls') {
    return `${host} accepted the connection but did not finish the TLS handshake within ${milliseconds} ms.`
  }
  if (stage === 'proxy') return `The proxy did not connect to ${host} within ${milliseconds} ms.`
  return `No connection to ${host} within ${milliseconds} ms.`
}
