/** Everything that is added to the result of a cell after it was judged. */
import type { CellResult } from '../../model/report.ts'
import { acceptKnown, markFixed } from '../../judge/baseline/apply.ts'
import type { JudgedEntry } from '../../judge/baseline/entry-state.ts'
import { setAgainst } from '../../judge/blame/compare.ts'
import { addSince, pastRuns } from '../../judge/history/since.ts'
import { cellVerdict } from '../../judge/verdict/cell-verdict.ts'
import type { Finished, FinishedCell } from './finished.ts'
import { addRecording } from './recording.ts'

/** A run, with the state of each entry of its baseline. */
interface Run extends Finished {
  readonly entries: readonly JudgedEntry[]
}

/** Prepares what a step needs of the whole run, once; the result adds it to one cell. */
type Step = (run: Run) => (cell: CellResult, finished: FinishedCell) => CellResult

/** The steps, in order. Each is a pure function of the run; none undoes what another added. */
const steps: readonly Step[] = [
  withRecording,
  withOtherTarget,
  withRewrittenBaseline,
  withFixed,
  withSince,
  withVerdict,
]

/** The finished results of `run`, in the order of its cells. */
export function enrich(run: Run): CellResult[] {
  const prepared = steps.map((step) => step(run))
  return run.cells.map((finished) =>
    prepared.reduce((cell, add) => add(cell, finished), finished.result),
  )
}

/** The path of the recording, and requests as curl commands. */
function withRecording(): ReturnType<Step> {
  return (cell, { exchanges = [], cell: planned }) =>
    addRecording(cell, exchanges, planned?.endpoint.curl)
}

/** The verdicts on the target of `--against`, differences, and who is at fault. */
function withOtherTarget(): ReturnType<Step> {
  return (cell, { sides }) => (sides === undefined ? cell : setAgainst(cell, sides))
}

/** Failures that a baseline written after the run expects. */
function withRewrittenBaseline({ isRewritten = false, baseline }: Run): ReturnType<Step> {
  return (cell) => (isRewritten ? acceptKnown(cell, baseline) : cell)
}

/** Expected failures that are gone. */
function withFixed({ entries }: Run): ReturnType<Step> {
  return (cell) => markFixed(cell, entries)
}

/** Since when each failure has been there. */
function withSince({ startedAt, target, history = [] }: Run): ReturnType<Step> {
  const now = startedAt.toISOString()
  const past = pastRuns(history, now, target)
  return (cell) => addSince(cell, now, past)
}

/** The verdict of the cell, from the final verdicts of its checks. */
function withVerdict(): ReturnType<Step> {
  return (cell) => {
    const verdict = cellVerdict(cell.checks)
    return verdict === cell.verdict ? cell : { ...cell, verdict }
  }
}
