/** Answers that are over although their body does not end: waited for at first, then recognised. */
import { hasEnded } from '../../../assertions/evidence/ended.ts'
import { apiFacts } from '../../../model/apis.ts'
import type {
  DecodedSoFar,
  Exchange,
  SendOptions,
  TransportFailure,
} from '../../../model/exchange.ts'
import type { PlannedStep } from '../../../model/plan.ts'
import { apis } from '../../../protocol/registry.ts'
import { observe } from '../../observe/observe.ts'

/** Milliseconds after the end of an answer: more than any check allows a stream to stay open. */
const knownPatience = 6000

/** Bodies of a location and framing that never ended, before the next is not waited for. */
const enough = 2

/** Milliseconds between looks at a body that has not ended. */
const pause = 500

/** Longer bodies are not looked at while they come: reading them again and again takes too long. */
const longestBody = 1_000_000

export interface OpenEnds {
  /** Milliseconds to wait after an answer of this kind is over. */
  readonly patience: (kind: string) => number
  /** Records that the body of an answer of this kind did not end. */
  readonly record: (kind: string) => void
}

/** @param patience milliseconds to wait at first */
export function createOpenEnds(patience: number): OpenEnds {
  const counts = new Map<string, number>()
  return {
    patience: (kind) =>
      (counts.get(kind) ?? 0) >= enough ? Math.min(knownPatience, patience) : patience,
    record: (kind) => counts.set(kind, (counts.get(kind) ?? 0) + 1),
  }
}

/**
 * Sends an exchange and ends it when its answer has been over for as long as an answer of its kind is
 * waited for. What it ends so has the failure `idle-timeout`.
 *
 * @param location host and region
 */
export async function sendUntilOver(
  send: (options: SendOptions) => Promise<Exchange>,
  { step, location, signal }: { step: PlannedStep; location: string; signal: AbortSignal },
  openEnds: OpenEnds,
): Promise<Exchange> {
  const kind = `${location} ${apiFacts[step.api].framing}`
  const ended = new AbortController()
  const look = lookForEnd(step)
  let isCut = false
  // Where this process is too busy to look in time, it is too busy to read what came.
  let late = 0
  let before = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    late += Math.max(0, now - before - pause)
    before = now
    if (look.sinceEnd() - late < openEnds.patience(kind)) return
    isCut = true
    ended.abort()
  }, pause)
  // Every exchange comes by here, and `AbortSignal.any` costs as much as writing a request.
  const onAbort = (): void => ended.abort()
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort)
  try {
    const exchange = await send({
      signal: ended.signal,
      hangUpWhen: (soFar) => {
        look.see(soFar)
        return false
      },
    })
    const isOpen = exchange.response?.complete === false && look.sinceEnd() > 0
    const isOurs = isCut && exchange.failure?.kind === 'aborted'
    if (isOpen && (isOurs || exchange.failure?.kind === 'idle-timeout')) openEnds.record(kind)
    return isOurs ? { ...exchange, failure: leftOpen(exchange.failure, look.sinceEnd()) } : exchange
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', onAbort)
  }
}

function leftOpen(failure: TransportFailure, milliseconds: number): TransportFailure {
  return {
    ...failure,
    kind: 'idle-timeout',
    message: `The answer was over, and ${Math.round(milliseconds)} ms later its body had not ended.`,
    remedy: 'End the body of each answer: the last chunk, or the end of the connection.',
  }
}

interface Look {
  readonly see: (soFar: DecodedSoFar) => void
  /** Milliseconds since the answer was over; 0 while it is not. */
  readonly sinceEnd: () => number
}

/** Reads a body again at each question, when bytes have come since the last one. */
function lookForEnd(step: PlannedStep): Look {
  let seen: DecodedSoFar | undefined
  let endedAt: number | undefined
  return {
    see: (soFar) => {
      seen = soFar
    },
    sinceEnd: () => {
      if (endedAt === undefined && seen !== undefined && isOver(seen, step)) {
        endedAt = performance.now()
      }
      seen = undefined
      return endedAt === undefined ? 0 : Math.max(1, performance.now() - endedAt)
    },
  }
}

function isOver(soFar: DecodedSoFar, { api, model }: PlannedStep): boolean {
  if (soFar.length > longestBody) return false
  const decoded = [{ at: 0, bytes: soFar.bytes }]
  const head = { status: 200, statusText: '', httpVersion: '', headers: [], headersAt: 0 }
  const response = { ...head, raw: decoded, decoded, endedAt: 0, complete: false }
  const request = { method: '', url: '', headers: [], body: new Uint8Array() }
  const exchange = { startedAt: '', request, response, earlier: [], leaks: [] }
  try {
    return hasEnded(observe(exchange, apis[api], model))
  } catch {
    return false // a fault of a reader is reported when the whole answer is read
  }
}
