/** Plays a case: its steps in order, each sent and observed. Judging comes after. */
import { whyNotSent } from './limits/early-end.ts'
import type { HttpRequest } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import { atPointer } from '../../model/json/pointer.ts'
import type { Cell, PlannedStep } from '../../model/plan.ts'
import { itemsOf } from './values/items.ts'
import { createValues, type Values } from './values/values.ts'
import type { RunContext } from './context.ts'
import { areSettled } from '../judge/settled.ts'
import type { NotSent, Play } from './play.ts'
import { prepare } from './request/prepare.ts'
import { createSender } from './send-step.ts'

/**
 * Plays steps of one cell, all of them unless others are given; from the second time on, some.
 *
 * @param rank of its exchanges among all that wait; that of the cell unless another is given
 */
export type Player = (steps?: readonly PlannedStep[], rank?: number) => Promise<Play>

/**
 * Plays a cell, each time with fresh nonces. Steps that are not sent again keep what was first
 * observed of them. Never throws for a fault of server or network.
 */
export function createPlayer(cell: Cell, context: RunContext): Player {
  const first = new Map<string, readonly Observation[]>()
  const send = createSender(cell, context)
  const { nonces } = context
  let plays = 0
  return async (steps = cell.steps, rank = cell.rank ?? 0) => {
    const play = plays++
    const values = createValues(cell, nonces.ofPlay(cell, play), () => nonces.further(cell))
    const asked = new Set(steps.map(({ id }) => id))
    const earlier = new Map([...first].filter(([id]) => !asked.has(id)))
    for (const step of cell.steps) remember(values, step, earlier.get(step.id)?.[0])
    const seen = new Map<string, readonly Observation[]>()
    const repeats = new Map<string, readonly Values[]>()
    const notSent = new Map<string, NotSent>()
    for (const step of steps) {
      if (context.signal.aborted) {
        notSent.set(step.id, whyNotSent(context.signal))
        continue
      }
      const each = valuesOfRepeats(step, values)
      const prepared = 'problem' in each ? each : prepareAll(step, cell, each.list)
      if ('problem' in prepared) {
        notSent.set(step.id, { reason: 'prerequisite', because: prepared.problem })
        continue
      }
      const isEnough = (sent: readonly Observation[]): boolean => {
        const played = { values, steps: new Map([...earlier, ...seen, [step.id, sent]]) }
        return areSettled(cell, step, played, prepared.requests.length - sent.length)
      }
      const turn = { rank, play, ...(step.curtailed && { isEnough }) }
      const observations = await send.step(step, prepared.requests, turn)
      if (observations.length === 0) {
        notSent.set(step.id, send.whyUnsent() ?? whyNotSent(context.signal))
        continue
      }
      seen.set(step.id, observations)
      if ('list' in each && (step.fresh || step.items)) repeats.set(step.id, each.list)
      remember(values, step, observations[0])
    }
    for (const [id, observations] of seen) if (!first.has(id)) first.set(id, observations)
    const kept = earlier.size > 0 && { earlier }
    return { values, steps: seen, ...kept, repeats, notSent, reused: send.reused }
  }
}

/** Values for each time that a step is sent. */
function valuesOfRepeats(
  step: PlannedStep,
  values: Values,
): { readonly list: readonly Values[] } | { readonly problem: string } {
  if (step.items !== undefined) {
    const items = itemsOf(step.items, values)
    return 'problem' in items ? items : { list: items.list.map((item) => values.fork(item)) }
  }
  const own = (): Values => (step.fresh === true ? values.fork() : values)
  return { list: Array.from({ length: step.repeat }, own) }
}

/** A request for each repeat; repeats of the same are one request sent again. */
function prepareAll(
  step: PlannedStep,
  cell: Cell,
  each: readonly Values[],
): { readonly requests: readonly HttpRequest[] } | { readonly problem: string } {
  const ready = new Map<Values, HttpRequest>()
  const requests: HttpRequest[] = []
  for (const values of each) {
    const known = ready.get(values)
    const prepared = known === undefined ? prepare(step, cell, values.lookup) : { request: known }
    if ('problem' in prepared) return prepared
    ready.set(values, prepared.request)
    requests.push(prepared.request)
  }
  return { requests }
}

/** Makes known what later steps may use of a step's first observation. */
function remember(values: Values, step: PlannedStep, observation: Observation | undefined): void {
  if (observation?.reply !== undefined) values.keep(step.id, observation.reply)
  for (const [name, pointer] of Object.entries(step.save)) {
    const value = atPointer(observation?.body?.json, pointer)
    if (value !== undefined) values.save(name, value)
  }
}
