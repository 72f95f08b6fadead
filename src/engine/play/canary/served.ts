/** Which APIs are known to be served: a refusal there is no sign that the whole API is lacking. */
import type { Observation } from '../../../model/observation.ts'
import type { Cell } from '../../../model/plan.ts'
import { isPlainConversation } from './canary.ts'
import { isReply } from './loss.ts'

export interface Served {
  /** Keeps what a plain conversation shows: it is sent before everything else of its API and model. */
  readonly note: (cell: Cell, observations: readonly Observation[]) => void
  /** Whether a plain conversation was answered where the cell is asked. */
  readonly has: (cell: Cell) => boolean
  /** Whether one was answered at an endpoint in a region at all. */
  readonly isAnswering: (location: {
    readonly endpoint: string
    readonly region: string
  }) => boolean
}

/** What is known of the APIs of one run. */
export function createServed(): Served {
  const known = new Set<string>()
  const answering = new Set<string>()
  return {
    note(cell, observations) {
      if (!isPlainConversation(cell) || !observations.some(isReply)) return
      known.add(nameOf(cell))
      answering.add(`${cell.endpoint.kind} ${cell.region}`)
    },
    has: (cell) => known.has(nameOf(cell)),
    isAnswering: ({ endpoint, region }) => answering.has(`${endpoint} ${region}`),
  }
}

function nameOf({ endpoint, region, api, model }: Cell): string {
  return JSON.stringify([endpoint.kind, region, api, model.id])
}
