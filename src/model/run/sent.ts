/** What cells send, without repeats that throttling or a lost connection cause. */
import type { Case, Check, Step } from '../case.ts'
import type { Cell, PlannedStep } from '../plan.ts'

/** Whether a check weighs the repeats of one play, so that one play is enough. */
export type Weighs = (check: Pick<Check, 'assert'>) => boolean

/** What is sent of a step: how often, with the repeats of one play. */
export interface Sent {
  readonly step: Step
  readonly requests: number
  /** Name of the request, where other cells send the same. */
  readonly alike?: string
}

/** How often a step is sent in one play, where its first answers decide. */
function leastRepeats({ repeat, curtailed }: PlannedStep): number {
  return curtailed ? 1 : repeat
}

/** How many exchanges of one play of a step follow one after the other, where its first answers decide. */
export function chainOfStep(step: PlannedStep): number {
  return step.parallel ? 1 : leastRepeats(step)
}

/** What a cell sends with `samples` runs of each behaviour: the steps with one, and what they need. */
export function sentOf(cell: Cell, samples: number, weighs: Weighs): Sent[] {
  const { steps, checks } = sentCase(cell)
  const plays = new Map<string, number>()
  for (const check of checks) {
    if (check.kind !== 'behaviour' || weighs(check)) continue
    const planned = cell.steps.find(({ id }) => id === check.step)
    if (planned === undefined) continue
    const { id, again = [id] } = planned
    const own = Math.ceil(samples / leastRepeats(planned))
    for (const other of again) plays.set(other, Math.max(plays.get(other) ?? 1, own))
  }
  return steps.map((step) => {
    const planned = cell.steps.find(({ id }) => id === step.id)
    const repeats = planned === undefined ? step.repeat : leastRepeats(planned)
    const requests = repeats * (plays.get(step.id) ?? 1)
    return { step, requests, ...(planned?.alike && { alike: planned.alike.name }) }
  })
}

/** Of a case whose capability the target declares to lack, only the first step is sent, to be refused. */
function sentCase({ case: asked, endpoint }: Cell): Case {
  const { capability } = asked
  if (capability === undefined || endpoint.capabilities[capability] !== false) return asked
  return { ...asked, steps: asked.steps.slice(0, 1), checks: [] }
}

/** What is sent of each step of all cells, on top of what the cells before it send alike. */
export function sentOnce(
  cells: readonly Cell[],
  samples: number,
  weighs: Weighs = () => false,
): (Sent & { readonly cell: Cell })[] {
  const earlier = new Map<string, number>()
  return cells.flatMap((cell) =>
    sentOf(cell, samples, weighs).map((sent) => {
      const { requests, alike } = sent
      if (alike === undefined) return { ...sent, cell }
      const before = earlier.get(alike) ?? 0
      earlier.set(alike, Math.max(before, requests))
      return { ...sent, cell, requests: Math.max(0, requests - before) }
    }),
  )
}
