/** From the results of cells to the whole report. */
import { deadEntries, describeDead } from '../../judge/baseline/dead.ts'
import { judgeEntries } from '../../judge/baseline/entry-state.ts'
import {
  describeOtherModels,
  describeUnreviewed,
  saysOtherModels,
} from '../../judge/baseline/review.ts'
import { causesOf, withCauses } from '../../judge/causes/causes.ts'
import { unclaimedIn, type Needed } from '../../judge/causes/remedies/unclaimed.ts'
import { exitCodeOf } from '../../judge/verdict/exit-code.ts'
import { judgeReplies } from '../../judge/verdict/replies.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { runReplies, type CellResult, type Report, type RunSelection } from '../../model/report.ts'
import { summarise } from '../../report/model/summary.ts'
import { enrich } from './enrich.ts'
import type { Finished, FinishedCell } from './finished.ts'

/** The report of a run; a pure function of `finished`. */
export function buildReport(given: Finished): Report {
  const finished = { ...given, cells: withReplies(given) }
  const { startedAt, interrupted, baseline, selection, cases, missing = [] } = finished
  const results = finished.cells.map(({ result }) => result)
  const scene = { cells: results, ...(cases && { cases }), ...(selection && { selection }) }
  const entries = judgeEntries(baseline, scene)
  const enriched = enrich({ ...finished, entries })
  const { rules, target } = finished
  const found = causesOf(enriched, {
    target: target.name,
    unclaimed: unclaimedIn(neededIn(finished.cells)),
    ...(rules && { rules }),
  })
  const cells = withCauses(enriched, found)
  const dead = deadEntries(entries, startedAt.toISOString().slice(0, 10), cases)
  const ofBaseline = [
    ...dead.map(describeDead),
    ...describeUnreviewed(baseline),
    ...describeOtherModels(baseline, cells),
  ]
  // The problems of merged parts include those of the baseline, which is judged again as a whole.
  const own = finished.problems.filter(
    (problem) => !ofBaseline.includes(problem) && !saysOtherModels(problem),
  )
  return {
    schemaVersion: 1,
    suiteVersion: finished.suiteVersion,
    startedAt: startedAt.toISOString(),
    // The clock may have been set back.
    durationMs: Math.max(0, Math.round(finished.durationMs)),
    target: finished.target,
    ...(finished.against && { against: finished.against }),
    summary: summarise(cells),
    exitCode: exitCodeFor(finished, cells, dead.length > 0),
    causes: found.causes,
    ...(selection && { selection }),
    ...(finished.power && { power: finished.power }),
    ...(baseline.length > 0 && { baseline }),
    ...(finished.strict === true && { strict: true }),
    ...(interrupted && { interrupted }),
    problems: [...missing, ...own, ...ofBaseline],
    cells,
  }
}

/** Cells that need a capability of which their endpoints say nothing. */
function neededIn(cells: readonly FinishedCell[]): Needed[] {
  return cells.flatMap(({ result, cell }) => {
    const capability = cell?.case.capability
    const isUnclaimed = capability && cell?.endpoint.capabilities[capability] === undefined
    return isUnclaimed ? [{ result, capability }] : []
  })
}

/** The cells, and rows about the replies of all of them; those of merged parts are made anew. */
function withReplies({ cells, ...given }: Finished): FinishedCell[] {
  const own = cells.filter(({ result }) => result.case !== runReplies)
  const rows = rowsOfReplies(
    own.map(({ result }) => result),
    given,
  )
  return [...own, ...rows.map((result) => ({ result }))]
}

interface ReplyScene extends Pick<Finished, 'baseline' | 'strict'> {
  readonly selection?: RunSelection | undefined
}

/**
 * Rows about the replies of all cells of a run. A shard has a cell for each position of its part of
 * the plan, and no more.
 */
export function rowsOfReplies(
  cells: readonly CellResult[],
  { baseline, selection, strict = false }: ReplyScene,
): CellResult[] {
  const isPart = selection?.shard !== undefined || selection?.level === 'must'
  return isPart ? [] : judgeReplies(cells, { strict, baseline })
}

function exitCodeFor(finished: Finished, cells: readonly CellResult[], isStale: boolean): number {
  const isPartial = (finished.missing ?? []).length > 0
  if (finished.interrupted && !isPartial) return exitCodes.interrupted
  const code = exitCodeOfPart(finished, cells, isStale)
  const isWorse = code === exitCodes.violation || code === exitCodes.fault
  return isPartial && !isWorse ? exitCodes.inconclusive : code
}

function exitCodeOfPart(
  { selection }: Finished,
  cells: readonly CellResult[],
  isStale: boolean,
): number {
  // A shard may be empty: whether all shards together hold something is judged when they are merged.
  if (cells.length === 0 && (selection?.shard?.planned ?? 0) > 0) return exitCodes.conformant
  const code = exitCodeOf(cells)
  return code === exitCodes.conformant && isStale ? exitCodes.staleBaseline : code
}
