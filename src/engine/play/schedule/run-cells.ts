/** Runs cells, a limited number at a time with one host, those with the smallest rank first. */
import { inScope } from '../../../judge/baseline/match.ts'
import type { Cell } from '../../../model/plan.ts'
import type { RunContext } from '../context.ts'
import { createLane, type Lane } from '../limits/lane.ts'
import { runCell, type CellRun, type FirstLook } from '../run-cell.ts'

/** Exchanges at a time with one host: enough to be fast, few enough not to be throttled. */
export const defaultConcurrency = 8

export interface RunEvents {
  readonly onFinish: (run: CellRun) => void
  /** Called once the first play of a cell is judged, where samples follow. */
  readonly onFirst?: (cell: Cell, look: FirstLook) => void
  /** Called for a cell that is not sent. */
  readonly onSkip?: (cell: Cell) => void
}

/**
 * Open cells for each exchange at a time. Many, since the samples of a cell wait until others were
 * played once; not all, since an open cell keeps its exchanges.
 */
const openCells = 16

/** The lane of a cell: a limited number of cells is open at a time with one host. */
export type Lanes = (cell: Cell) => Lane

/** Lanes for up to `concurrency` exchanges at a time. */
export function createLanes(concurrency: number): Lanes {
  const lanes = new Map<string, Lane>()
  return (cell) => {
    const host = new URL(cell.endpoint.baseUrl(cell.api, cell.region)).host
    const lane = lanes.get(host) ?? createLane(concurrency * openCells)
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
  return Promise.all(cells.map(async (cell) => runInTurn(cell, context, events, laneOf)))
}

/** Runs one cell when it is its turn. */
export async function runInTurn(
  cell: Cell,
  context: RunContext,
  events: RunEvents,
  laneOf: Lanes,
): Promise<CellRun> {
  return laneOf(cell).run({ rank: cell.rank ?? 0 }, async () => {
    const onFirst = (look: FirstLook): void => events.onFirst?.(cell, look)
    const run = await runCell(cell, context, onFirst)
    // An id that comes again later makes it fail, and its exchanges are shown then.
    const mayFail = run.idChecks !== undefined && context.memory.hasRoom()
    const finished = mayFail ? run : withoutUnshown(run, context)
    events.onFinish(finished)
    return finished
  })
}

/**
 * `run` without the exchanges that no report shows: those of a cell that passed, unless a baseline
 * expects a failure of it, or it is compared with another target.
 */
export function withoutUnshown(run: CellRun, { baseline, formOf, memory }: RunContext): CellRun {
  const { result, exchanges } = run
  const isShown =
    result.verdict !== 'pass' ||
    formOf !== undefined ||
    result.checks.some(({ id }) => baseline.some((entry) => inScope(entry, result, id)))
  if (isShown) return run
  memory.dropped(exchanges)
  return { ...run, exchanges: [], purposes: [] }
}
