/** Plays a case once: its steps in order, each sent and observed. Judging comes after. */
import type { Classified } from '../data/answer.ts'
import type { Step } from '../data/case.ts'
import type { Observation } from '../data/observation.ts'
import { atPointer } from '../data/pointer.ts'
import type { Cell } from '../data/plan.ts'
import type { Reason } from '../data/words.ts'
import { createValues, type Values } from '../suite/values.ts'
import type { RunContext } from './context.ts'
import { prepare } from './prepare.ts'
import { sendStep } from './send-step.ts'

/** Why a step was not sent: one sentence, and whether the target was out of reach. */
export interface NotSent {
  readonly reason: Reason
  readonly because: string
  readonly unreachable?: boolean
  /** What is known of the answer all the same. */
  readonly answer?: Classified
}

/** One play of a case. */
export interface Play {
  readonly values: Values
  readonly steps: ReadonlyMap<string, readonly Observation[]>
  readonly notSent: ReadonlyMap<string, NotSent>
}

/** Plays the steps of a cell's case with fresh nonces. Never throws for a fault of server or network. */
export async function play(cell: Cell, context: RunContext): Promise<Play> {
  const values = createValues(cell)
  const seen = new Map<string, readonly Observation[]>()
  const notSent = new Map<string, NotSent>()
  for (const step of cell.case.steps) {
    const prepared = context.signal.aborted ? undefined : prepare(step, cell, values)
    if (prepared === undefined) {
      notSent.set(step.id, { reason: 'interrupted', because: 'The run was interrupted before it.' })
    } else if ('problem' in prepared) {
      notSent.set(step.id, { reason: 'prerequisite', because: prepared.problem })
    } else {
      const observations = await sendStep(step, cell, prepared.request, context)
      seen.set(step.id, observations)
      remember(values, step, observations[0])
    }
  }
  return { values, steps: seen, notSent }
}

/** Makes known what later steps may use of a step's first observation. */
function remember(values: Values, step: Step, observation: Observation | undefined): void {
  if (observation?.reply !== undefined) values.keep(step.id, observation.reply)
  for (const [name, pointer] of Object.entries(step.save)) {
    const value = atPointer(observation?.body?.json, pointer)
    if (value !== undefined) values.save(name, value)
  }
}
