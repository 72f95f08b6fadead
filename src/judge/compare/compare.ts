/** What changed between two or more runs of a target. */
import type { Comparison, Side } from '../../model/comparison.ts'
import type { HistoryEntry } from '../../model/run/history.ts'
import type { Report } from '../../model/report.ts'
import { cellChanges, changesBetween } from './cells.ts'
import { caveatsOf, isWhole } from './caveats.ts'
import { compareCauses, withReportCauses } from './causes.ts'
import { pastOf } from './past.ts'
import { regressionsOf, whyUndecided } from './regressions.ts'
import { sortChanges } from './sort.ts'
import { compareTiming, timingRule } from './timing.ts'

export interface CompareOptions {
  /** Earlier runs of the target, from its history. */
  readonly history?: readonly HistoryEntry[]
  /** New warnings and slower answers are regressions, too. */
  readonly strict?: boolean
}

/**
 * Compares the last of `reports` with the one before it. Earlier ones show since when a check fails
 * and whether it is flaky.
 *
 * @param reports at least two, the oldest first: in the user's order, not by time
 */
export function compareReports(
  reports: readonly Report[],
  { history = [], strict = false }: CompareOptions = {},
): Comparison {
  const [older, newest] = reports.slice(-2).map(withReportCauses)
  if (newest === undefined || older === undefined) throw new RangeError('Expected two reports')
  const changes = changesBetween(older, newest)
  const past = pastOf(reports.slice(0, -1), newest, history)
  const sorted = sortChanges(changes, past, newest)
  const cells = cellChanges(older, newest)
  const timing = compareTiming(cells.pairs)
  const found = {
    ...sorted,
    vanished: cells.vanished,
    appeared: cells.appeared,
    timing,
    timingRule,
  }
  const caveats = caveatsOf(older, newest)
  const isComparable = caveats.length === 0
  const regressions = regressionsOf(found, { newest, strict, isComparable })
  const vanished = isWhole(newest) ? [] : cells.vanished
  const undecided = whyUndecided(changes, { isComparable, vanished })
  const causes = compareCauses(older, newest, changes, sorted)
  return {
    runs: reports.map(sideOf),
    caveats,
    causes,
    ...found,
    regressions,
    ...(undecided !== undefined && { undecided }),
  }
}

function sideOf({ target, startedAt, suiteVersion, exitCode }: Report): Side {
  const version = target.version === undefined ? {} : { version: target.version }
  return { target: target.name, startedAt, suiteVersion, exitCode, ...version }
}
