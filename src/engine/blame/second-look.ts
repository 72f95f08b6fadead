/** Plays pairs of cells once more, both at the same time, to find what varies. */
import { createAsked } from '../play/asked.ts'
import type { Cell } from '../../model/plan.ts'
import type { Pair, Side } from '../../judge/blame/compare.ts'
import { settleIds } from '../judge/settle-ids.ts'
import type { RunContext } from '../play/context.ts'
import { createLanes, runCells } from '../play/schedule/run-cells.ts'
import type { CellRun } from '../play/run-cell.ts'
import type { Counterpart } from './counterparts.ts'

/** How to run cells on either target. */
export interface Contexts {
  readonly here: RunContext
  readonly there: RunContext
  /** Exchanges at a time with one host. */
  readonly limit: number
}

export interface SecondLook {
  /** By the cell of the first target. */
  readonly pairs: ReadonlyMap<Cell, Pair>
  readonly requests: number
}

/** Shows no progress. */
export const quiet = { onFinish: (): void => {} }

/** Plays each cell once, behaviours too: only whether the outcome is the same matters. */
export async function lookAgain(
  disputed: readonly Counterpart[],
  { here, there, limit }: Contexts,
): Promise<SecondLook> {
  const once = { least: 1, most: 1 }
  const [own, theirs] = await Promise.all([
    runCells(
      disputed.map((pair) => pair.here),
      { ...here, samples: once, asked: createAsked(here.memory) },
      quiet,
      createLanes(limit),
    ),
    runCells(
      disputed.map((pair) => pair.there),
      { ...there, samples: once, asked: createAsked(there.memory) },
      quiet,
      createLanes(limit),
    ),
  ])
  const pairs = new Map<Cell, Pair>()
  for (const [at, counterpart] of disputed.entries()) {
    const [mine, other] = [own[at], theirs[at]]
    if (mine === undefined || other === undefined) continue
    const sides = { here: sideOf(settleIds(mine, here)), there: sideOf(settleIds(other, there)) }
    pairs.set(counterpart.here, sides)
  }
  return { pairs, requests: requestsOf([...own, ...theirs]) }
}

/** A run as one side of a pair. */
export function sideOf({ result, form = new Map() }: CellRun): Side {
  return { result, form }
}

/** The number of requests of the runs, repeated attempts included. */
export function requestsOf(runs: readonly CellRun[]): number {
  return runs.reduce((sum, { result }) => sum + result.requests, 0)
}
