/** Joins the parts of a run. */
import { largest, smallest, sum } from '../../model/lists/lists.ts'
import { isAsked, type CellResult, type Report, type RunSelection } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { conflictAmong, type Part } from './conflict.ts'
import { missingFrom, saysMissing } from './missing.ts'

/** The joined parts, before they are judged as a whole. */
export interface Merged {
  readonly suiteVersion: string
  readonly startedAt: Date
  /** Milliseconds from the first part's start to the last one's end. */
  readonly durationMs: number
  readonly target: Report['target']
  readonly against?: Report['against']
  /** In the order of the whole plan; what was `fixed` in a part must be judged again. */
  readonly cells: readonly CellResult[]
  readonly baseline: readonly BaselineEntry[]
  readonly selection?: RunSelection
  readonly strict: boolean
  readonly interrupted: boolean
  readonly problems: readonly string[]
  /** Parts and cells that are missing, and parts that were interrupted, one sentence each. */
  readonly missing: readonly string[]
}

/**
 * Joins parts, or gives the reason why they do not belong together, in one sentence.
 *
 * @param regions those that must be there, where the run was split by region: such a part does not
 *   name the others
 */
export function mergeParts(
  given: readonly Part[],
  regions: readonly string[] = [],
): { readonly merged: Merged } | { readonly problem: string } {
  const parts = given.map(withoutReplies)
  const [first] = parts
  if (first === undefined) return { problem: 'merge needs the report directory of each part.' }
  const problem = conflictAmong(parts)
  if (problem !== undefined) return { problem }
  const reports = parts.map(({ report }) => report)
  const starts = reports.map(({ startedAt }) => Date.parse(startedAt))
  const ends = reports.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs)
  const selection = wholeSelection(reports)
  const problems = reports.flatMap((report) => report.problems)
  // A part that lacks something, as the result of an earlier merge, lacks it in the whole, too.
  const lacking = problems.filter(saysMissing)
  const missing = [...missingFrom(reports, regions), ...interruptedAmong(parts), ...lacking]
  return {
    merged: {
      suiteVersion: first.report.suiteVersion,
      startedAt: new Date(smallest(starts)),
      durationMs: largest(ends) - smallest(starts),
      target: first.report.target,
      ...againstOf(reports),
      cells: inPlanOrder(reports).map(unmarked),
      baseline: first.report.baseline ?? [],
      ...(selection && { selection }),
      strict: first.report.strict === true,
      interrupted: reports.some(({ interrupted }) => interrupted === true),
      problems: [...new Set(problems)].filter((one) => !saysMissing(one)),
      missing: [...new Set(missing)],
    },
  }
}

/** Rows about the replies of a part say nothing of the whole, for which they are made anew. */
function withoutReplies({ name, report }: Part): Part {
  return { name, report: { ...report, cells: report.cells.filter(isAsked) } }
}

/** The second target, with the requests that all parts sent to it. */
function againstOf(reports: readonly Report[]): Pick<Report, 'against'> {
  const all = reports.flatMap(({ against }) => against ?? [])
  const [first] = all
  if (first === undefined) return {}
  return { against: { ...first, requests: sum(all.map(({ requests }) => requests)) } }
}

/** What an interrupted part did not send is missing as a part that never ran. */
function interruptedAmong(parts: readonly Part[]): string[] {
  return parts.flatMap(({ name, report: { interrupted } }) =>
    interrupted === true ? [`${name} was interrupted: what it did not send is not judged.`] : [],
  )
}

/** In the order of the unsplit run: by position in the plan, else cases together in order of appearance. */
function inPlanOrder(reports: readonly Report[]): CellResult[] {
  const placed = reports.flatMap(({ cells, selection }) =>
    cells.map((cell, index) => ({ cell, position: selection?.shard?.positions[index] })),
  )
  const cases = [...new Set(placed.map(({ cell }) => cell.case))]
  const rank = new Map(cases.map((id, index) => [id, index]))
  return placed
    .toSorted((one, other) =>
      one.position === undefined || other.position === undefined
        ? (rank.get(one.cell.case) ?? 0) - (rank.get(other.cell.case) ?? 0)
        : one.position - other.position,
    )
    .map(({ cell }) => cell)
}

/** Whether an entry's failure is gone is only known from the whole. */
function unmarked(cell: CellResult): CellResult {
  const checks = cell.checks.map((check) => {
    if (check.verdict !== 'fixed') return check
    const { because: _, ...rest } = check
    return { ...rest, verdict: 'pass' as const }
  })
  return { ...cell, checks }
}

/**
 * What narrowed all parts equally, as all that may narrow them does; the axis by which they were split
 * did not narrow the whole.
 */
function wholeSelection(reports: readonly Report[]): RunSelection | undefined {
  const [first] = reports
  const { shard: _, ...selection } = first?.selection ?? {}
  const common = Object.entries(selection).filter(([name, value]) =>
    reports.every((report) => {
      const other = Object.entries(report.selection ?? {}).find(([own]) => own === name)?.[1]
      return JSON.stringify(other) === JSON.stringify(value)
    }),
  )
  return common.length === 0 ? undefined : (Object.fromEntries(common) as RunSelection)
}
