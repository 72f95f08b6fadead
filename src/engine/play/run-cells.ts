/** Runs cells, a limited number at a time with one host. */
import pLimit, { type LimitFunction } from 'p-limit'
import type { Cell } from '../../model/plan.ts'
import type { RunContext } from './context.ts'
import { runCell, type CellRun } from './run-cell.ts'

/** Exchanges at a time with one host: enough to be fast, few enough not to be throttled. */
export const defaultConcurrency = 8

/** A limit per host, so that a slow or throttled region never delays another. */
export function createPace(concurrency: number): (host: string) => LimitFunction {
  const limits = new Map<string, LimitFunction>()
  return (host) => {
    const limit = limits.get(host) ?? pLimit(concurrency)
    limits.set(host, limit)
    return limit
  }
}

export interface RunEvents {
  readonly onStart: (cell: Cell) => void
  readonly onFinish: (run: CellRun) => void
  /** Called for a cell that is not sent. */
  readonly onSkip?: () => void
}

/** The lane of a cell: a limited number of cells is open at a time with one host. */
export type Lanes = (cell: Cell) => LimitFunction

/** Lanes for up to `concurrency` exchanges at a time. */
export function createLanes(concurrency: number): Lanes {
  const lanes = new Map<string, LimitFunction>()
  return (cell) => {
    const host = new URL(cell.endpoint.baseUrl(cell.api, cell.region)).host
    // More cells than exchanges may be open at a time: a cell also waits, judges and backs off.
    const lane = lanes.get(host) ?? pLimit(concurrency * 2)
    lanes.set(host, lane)
    return lane
  }
}

/**
 * Runs `cells` and returns their runs in the order given. After `context.signal` aborts, cells not
 * yet begun are returned as not run, so that they stay in the denominator.
 */
export async function runCells(
  cells: readonly Cell[],
  context: RunContext,
  events: RunEvents,
  laneOf = createLanes(defaultConcurrency),
): Promise<CellRun[]> {
  return Promise.all(
    cells.map(async (cell) =>
      laneOf(cell)(async () => {
        events.onStart(cell)
        const finished = await runCell(cell, context)
        events.onFinish(finished)
        return finished
      }),
    ),
  )
}
