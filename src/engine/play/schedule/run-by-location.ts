/** Runs cells region by region, all regions at the same time. */
import { groupBy } from '../../../model/lists/group-by.ts'
import type { Cell } from '../../../model/plan.ts'
import type { RunContext } from '../context.ts'
import type { NotSent } from '../play.ts'
import type { Begun, Playing } from '../canary/after-canaries.ts'
import { settleIds } from '../../judge/settle-ids.ts'
import type { Loss } from '../canary/loss.ts'
import {
  createLanes,
  runCells,
  runInTurn,
  withoutUnshown,
  type Lanes,
  type RunEvents,
} from './run-cells.ts'
import { faultyCell, skipCell, type CellRun } from '../run-cell.ts'

/** The order in which the cells of a location are run. */
export type Stage = (cells: readonly Cell[], playing: Playing) => Promise<readonly CellRun[]>

/** Why a cell cannot be sent, when there is a reason; settles when its region has answered. */
export type Blocked = (cell: Cell) => Promise<NotSent | undefined>

/** How the cells of a run are run. */
interface Locations {
  readonly blocked: Blocked
  readonly context: RunContext
  readonly events: RunEvents
  /** Exchanges at a time with one host. */
  readonly concurrency: number
  /** Which cells of a location are run first, and which not at all; default: all at once. */
  readonly stage?: Stage
}

/**
 * Runs every cell that is not blocked; blocked cells stay in the result, unjudged. The cells of a
 * region wait for that region only and have their own lanes, so that a slow region delays no other.
 *
 * @returns the runs in the order of `cells`
 */
export async function runByLocation(
  cells: readonly Cell[],
  { blocked, context, events, concurrency, stage = allAtOnce }: Locations,
): Promise<CellRun[]> {
  const runs = new Map<Cell, CellRun>()
  const lanes = createLanes(concurrency)
  const skip = (cell: Cell, why: NotSent): CellRun => {
    events.onSkip?.(cell)
    return skipCell(cell, why, context)
  }
  const runLocation = async (group: readonly Cell[]): Promise<void> => {
    const open: Cell[] = []
    for (const cell of group) {
      try {
        const why = await blocked(cell)
        if (why === undefined) open.push(cell)
        else runs.set(cell, skip(cell, why))
      } catch (error) {
        runs.set(cell, faultyCell(cell, error, context))
      }
    }
    const keep = (done: readonly CellRun[]): readonly CellRun[] => {
      for (const one of done) runs.set(one.cell, one)
      return done
    }
    try {
      const done = await stage(open, {
        play: async (some) => keep(await runCells(some, context, events, lanes)),
        begin: (cell) => beginCell(cell, context, events, lanes),
        skip,
      })
      keep(done)
    } catch (error) {
      const rest = open.filter((cell) => !runs.has(cell))
      keep(rest.map((cell) => faultyCell(cell, error, context)))
    }
  }
  await Promise.all(byLocation(cells).map(runLocation))
  return cells.flatMap((cell) => {
    const run = runs.get(cell)
    return run === undefined ? [] : [withoutUnshown(settleIds(run, context), context)]
  })
}

async function allAtOnce(open: readonly Cell[], { play }: Playing): Promise<readonly CellRun[]> {
  return play(open)
}

function beginCell(cell: Cell, context: RunContext, events: RunEvents, lanes: Lanes): Begun {
  let settle = (_: Loss | undefined): void => undefined
  const first = new Promise<Loss | undefined>((resolve) => {
    settle = resolve
  })
  const onFirst: RunEvents['onFirst'] = (one, look) => {
    events.onFirst?.(one, look)
    settle(look.loss)
  }
  const run = runInTurn(cell, context, { ...events, onFirst }, lanes)
  return { run, loss: Promise.race([first, run.then(({ loss }) => loss)]) }
}

function byLocation(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  return groupBy(cells, ({ endpoint, region }) => [endpoint.kind, region])
}
