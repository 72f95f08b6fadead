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
import { whyNotSent } from './limits/early-end.ts'
import { locationName, type HostTurn } from './limits/pace.ts'
import { summary, withRetries, type RetryPolicy } from './limits/retry.ts'
import type { NotSent } from './play.ts'

/** Sends the steps of one cell. */
export interface Sender {
  /**
   * Sends one request for every repeat. Never throws for a fault of server or network. What there was
   * no turn for, since the run ended or the host was given up, is not among what is returned.
   */
  readonly step: (
    step: PlannedStep,
    requests: readonly HttpRequest[],
    turn: PlayTurn,
  ) => Promise<Observation[]>
  /** Why there was no turn for the latest request that was not sent. */
  readonly whyUnsent: () => NotSent | undefined
  /** What another cell sent. */
  readonly reused: ReadonlySet<Observation>
}

/** The turn of one play of a cell. */
interface PlayTurn {
  /** Of its exchanges among all that wait, the smallest first. */
  readonly rank: number
  /** Number of the play, from 0. */
  readonly play: number
  /** Whether the answers that came need no further repeat. */
  readonly isEnough?: (observations: readonly Observation[]) => boolean
}

/** Sends steps of a cell; what other cells ask alike is sent once for all of them. */
export function createSender(cell: Cell, context: RunContext): Sender {
  const reused = new Set<Observation>()
  const turnOf = createTurns()
  let noTurn: NotSent | undefined
  const once = async (step: PlannedStep, request: Queued): Promise<Observation> => {
    const sent = await sendFitted(step, cell, request, context)
    return observe(context.memory.admit(sent), apis[step.api], step.model)
  }
  const onceForAll = async (
    step: PlannedStep,
    request: Queued,
    play: number,
  ): Promise<Observation> => {
    const { alike } = step
    if (alike === undefined) return once(step, request)
    const turn = alike.everyPlay ? play : turnOf(alike.name)
    const asked = await context.asked.ask(alike, turn, async () => once(step, request))
    if (asked.isReused) reused.add(asked.observation)
    return asked.observation
  }
  const inTurn = async (
    step: PlannedStep,
    request: Queued,
    play: number,
  ): Promise<Observation[]> => {
    try {
      return [await onceForAll(step, request, play)]
    } catch (error) {
      if (!(error instanceof NoTurn)) throw error
      noTurn = error.why
      return []
    }
  }
  return {
    reused,
    whyUnsent: () => noTurn,
    step: async (step, requests, { rank, play, isEnough }) => {
      const send = async (request: HttpRequest, turn: number): Promise<Observation[]> => {
        const auth = step.auth[turn % step.auth.length] ?? step.auth[0]
        return inTurn(step, { ...request, auth, rank }, play)
      }
      if (step.parallel) return (await Promise.all(requests.map(send))).flat()
      const observations: Observation[] = []
      for (const [turn, request] of requests.entries()) {
        if (turn > 0 && (context.signal.aborted || isEnough?.(observations) === true)) break
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

/** The run ended, or the host was given up, before a request had its turn. */
class NoTurn extends Error {
  readonly why: NotSent
  constructor(why: NotSent) {
    super(why.because)
    this.why = why
  }
}

/** A request, the credentials whose turn it is, and its own turn. */
interface Queued extends HttpRequest, Pick<PlayTurn, 'rank'> {
  readonly auth: AuthChoice
}

/** Sends a request again where its model takes the token limit in another member. */
async function sendFitted(
  step: PlannedStep,
  cell: Cell,
  request: Queued,
  context: RunContext,
): Promise<Exchange> {
  const { limitMember } = context
  const fitted = limitMember.fitted(request, step.model)
  const sent = await sendOnce(step, cell, fitted, context)
  if (!limitMember.isRefused(sent, fitted, step.model)) return sent
  if (context.repeats?.take() === false) return sent
  context.onRetry(cell, sent, 0)
  const again = await sendOnce(step, cell, limitMember.fitted(request, step.model), context)
  return { ...again, earlier: [...sent.earlier, summary(sent, 0), ...again.earlier] }
}

async function sendOnce(
  step: PlannedStep,
  cell: Cell,
  request: Queued,
  context: RunContext,
): Promise<Exchange> {
  const { host } = new URL(request.url)
  const location = locationOf(request, step)
  const { isHeld, givenUp } = context.pace.of(host, step.region)
  const first = async (): Promise<Exchange> => {
    const turn = { request, refusals: 0, isRepeat: false }
    const sent = await attempt(step, cell, turn, context)
    if (sent !== undefined) return sent
    const failure = context.breaker.givenUp(location)
    if (failure === undefined) throw new NoTurn(whyNoTurn(context.signal, givenUp()))
    const stopped = whenStopped(context.breaker.brokenOff(location))
    const message = `Not sent, since the host has stopped answering${stopped}: ${failure.message}`
    return unsent(request, { ...failure, message })
  }
  const again = async (refusals: number): Promise<Exchange | undefined> =>
    attempt(step, cell, { request, refusals, isRepeat: true }, context)
  return withRetries(first, again, {
    policy: policyFor(step, context.retry),
    ...(context.repeats && { repeats: context.repeats }),
    isHeld,
    isGivenUp: () => givenUp() !== undefined || context.breaker.givenUp(location) !== undefined,
    signal: context.signal,
    onRetry: (failed, wait) => context.onRetry(cell, failed, wait),
  })
}

/** More cases than these are counted, not listed. */
const listedCases = 8

/** In the middle of which cases a host stopped, one of which may be why. */
function whenStopped(cases: readonly string[]): string {
  if (cases.length === 0) return ''
  const more = cases.length - listedCases
  const listed = cases.slice(0, listedCases).join(', ')
  return ` while it was at ${listed}${more > 0 ? ` and ${more} more` : ''}`
}

/** One gateway may serve many regions, of which one is down. */
function locationOf({ url }: HttpRequest, { region }: PlannedStep): string {
  return locationName(new URL(url).host, region)
}

function whyNoTurn(signal: AbortSignal, because: string | undefined): NotSent {
  if (because === undefined || signal.aborted) return whyNotSent(signal)
  return { reason: 'throttled', because: `It was not sent: ${because}` }
}

/** A status that the case expects is not retried. */
function policyFor(step: PlannedStep, policy: RetryPolicy): RetryPolicy {
  return asksForRefusal(step) ? { ...policy, attempts: 1, refusals: 1 } : policy
}

function asksForRefusal({ expect }: PlannedStep): boolean {
  return 'error' in expect && ['throttled', 'unavailable'].includes(expect.error ?? '')
}

/** An attempt to send a request. */
interface Attempt extends Pick<HostTurn, 'refusals'> {
  /** What its attempts have in common. */
  readonly request: Queued
  readonly isRepeat: boolean
}

/** @returns undefined when there was no turn for it, and nothing was sent */
async function attempt(
  step: PlannedStep,
  cell: Cell,
  { request: queued, refusals, isRepeat }: Attempt,
  context: RunContext,
): Promise<Exchange | undefined> {
  const { signal, openEnds, repeats, breaker } = context
  const { auth, rank, ...request } = queued
  const pace = context.pace.of(new URL(request.url).host, step.region)
  const location = locationOf(request, step)
  let record = (_: Exchange): void => undefined
  const ready = async (): Promise<void> => {
    record = await breaker.pass(location, queued, signal, cell.case.id)
  }
  return pace.run({ rank, refusals, isRepeat, ready }, async () => {
    const isGivenUp = pace.givenUp() !== undefined || breaker.givenUp(location) !== undefined
    if (isGivenUp || (signal.aborted && !isRepeat)) return undefined
    if (!isRepeat) repeats?.sent()
    // Signed when it is sent: a signature is only good for a few minutes.
    const whole = await outgoing(cell.endpoint, request, { region: step.region, choice: auth })
    const send = async (options: SendOptions): Promise<Exchange> => context.send(whole, options)
    const { hangUpAfter: items } = step
    const close = context.onOpen?.(cell)
    try {
      const exchange =
        items === undefined
          ? await sendUntilOver(send, { step, location, signal }, openEnds)
          : await send({ signal, hangUpWhen: hangUpAfter(items, apiFacts[step.api].framing) })
      record(exchange)
      // Before the next turn begins: it waits for what a refusal asks.
      if (!asksForRefusal(step)) pace.record(exchange, refusals, context.retry)
      return exchange
    } finally {
      close?.()
    }
  })
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
