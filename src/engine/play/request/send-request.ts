/** Sends one request when it has its turn, and again where that may help. */
import type { AuthChoice } from '../../../model/case.ts'
import { apiFacts } from '../../../model/apis.ts'
import type { Exchange, HttpRequest, SendOptions } from '../../../model/exchange.ts'
import type { Cell, PlannedStep } from '../../../model/plan.ts'
import { outgoing } from '../../../target/reach/outgoing.ts'
import type { RunContext } from '../context.ts'
import { hangUpAfter } from '../hang-up.ts'
import { whyNotSent } from '../limits/early-end.ts'
import { sendUntilOver } from '../limits/open-end.ts'
import { locationName, type HostTurn } from '../limits/pace.ts'
import { summary, withRetries, type RetryPolicy } from '../limits/retry.ts'
import type { NotSent } from '../play.ts'

/** The run ended, or the host was given up, before a request had its turn. */
export class NoTurn extends Error {
  readonly why: NotSent
  constructor(why: NotSent) {
    super(why.because)
    this.why = why
  }
}

/** A request, the credentials whose turn it is, and its own turn. */
export interface QueuedRequest extends HttpRequest, Pick<HostTurn, 'rank'> {
  readonly auth: AuthChoice
}

/**
 * Sends a request, once more where its model takes the token limit in another member. Never throws for
 * a fault of server or network.
 *
 * @throws NoTurn when there was no turn for it, and nothing was sent
 */
export async function sendRequest(
  step: PlannedStep,
  cell: Cell,
  request: QueuedRequest,
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
  request: QueuedRequest,
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
interface Attempt extends Required<Pick<HostTurn, 'refusals' | 'isRepeat'>> {
  /** What its attempts have in common. */
  readonly request: QueuedRequest
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
