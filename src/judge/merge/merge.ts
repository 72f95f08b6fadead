/** Parts of a run put together again. */
import { cellKey } from '../../model/plan.ts'
import type { CellResult, Report, RunSelection, ShardSelection } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import { isSameEndpoint } from '../compare/same-endpoint.ts'

/** What the parts come to, before it is judged as a whole. */
export interface Merged {
  readonly suiteVersion: string
  readonly startedAt: Date
  /** Milliseconds from the first part's start to the last one's end. */
  readonly durationMs: number
  readonly target: Report['target']
  /** In the order of the whole plan; what was `fixed` in a part is to be judged again. */
  readonly cells: readonly CellResult[]
  readonly baseline: readonly BaselineEntry[]
  readonly selection?: RunSelection
  readonly interrupted: boolean
  readonly problems: readonly string[]
  /** Parts and cells that are missing, one sentence each. */
  readonly missing: readonly string[]
}

/** A part, and how the user names it. */
export interface Part {
  readonly name: string
  readonly report: Report
}

/**
 * Puts parts together, or says in one sentence why they do not belong together.
 *
 * @param regions those that must be there, where the run was split by region: such a part does not
 *   know of the others
 */
export function mergeParts(
  parts: readonly Part[],
  regions: readonly string[] = [],
): { readonly merged: Merged } | { readonly problem: string } {
  const [first] = parts
  if (first === undefined) return { problem: 'merge needs the report directory of each part.' }
  const problem = strangerAmong(parts) ?? splitAmong(parts) ?? twiceAmong(parts)
  if (problem !== undefined) return { problem }
  const reports = parts.map(({ report }) => report)
  const starts = reports.map(({ startedAt }) => Date.parse(startedAt))
  const ends = reports.map(({ startedAt, durationMs }) => Date.parse(startedAt) + durationMs)
  const selection = wholeSelection(reports)
  return {
    merged: {
      suiteVersion: first.report.suiteVersion,
      startedAt: new Date(Math.min(...starts)),
      durationMs: Math.max(...ends) - Math.min(...starts),
      target: first.report.target,
      cells: inPlanOrder(reports).map(unmarked),
      baseline: first.report.baseline ?? [],
      ...(selection && { selection }),
      interrupted: reports.some(({ interrupted }) => interrupted === true),
      problems: [...new Set(reports.flatMap(({ problems }) => problems))],
      missing: [...missingFrom(reports), ...missingRegions(reports, regions)],
    },
  }
}

/** The first part that is of another suite, target or baseline. */
function strangerAmong([first, ...others]: readonly Part[]): string | undefined {
  if (first === undefined) return undefined
  for (const { name, report } of others) {
    const differs = (what: string, one: string, other: string): string | undefined =>
      one === other
        ? undefined
        : `${first.name} and ${name} cannot be merged: ${what} ${one} and ${other}.`
    const found =
      differs('they are of the suites', first.report.suiteVersion, report.suiteVersion) ??
      differs('they are of the targets', first.report.target.name, report.target.name) ??
      (isSameEndpoint(first.report.target.endpoint, report.target.endpoint)
        ? undefined
        : differs(
            'they are of the servers',
            first.report.target.endpoint,
            report.target.endpoint,
          )) ??
      differs(
        'the server is of the versions',
        first.report.target.version ?? '-',
        report.target.version ?? '-',
      )
    if (found !== undefined) return found
    if (JSON.stringify(first.report.baseline) !== JSON.stringify(report.baseline)) {
      return `${first.name} and ${name} cannot be merged: they were held against different baselines.`
    }
  }
  return undefined
}

function shardOf({ report }: Part): ShardSelection | undefined {
  return report.selection?.shard
}

/** Parts must be of one split, whatever was selected before it. */
function splitAmong(parts: readonly Part[]): string | undefined {
  const [first, ...others] = parts
  for (const other of others) {
    const [one, two] = [first && shardOf(first), shardOf(other)]
    const isSameSplit = one?.count === two?.count && one?.planned === two?.planned
    if (!isSameSplit) {
      const text = (shard: ShardSelection | undefined): string =>
        shard === undefined
          ? 'no shard'
          : `shard ${shard.index}/${shard.count} of ${shard.planned} cells`
      return `${first?.name} and ${other.name} cannot be merged: one is ${text(one)}, the other ${text(two)}.`
    }
  }
  return undefined
}

function twiceAmong(parts: readonly Part[]): string | undefined {
  const seen = new Map<string, string>()
  for (const { name, report } of parts) {
    for (const cell of report.cells) {
      const key = cellKey(cell)
      const earlier = seen.get(key)
      if (earlier !== undefined) {
        return `${earlier} and ${name} cannot be merged: both ran ${key}.`
      }
      seen.set(key, name)
    }
  }
  return undefined
}

/** As the unsplit run would have it: by position in the plan, else cases together in order of appearance. */
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

/** Whether an entry's failure is gone can only be said of the whole. */
function unmarked(cell: CellResult): CellResult {
  const checks = cell.checks.map((check) => {
    if (check.verdict !== 'fixed') return check
    const { because: _, ...rest } = check
    return { ...rest, verdict: 'pass' as const }
  })
  return { ...cell, checks }
}

/** What narrowed the parts alike; by which regions, models or APIs they were split narrows nothing. */
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

function missingFrom(reports: readonly Report[]): string[] {
  const shards = reports.flatMap(({ selection }) => selection?.shard ?? [])
  const [first] = shards
  if (first === undefined) return []
  const all = Array.from({ length: first.count }, (_, index) => index + 1)
  const absent = all.filter((index) => !shards.some((shard) => shard.index === index))
  const cells = first.planned - reports.reduce((sum, report) => sum + report.cells.length, 0)
  if (absent.length === 0 && cells <= 0) return []
  const names = absent.map((index) => `${index}/${first.count}`).join(', ')
  const what =
    absent.length === 0
      ? 'No part is missing, but the parts are not whole'
      : `Missing: shard ${names}`
  return [`${what}: ${cells} of ${first.planned} cells were not judged.`]
}

function missingRegions(reports: readonly Report[], regions: readonly string[]): string[] {
  const seen = new Set(reports.flatMap(({ cells }) => cells.map(({ region }) => region)))
  const absent = regions.filter((region) => !seen.has(region))
  if (absent.length === 0) return []
  return [`Missing: region ${absent.join(', ')}: nothing was judged there.`]
}
