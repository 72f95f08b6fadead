/** Plays a case once: its steps in order, each sent and observed. Judging comes after. */
import { whyNotSent } from './limits/early-end.ts'
import type { HttpRequest } from '../../model/exchange.ts'
import type { Classified } from '../../model/answer.ts'
import type { Observation } from '../../model/observation.ts'
import { atPointer } from '../../model/json/pointer.ts'
import type { Cell, PlannedStep } from '../../model/plan.ts'
import type { CellResult } from '../../model/report.ts'
import type { Reason } from '../../model/names.ts'
import { itemsOf } from './values/items.ts'
import { createValues, type Values } from './values/values.ts'
import type { RunContext } from './context.ts'
import { prepare } from './prepare.ts'
import { sendStep } from './send-step.ts'

/** Why a step was not sent: one sentence, and whether the target was out of reach. */
export interface NotSent {
  readonly reason: Reason
  readonly because: string
  readonly unreachable?: boolean
  /** What is already known of the answer. */
  readonly answer?: Classified
  /** The cell that failed before, and what came of it in one sentence. */
  readonly after?: CellResult['after']
}

/** One play of a case. */
export interface Play {
  readonly values: Values
  readonly steps: ReadonlyMap<string, readonly Observation[]>
  /** What the templates of each repeat were filled with, where the repeats differ. */
  readonly repeats?: ReadonlyMap<string, readonly Values[]>
  readonly notSent: ReadonlyMap<string, NotSent>
}

/**
 * Plays the steps of a cell, or its refusal, with fresh nonces. Never throws for a fault of server or
 * network.
 */
export async function play(
  cell: Cell,
  context: RunContext,
  steps: readonly PlannedStep[] = cell.steps,
): Promise<Play> {
  const values = createValues(cell)
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
    const observations = await sendStep(step, cell, prepared.requests, context)
    seen.set(step.id, observations)
    if ('list' in each && (step.fresh || step.items)) repeats.set(step.id, each.list)
    remember(values, step, observations[0])
  }
  return { values, steps: seen, repeats, notSent }
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
