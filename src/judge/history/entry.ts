/** The line of a run in its target's history. */
import type { HistoryEntry, PastFailure, Quantiles } from '../../model/run/history.ts'
import { isNarrowed, type CellResult, type Report } from '../../model/report.ts'
import { verdicts } from '../../model/names.ts'
import { metrics, type Metric } from '../compare/timing.ts'
import { quantile } from '../statistics/quantile.ts'
import { codesOf } from '../verdict/turn.ts'
import { isDecided, isFailing } from '../verdict/verdict-sets.ts'
import { lastFailing } from './trend.ts'
import { lastOfEach } from '../../model/lists/group-by.ts'

/**
 * Whether a run covers the whole target: after a run of single cases, or of one part of the cells,
 * everything else would look fixed.
 */
export function isWorthKeeping({ interrupted, selection }: Report): boolean {
  return interrupted !== true && !isNarrowed(selection)
}

/**
 * The line that a run adds to the history.
 *
 * @param past earlier lines: what failed in them and did not run now is open, not fixed
 */
export function historyEntry(report: Report, past: readonly HistoryEntry[] = []): HistoryEntry {
  const locations = [...new Set(report.cells.map(locationOf))]
  const { target, summary } = report
  const counted = verdicts.flatMap((name) => (summary[name] > 0 ? [[name, summary[name]]] : []))
  const timing = timingOf(report.cells)
  return {
    v: 1,
    at: report.startedAt,
    suite: report.suiteVersion,
    endpoint: target.endpoint,
    ...(target.version !== undefined && { version: target.version }),
    exit: report.exitCode,
    durationMs: report.durationMs,
    cells: summary.cells,
    checks: summary.checks,
    verdicts: Object.fromEntries(counted) as HistoryEntry['verdicts'],
    places: locations,
    failing: failingOf(report.cells, locations),
    open: openOf(report, locations, past),
    ...(Object.keys(timing).length > 0 && { timing }),
  }
}

function failingOf(cells: readonly CellResult[], locations: readonly string[]): PastFailure[] {
  const index = new Map(locations.map((location, position) => [location, position]))
  const failures = new Map<string, PastFailure & { at: number[] }>()
  for (const cell of cells) {
    for (const check of cell.checks) {
      if (!isFailing(check.verdict)) continue
      const [first = '', ...more] = codesOf(check)
      for (const code of [first, ...more]) {
        const found = { check: `${cell.case}/${check.id}`, code }
        const key = JSON.stringify([found, check.verdict])
        const failure = failures.get(key) ?? { ...found, verdict: check.verdict, at: [] }
        failure.at.push(index.get(locationOf(cell)) ?? 0)
        failures.set(key, failure)
      }
    }
  }
  return [...failures.values()]
}

function openOf(
  { cells, target }: Report,
  locations: readonly string[],
  past: readonly HistoryEntry[],
): HistoryEntry['open'] {
  const index = new Map(locations.map((location, position) => [location, position]))
  const open = new Map<string, number[]>()
  const add = (check: string, location: string): void => {
    const at = index.get(location)
    if (at !== undefined) open.set(check, [...(open.get(check) ?? []), at])
  }
  const ran = new Set<string>()
  for (const cell of cells) {
    const location = locationOf(cell)
    for (const check of openIn(cell)) add(check, location)
    for (const { id } of cell.checks) ran.add(`${cell.case}/${id}\t${location}`)
  }
  for (const { check, location } of lastFailing(past, target.endpoint)) {
    if (!ran.has(`${check}\t${location}`)) add(check, location)
  }
  return [...open].map(([check, at]) => ({ check, at }))
}

/** A cell without any decided check is one entry: a throttled run must not fill the disk. */
function openIn(cell: CellResult): string[] {
  const open = cell.checks.filter(({ verdict }) => !isDecided(verdict))
  if (open.length === 0 && cell.checks.length > 0) return []
  if (!cell.checks.some(({ verdict }) => isDecided(verdict))) return [`${cell.case}/*`]
  return open.map(({ id }) => `${cell.case}/${id}`)
}

function timingOf(cells: readonly CellResult[]): Partial<Record<Metric, Quantiles>> {
  const measured = metrics.flatMap((name): [Metric, Quantiles][] => {
    const values = measuredOnce(cells)
      .flatMap(({ timing }) => timing?.[name] ?? [])
      .toSorted((a, b) => a - b)
    if (values.length === 0) return []
    return [[name, { p50: round(quantile(values, 0.5)), p95: round(quantile(values, 0.95)) }]]
  })
  return Object.fromEntries(measured)
}

/** Cells of a location may share an exchange: its times are one measurement. */
function measuredOnce(cells: readonly CellResult[]): CellResult[] {
  return lastOfEach(cells, (cell) => JSON.stringify([locationOf(cell), cell.timing]))
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}

/** How an entry names the place of a cell. */
export function locationOf({
  api,
  region,
  model,
}: Pick<CellResult, 'api' | 'region' | 'model'>): string {
  return `${api} ${region} ${model}`
}
