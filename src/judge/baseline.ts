/** Known deviations: which finding an entry expects, and which entries expect what is gone. */
import type { Finding } from '../data/finding.ts'
import type { CellResult, CheckResult } from '../data/report.ts'
import type { BaselineEntry } from '../data/target.ts'
import { matchesGlob } from './glob.ts'

/** Where a check was judged. */
export interface JudgedAt {
  /** `suite.case`. */
  readonly case: string
  readonly api: string
  readonly region: string
  readonly model: string
}

function inScope(entry: BaselineEntry, at: JudgedAt, check: string): boolean {
  return (
    matchesGlob(entry.check, `${at.case}/${check}`) &&
    matchesGlob(entry.api ?? '*', at.api) &&
    matchesGlob(entry.region ?? '*', at.region) &&
    matchesGlob(entry.model ?? '*', at.model)
  )
}

/** The entry that expects `finding` of `check`, if there is one: same code, and same place when the entry names one. */
export function expectedBy(
  entries: readonly BaselineEntry[],
  at: JudgedAt,
  check: string,
  finding: Finding,
): BaselineEntry | undefined {
  return entries.find(
    (entry) =>
      entry.finding === finding.code &&
      inScope(entry, at, check) &&
      (entry.pointer === undefined || matchesGlob(entry.pointer, finding.at?.pointer ?? '')),
  )
}

function isStale(entry: BaselineEntry, cells: readonly CellResult[]): boolean {
  const inside = cells.flatMap((cell) =>
    cell.checks.filter((check) => inScope(entry, cell, check.id)),
  )
  const stillFails = inside.some(
    (check) => check.finding !== undefined && check.finding.code === entry.finding,
  )
  const undecided = inside.some((check) => ['inconclusive', 'error'].includes(check.verdict))
  return !stillFails && !undecided && inside.some((check) => check.verdict === 'pass')
}

/**
 * Turns `pass` into `fixed` where an entry expects a failure that is gone from its whole scope.
 * An entry whose scope holds a check that could not be judged stays as it is: nothing is known.
 */
export function markFixed(
  cells: readonly CellResult[],
  entries: readonly BaselineEntry[],
): CellResult[] {
  const stale = entries.filter((entry) => isStale(entry, cells))
  const mark = (cell: CellResult, check: CheckResult): CheckResult => {
    const entry = stale.find((candidate) => inScope(candidate, cell, check.id))
    if (check.verdict !== 'pass' || entry === undefined) return check
    return { ...check, verdict: 'fixed', because: `The baseline expects ${entry.finding} here.` }
  }
  return cells.map((cell) => ({ ...cell, checks: cell.checks.map((check) => mark(cell, check)) }))
}

/** A baseline entry that no longer says anything. */
export interface DeadEntry {
  readonly entry: BaselineEntry
  readonly why: 'matches-nothing' | 'expired'
}

/** Entries whose check did not run at all, or that have expired by `today` (an ISO date). */
export function deadEntries(
  cells: readonly CellResult[],
  entries: readonly BaselineEntry[],
  today: string,
): DeadEntry[] {
  const matches = (entry: BaselineEntry): boolean =>
    cells.some((cell) => cell.checks.some((check) => inScope(entry, cell, check.id)))
  return entries.flatMap((entry): DeadEntry[] => {
    if (entry.expires !== undefined && entry.expires < today) return [{ entry, why: 'expired' }]
    return matches(entry) ? [] : [{ entry, why: 'matches-nothing' }]
  })
}
