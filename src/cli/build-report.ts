/** From the results of cells to the whole report. */
import type { CellResult, Report } from '../data/report.ts'
import { summarise } from '../report/summary.ts'
import type { BaselineEntry } from '../data/target.ts'
import { deadEntries, markFixed, type DeadEntry } from '../judge/baseline.ts'
import { cellVerdict } from '../judge/cell-verdict.ts'
import { exitCodeOf, exitCodes } from '../judge/exit-code.ts'

/** What a run came to, before it is judged as a whole. */
export interface Finished {
  readonly suiteVersion: string
  readonly startedAt: Date
  /** Milliseconds. */
  readonly durationMs: number
  readonly target: Report['target']
  readonly cells: readonly CellResult[]
  readonly baseline: readonly BaselineEntry[]
  /** True when the whole suite ran: only then can an entry be said to match nothing. */
  readonly whole: boolean
  readonly interrupted: boolean
  /** Preflight problems, one sentence each. */
  readonly problems: readonly string[]
}

/** The report of a run; a pure function of what happened. */
export function buildReport(finished: Finished): Report {
  const { startedAt, interrupted } = finished
  const cells = markFixed(finished.cells, finished.baseline).map((cell) => ({
    ...cell,
    verdict: cellVerdict(cell.checks),
  }))
  const today = startedAt.toISOString().slice(0, 10)
  const dead = deadEntries(cells, finished.baseline, today).filter(
    ({ why }) => why === 'expired' || (finished.whole && !interrupted),
  )
  return {
    schemaVersion: 1,
    suiteVersion: finished.suiteVersion,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(finished.durationMs),
    target: finished.target,
    summary: summarise(cells),
    exitCode: interrupted ? exitCodes.interrupted : exitCodeWith(dead, exitCodeOf(cells)),
    ...(interrupted && { interrupted }),
    problems: [...finished.problems, ...dead.map(describeDead)],
    cells,
  }
}

/** An entry that says nothing any more is an error of the baseline, whatever else is fine. */
function exitCodeWith(dead: readonly DeadEntry[], code: number): number {
  return code === exitCodes.conformant && dead.length > 0 ? exitCodes.staleBaseline : code
}

function describeDead({ entry, why }: DeadEntry): string {
  const what = `Baseline entry ${entry.check} (${entry.finding})`
  return why === 'expired'
    ? `${what} expired on ${entry.expires ?? 'an unknown day'}: renew it with a reason, or remove it.`
    : `${what} matches no check of this run: remove it, or correct its patterns.`
}
