/** From the results of cells to the whole report. */
import type { CellResult, Report, RunSelection } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import {
  deadEntries,
  describeDead,
  describeUnreviewed,
  markFixed,
  type DeadEntry,
} from '../../judge/baseline/baseline.ts'
import { cellVerdict } from '../../judge/verdict/cell-verdict.ts'
import { exitCodeOf } from '../../judge/verdict/exit-code.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { summarise } from '../../report/summary.ts'

/** What a run came to, before it is judged as a whole. */
export interface Finished {
  readonly suiteVersion: string
  readonly startedAt: Date
  /** Milliseconds. */
  readonly durationMs: number
  readonly target: Report['target']
  readonly against?: Report['against']
  readonly cells: readonly CellResult[]
  readonly baseline: readonly BaselineEntry[]
  /** What narrowed the run; absent when the whole suite ran. */
  readonly selection?: RunSelection
  /** Ids of all cases of the suite, when they are at hand: a misspelt entry is told by them. */
  readonly cases?: readonly string[]
  readonly interrupted: boolean
  /** Preflight problems, one sentence each. */
  readonly problems: readonly string[]
}

/** The report of a run; a pure function of what happened. */
export function buildReport(finished: Finished): Report {
  const { startedAt, interrupted, baseline, selection, cases } = finished
  const scene = { cells: finished.cells, ...(cases && { cases }), ...(selection && { selection }) }
  const cells = markFixed(scene, baseline).map((cell) => ({
    ...cell,
    verdict: cellVerdict(cell.checks),
  }))
  const today = startedAt.toISOString().slice(0, 10)
  const dead = deadEntries({ ...scene, cells }, baseline, today)
  const unreviewed = describeUnreviewed(baseline)
  return {
    schemaVersion: 1,
    suiteVersion: finished.suiteVersion,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(finished.durationMs),
    target: finished.target,
    ...(finished.against && { against: finished.against }),
    summary: summarise(cells),
    exitCode: exitCodeFor(finished, cells, dead),
    ...(selection && { selection }),
    ...(baseline.length > 0 && { baseline }),
    ...(interrupted && { interrupted }),
    problems: [
      ...finished.problems,
      ...dead.map(describeDead),
      ...(unreviewed === undefined ? [] : [unreviewed]),
    ],
    cells,
  }
}

function exitCodeFor(
  { interrupted, selection }: Finished,
  cells: readonly CellResult[],
  dead: readonly DeadEntry[],
): number {
  if (interrupted) return exitCodes.interrupted
  // A part may be empty: that all parts together hold something is judged when they are merged.
  if (cells.length === 0 && (selection?.shard?.planned ?? 0) > 0) return exitCodes.conformant
  const code = exitCodeOf(cells)
  // An entry that says nothing any more is an error of the baseline, whatever else is fine.
  return code === exitCodes.conformant && dead.length > 0 ? exitCodes.staleBaseline : code
}
