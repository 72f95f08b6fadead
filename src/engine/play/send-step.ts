/** Sends one step of a case, as often as it asks, and observes what comes back. */
import { apis } from '../../protocol/registry.ts'
import type { AuthChoice } from '../../model/case.ts'
import { apiFacts } from '../../model/apis.ts'
import type { Exchange, HttpRequest, SendOptions } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell, PlannedStep } from '../../model/plan.ts'
import { append } from '../../model/lists/lists.ts'
import { outgoing } from '../../target/reach/outgoing.ts'
import type { RunContext } from './context.ts'
import { hangUpAfter } from './hang-up.ts'
import { sendUntilOver } from './limits/open-end.ts'
import { observe } from '../observe/observe.ts'
import { withRetries, type RetryPolicy } from './limits/retry.ts'

/** Sends the steps of one cell. */
export interface Sender {
  /**
   * Sends one request for every repeat. Never throws for a fault of server or network. What the end
   * of the run left no turn for is not among what is returned.
   */
  readonly step: (
    step: PlannedStep,
    requests: readonly HttpRequest[],
    turn: PlayTurn,
  ) => Promise<Observation[]>
  /** What another cell sent. */
  readonly reused: ReadonlySet<Observation>
}

/** The turn of one play of a cell. */
interface PlayTurn {
  /** Of its exchanges among all that wait, the smallest first. */
  readonly rank: number
  /** Number of the play, from 0. */
  readonly play: number
}

/** Sends steps of a cell; what other cells ask alike is sent once for all of them. */
export function createSender(cell: Cell, context: RunContext): Sender {
  const reused = new Set<Observation>()
  const turnOf = createTurns()
  const once = async (step: PlannedStep, request: Queued): Promise<Observation> => {
    const sent = await sendOnce(step, cell, request, context)
    return observe(context.memory.admit(sent), apis[step.api], step.model)
  }
  const onceForAll = async (step: PlannedStep, request: Queued): Promise<Observation> => {
    const { alike } = step
    if (alike === undefined) return once(step, request)
    const turn = alike.everyPlay ? request.play : turnOf(alike.name)
    const asked = await context.asked.ask(alike, turn, async () => once(step, request))
    if (asked.isReused) reused.add(asked.observation)
    return asked.observation
  }
  const inTurn = async (step: PlannedStep, request: Queued): Promise<Observation[]> => {
    try {
      return [await onceForAll(step, request)]
    } catch (error) {
      if (error instanceof NoTurn) return []
      throw error
    }
  }
  return {
    reused,
    step: async (step, requests, turnOfPlay) => {
      const send = async (request: HttpRequest, turn: number): Promise<Observation[]> => {
        const auth = step.auth[turn % step.auth.length] ?? step.auth[0]
        return inTurn(step, { ...request, auth, ...turnOfPlay })
      }
      if (step.parallel) return (await Promise.all(requests.map(send))).flat()
      const observations: Observation[] = []
      for (const [turn, request] of requests.entries()) {
        if (turn > 0 && context.signal.aborted) break
        append(observations, await send(request, turn))
      }
      return observations
    },
  }
}

/** How often the cell has asked each of what is asked alike. */
function createTurns(): (alike: string) => number {
  const turns = new Map<string, number>()
  return (alike) => {
    const turn = turns.get(alike) ?? 0
    turns.set(alike, turn + 1)
    return turn
  }
}

/** The run ended before a request had its turn. */
class NoTurn extends Error {}

/** A request, the credentials whose turn it is, and its own turn. */
interface Queued extends HttpRequest, PlayTurn {
  readonly auth: AuthChoice
}

async function sendOnce(
  step: PlannedStep,
  cell: Cell,
  request: Queued,
  context: RunContext,
): Promise<Exchange> {
  const { host } = new URL(request.url)
  // One gateway may serve many regions, of which one is down.
  const location = `${host} ${step.region}`
  const gone = context.breaker.tripped(location)
  if (gone !== undefined) {
    return unsent(request, {
      ...gone,
      message: `Not sent, since the host has stopped answering: ${gone.message}`,
    })
  }
  let isRepeat = false
  const next = async (): Promise<Exchange> => {
    const attempted = attempt(step, cell, { ...request, isRepeat }, context, host)
    isRepeat = true
    return attempted
  }
  const exchange = await withRetries(next, {
    policy: policyFor(step, context.retry),
    ...(context.repeats && { repeats: context.repeats }),
    isHeld: context.pace(host).isHeld,
    signal: context.signal,
    onRetry: (failed, wait) => context.onRetry(cell, failed, wait),
  })
  context.breaker.record(location, exchange)
  return exchange
}

/** A status that the case expects is not retried. */
function policyFor(step: PlannedStep, policy: RetryPolicy): RetryPolicy {
  return asksForRefusal(step) ? { ...policy, attempts: 1 } : policy
}

function asksForRefusal({ expect }: PlannedStep): boolean {
  return 'error' in expect && ['throttled', 'unavailable'].includes(expect.error ?? '')
}

async function attempt(
  step: PlannedStep,
  cell: Cell,
  { auth, rank, play: _play, isRepeat, ...request }: Queued & { readonly isRepeat: boolean },
  context: RunContext,
  host: string,
): Promise<Exchange> {
  // Signed anew for every attempt: a signature is only good for a few minutes.
  const whole = await outgoing(cell.endpoint, request, { region: step.region, choice: auth })
  const { signal, openEnds } = context
  const send = async (options: SendOptions): Promise<Exchange> => context.send(whole, options)
  const pace = context.pace(host)
  const exchange = await pace.run(rank, async () => {
    if (signal.aborted && !isRepeat) throw new NoTurn()
    const { hangUpAfter: items } = step
    const close = context.onOpen?.(cell)
    try {
      if (items === undefined) {
        return await sendUntilOver(
          send,
          { step, location: `${host} ${step.region}`, signal },
          openEnds,
        )
      }
      return await send({ signal, hangUpWhen: hangUpAfter(items, apiFacts[step.api].framing) })
    } finally {
      close?.()
    }
  })
  if (!asksForRefusal(step)) pace.record(exchange, context.retry)
  return exchange
}

function unsent({ method, url }: HttpRequest, failure: NonNullable<Exchange['failure']>): Exchange {
  return {
    startedAt: new Date().toISOString(),
    request: { method, url, headers: [], body: new Uint8Array() },
    failure,
    earlier: [],
    leaks: [],
  }
}
