/** Sends one step of a case, as often as it asks, and observes what comes back. */
import { apis } from '../../protocol/registry.ts'
import type { AuthChoice } from '../../model/case.ts'
import { apiFacts } from '../../model/apis.ts'
import type { Exchange, HttpRequest, SendOptions } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell, PlannedStep } from '../../model/plan.ts'
import { outgoing } from '../../target/reach/outgoing.ts'
import type { RunContext } from './context.ts'
import { hangUpAfter } from './hang-up.ts'
import { sendUntilOver } from './limits/open-end.ts'
import { observe } from '../observe/observe.ts'
import { withRetries, type RetryPolicy } from './limits/retry.ts'

/** Sends `requests`, one for every repeat of `step`. Never throws for a fault of server or network. */
export async function sendStep(
  step: PlannedStep,
  cell: Cell,
  requests: readonly HttpRequest[],
  context: RunContext,
): Promise<Observation[]> {
  const once = async (request: HttpRequest, turn: number): Promise<Observation> => {
    const auth = step.auth[turn % step.auth.length] ?? step.auth[0]
    const sent = await sendOnce(step, cell, { ...request, auth }, context)
    const exchange = context.memory.admit(sent)
    return observe(exchange, apis[step.api], step.model)
  }
  if (step.parallel) return Promise.all(requests.map(once))
  const observations: Observation[] = []
  for (const [turn, request] of requests.entries()) {
    if (turn > 0 && context.signal.aborted) break
    observations.push(await once(request, turn))
  }
  return observations
}

/** A request and the credentials whose turn it is. */
interface Authorized extends HttpRequest {
  readonly auth: AuthChoice
}

async function sendOnce(
  step: PlannedStep,
  cell: Cell,
  request: Authorized,
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
  const exchange = await withRetries(async () => attempt(step, cell, request, context, host), {
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
  { auth, ...request }: Authorized,
  context: RunContext,
  host: string,
): Promise<Exchange> {
  // Signed anew for every attempt: a signature is only good for a few minutes.
  const whole = await outgoing(cell.endpoint, request, { region: step.region, choice: auth })
  const { signal, openEnds } = context
  const send = async (options: SendOptions): Promise<Exchange> => context.send(whole, options)
  const pace = context.pace(host)
  const exchange = await pace.run(cell.rank ?? 0, async () => {
    const { hangUpAfter: items } = step
    if (items === undefined) {
      return sendUntilOver(send, { step, location: `${host} ${step.region}`, signal }, openEnds)
    }
    return send({ signal, hangUpWhen: hangUpAfter(items, apiFacts[step.api].framing) })
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
