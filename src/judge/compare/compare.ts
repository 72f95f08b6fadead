/** What changed between runs of a target: two reports or more, and what the history adds. */
import type { Comparison, Side } from '../../model/comparison.ts'
import type { HistoryEntry } from '../../model/history.ts'
import type { CheckResult, Report } from '../../model/report.ts'
import { cellChanges, changesBetween } from './cells.ts'
import { pastOf } from './past.ts'
import { sortChanges } from './sort.ts'
import { compareTiming, timingRule } from './compare-timing.ts'

export interface CompareOptions {
  /** Earlier runs of the target, from its history. */
  readonly history?: readonly HistoryEntry[]
  /** New warnings and slower answers are regressions, too. */
  readonly strict?: boolean
}

/**
 * Compares the last of `reports` with the one before it; those before tell since when, and what is
 * flaky.
 *
 * @param reports at least two, the oldest first: the user's order counts, not the clock's
 */
export function compareReports(
  reports: readonly Report[],
  { history = [], strict = false }: CompareOptions = {},
): Comparison {
  const newest = reports.at(-1)
  const older = reports.at(-2)
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
  return {
    runs: reports.map(sideOf),
    caveats: caveatsOf(older, newest),
    ...found,
    regressions: regressionsOf(found, { older, newest, strict }),
  }
}

function sideOf({ target, startedAt, suiteVersion, exitCode }: Report): Side {
  const version = target.version === undefined ? {} : { version: target.version }
  return { target: target.name, startedAt, suiteVersion, exitCode, ...version }
}

function caveatsOf(older: Report, newest: Report): string[] {
  const said = (what: string, one: string, other: string): string[] =>
    one === other ? [] : [`${what}: ${one} before, ${other} now.`]
  const selection = (report: Report): string => JSON.stringify(narrowing(report))
  return [
    ...said('Different targets', older.target.name, newest.target.name),
    ...said('Different suites', older.suiteVersion, newest.suiteVersion),
    ...(selection(older) === selection(newest)
      ? []
      : [
          'The runs were not narrowed alike: what only one of them ran is no change of the target.',
        ]),
    ...[older, newest]
      .filter(({ interrupted }) => interrupted === true)
      .map(({ startedAt }) => `The run of ${startedAt} was interrupted.`),
  ]
}

function narrowing({ selection = {} }: Report): unknown {
  const { shard, ...rest } = selection
  return { ...rest, shard: shard && [shard.index, shard.count] }
}

/** Reasons that say something about the target, not about the night. */
const lasting: ReadonlySet<string | undefined> = new Set(['prerequisite', 'capability'])

function regressionsOf(
  found: Omit<Comparison, 'runs' | 'caveats' | 'regressions'>,
  { older, newest, strict }: { older: Report; newest: Report; strict: boolean },
): string[] {
  const isSameSuite = caveatsOf(older, newest).length === 0
  const outages = new Set(errorsIn(newest).map(({ because }) => because))
  const withdrawn = found.lost.filter(
    ({ cell, check, after }) =>
      check.level === 'must' &&
      after !== 'absent' &&
      lasting.has(check.reason) &&
      // What stands on a broken connection says as little of the target as the connection itself.
      !outages.has(check.because) &&
      !cell.checks.some(({ verdict }) => verdict === 'error'),
  )
  const slower = found.timing.filter(({ before, after }) => after > before)
  // A check that only the newer suite has is no change of the target.
  const worse = found.newFailures.filter(({ earlier }) => isSameSuite || earlier !== undefined)
  const counted: [number, string, string][] = [
    [worse.length, 'check fails that did not', 'checks fail that did not'],
    [withdrawn.length, 'must check can no longer be judged', 'must checks can no longer be judged'],
    [isSameSuite ? found.vanished.length : 0, 'cell is gone', 'cells are gone'],
    [strict ? found.newWarnings.length : 0, 'new warning', 'new warnings'],
    [strict ? slower.length : 0, 'time got worse', 'times got worse'],
  ]
  return counted.flatMap(([number, one, many]) =>
    number === 0 ? [] : [`${number} ${number === 1 ? one : many}`],
  )
}

function errorsIn({ cells }: Report): CheckResult[] {
  return cells.flatMap(({ checks }) => checks.filter(({ verdict }) => verdict === 'error'))
}
