/** Sends one step of a case, as often as it asks, and observes what comes back. */
import { apiFacts } from '../../model/apis.ts'
import type { Step } from '../../model/case.ts'
import type { Exchange, HttpRequest } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell } from '../../model/plan.ts'
import type { RunContext } from './context.ts'
import { hangUpAfter } from './hang-up.ts'
import { observe } from '../observe/observe.ts'
import { apiOf, modelOf, regionOf } from './prepare.ts'
import { withRetries, type RetryPolicy } from './retry.ts'

/** Sends `requests`, one for every repeat of `step`. Never throws for a fault of server or network. */
export async function sendStep(
  step: Step,
  cell: Cell,
  requests: readonly HttpRequest[],
  context: RunContext,
): Promise<Observation[]> {
  const once = async (request: HttpRequest, turn: number): Promise<Observation> => {
    const exchange = await sendOnce(inTurn(step, turn), cell, request, context)
    return observe(exchange, apiOf(step, cell), modelOf(step, cell))
  }
  if (step.parallel) return Promise.all(requests.map(once))
  const observations: Observation[] = []
  for (const [turn, request] of requests.entries()) {
    if (turn > 0 && context.signal.aborted) break
    observations.push(await once(request, turn))
  }
  return observations
}

/** The step with the credentials whose turn it is. */
function inTurn(step: Step, turn: number): Step {
  const { authTurns = [step.auth] } = step
  return { ...step, auth: authTurns[turn % authTurns.length] ?? step.auth }
}

async function sendOnce(
  step: Step,
  cell: Cell,
  request: HttpRequest,
  context: RunContext,
): Promise<Exchange> {
  const { host } = new URL(request.url)
  // One gateway may stand for many regions, of which one is down.
  const place = `${host} ${regionOf(step, cell)}`
  const gone = context.breaker.tripped(place)
  if (gone !== undefined) {
    return unsent(request, {
      ...gone,
      message: `Not sent, since the host has stopped answering: ${gone.message}`,
    })
  }
  const exchange = await withRetries(async () => attempt(step, cell, request, context, host), {
    policy: policyFor(step, context.retry),
    signal: context.signal,
    onRetry: (failed, wait) => context.onRetry(cell, failed, wait),
  })
  context.breaker.record(place, exchange)
  return exchange
}

/** An answer that the case waits for is not repeated away. */
function policyFor(step: Step, policy: RetryPolicy): RetryPolicy {
  const { expect } = step
  const awaited = 'error' in expect && ['throttled', 'unavailable'].includes(expect.error ?? '')
  return awaited ? { ...policy, attempts: 1 } : policy
}

async function attempt(
  step: Step,
  cell: Cell,
  request: HttpRequest,
  context: RunContext,
  host: string,
): Promise<Exchange> {
  // Signed anew for every attempt: a signature is only good for a few minutes.
  const headers = await cell.surface.authorize({
    ...request,
    region: regionOf(step, cell),
    choice: step.auth,
  })
  return context.pace(host)(async () =>
    context.send(
      { ...request, headers },
      {
        signal: context.signal,
        ...(step.hangUpAfter !== undefined && {
          hangUpWhen: hangUpAfter(step.hangUpAfter, apiFacts[apiOf(step, cell).name].framing),
        }),
      },
    ),
  )
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
