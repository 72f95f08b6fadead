/** Many runs of one target: what each came to, and since when a check fails. */
import { z } from 'zod'
import type { HistoryEntry, PastFailure, Quantiles } from '../../model/history.ts'
import type { CellResult, CheckResult, Report, Since } from '../../model/report.ts'
import { verdicts } from '../../model/words.ts'
import { kindsShown } from '../verdict/finding-kinds.ts'
import { quantile } from '../statistics/quantile.ts'
import { isSameEndpoint } from '../compare/same-endpoint.ts'

type Place = Pick<CellResult, 'api' | 'region' | 'model'>

const failingVerdicts = ['fail', 'warn', 'known'] as const
type Failing = (typeof failingVerdicts)[number]

function isFailing(verdict: string): verdict is Failing {
  return failingVerdicts.some((one) => one === verdict)
}

function placeOf({ api, region, model }: Place): string {
  return `${api} ${region} ${model}`
}

/**
 * Whether a run says something about the whole target: a run of single cases, or one part of the
 * cells, would look like a run in which everything else is mended.
 */
export function isWorthKeeping({ interrupted, selection = {} }: Report): boolean {
  const { cases, apis, level, shard } = selection
  return interrupted !== true && [cases, apis, level, shard].every((part) => part === undefined)
}

/** The line that a run leaves. */
export function historyEntry(report: Report): HistoryEntry {
  const places = [...new Set(report.cells.map(placeOf))]
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
    places,
    failing: failingOf(report.cells, places),
    open: openOf(report.cells, places),
    ...(Object.keys(timing).length > 0 && { timing }),
  }
}

function failingOf(cells: readonly CellResult[], places: readonly string[]): PastFailure[] {
  const index = new Map(places.map((place, position) => [place, position]))
  const failures = new Map<string, PastFailure & { at: number[] }>()
  for (const cell of cells) {
    for (const check of cell.checks) {
      if (!isFailing(check.verdict)) continue
      const found = { check: `${cell.case}/${check.id}`, code: codeOf(check) }
      const key = JSON.stringify([found, check.verdict])
      const failure = failures.get(key) ?? { ...found, verdict: check.verdict, at: [] }
      failure.at.push(index.get(placeOf(cell)) ?? 0)
      failures.set(key, failure)
    }
  }
  return [...failures.values()]
}

function codeOf(check: CheckResult): string {
  return kindsShown(check)[0]?.code ?? ''
}

const undecided: ReadonlySet<string> = new Set(['inconclusive', 'error'])
const decided: ReadonlySet<string> = new Set(['pass', 'fixed', ...failingVerdicts])

function openOf(cells: readonly CellResult[], places: readonly string[]): HistoryEntry['open'] {
  const index = new Map(places.map((place, position) => [place, position]))
  const open = new Map<string, number[]>()
  for (const cell of cells) {
    for (const check of openIn(cell)) {
      open.set(check, [...(open.get(check) ?? []), index.get(placeOf(cell)) ?? 0])
    }
  }
  return [...open].map(([check, at]) => ({ check, at }))
}

/** A throttled night must not fill the disk: a cell of which nothing is known is named once. */
function openIn(cell: CellResult): string[] {
  const open = cell.checks.filter(({ verdict }) => undecided.has(verdict))
  if (open.length === 0 && cell.checks.length > 0) return []
  if (!cell.checks.some(({ verdict }) => decided.has(verdict))) return [`${cell.case}/*`]
  return open.map(({ id }) => `${cell.case}/${id}`)
}

function timingOf(cells: readonly CellResult[]): Partial<Record<Metric, Quantiles>> {
  const measured = metrics.flatMap((name): [Metric, Quantiles][] => {
    const values = cells.flatMap(({ timing }) => timing?.[name] ?? []).toSorted((a, b) => a - b)
    if (values.length === 0) return []
    return [[name, { p50: round(quantile(values, 0.5)), p95: round(quantile(values, 0.95)) }]]
  })
  return Object.fromEntries(measured)
}

const metrics = ['firstByte', 'firstText', 'total'] as const
type Metric = (typeof metrics)[number]

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}

const whole = z.number().int().nonnegative()
const quantiles = z.looseObject({ p50: z.number(), p95: z.number() })
const entrySchema = z.looseObject({
  v: z.literal(1),
  at: z.string(),
  suite: z.string(),
  endpoint: z.string(),
  version: z.string().exactOptional(),
  exit: whole,
  durationMs: z.number(),
  cells: whole,
  checks: whole,
  verdicts: z.partialRecord(z.enum(verdicts), whole),
  places: z.array(z.string()),
  failing: z.array(
    z.looseObject({
      check: z.string(),
      code: z.string(),
      verdict: z.enum(failingVerdicts),
      at: z.array(whole),
    }),
  ),
  open: z.array(z.looseObject({ check: z.string(), at: z.array(whole) })),
  timing: z
    .looseObject({
      firstByte: quantiles.exactOptional(),
      firstText: quantiles.exactOptional(),
      total: quantiles.exactOptional(),
    })
    .exactOptional(),
})

/** Reads a history file. A line that is no entry (a full disk, another version) is left out and counted. */
export function parseHistory(text: string): {
  readonly entries: readonly HistoryEntry[]
  readonly unreadable: number
} {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const entries = lines.flatMap((line) => parseLine(line) ?? [])
  return { entries, unreadable: lines.length - entries.length }
}

function parseLine(line: string): HistoryEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** What an earlier run says of one check at one place. */
export type PastState = 'failed' | 'held' | 'unknown'

/** Answers what a run came to for single checks, without a search through its line each time. */
export function indexEntry(entry: HistoryEntry): (cell: CellResult, check: string) => PastState {
  const places = new Map(entry.places.map((place, position) => [place, position]))
  const keysOf = (id: string, at: readonly number[]): string[] => at.map((one) => `${one} ${id}`)
  const failing = new Set(entry.failing.flatMap(({ check, at }) => keysOf(check, at)))
  const open = new Set(entry.open.flatMap(({ check, at }) => keysOf(check, at)))
  return (cell, check) => {
    const place = places.get(placeOf(cell))
    if (place === undefined) return 'unknown'
    if (failing.has(`${place} ${cell.case}/${check}`)) return 'failed'
    const isOpen = [check, '*'].some((id) => open.has(`${place} ${cell.case}/${id}`))
    return isOpen ? 'unknown' : 'held'
  }
}

/** Earlier runs of the same server, the newest first. */
function before(report: Report, history: readonly HistoryEntry[]): HistoryEntry[] {
  return history
    .filter(
      ({ at, endpoint }) =>
        at < report.startedAt && isSameEndpoint(endpoint, report.target.endpoint),
    )
    .toSorted((one, other) => (one.at < other.at ? 1 : -1))
}

/** The report with `since` on every check that failed in the run before, too. Runs that could not judge it are passed over. */
export function addSince(report: Report, history: readonly HistoryEntry[]): Report {
  const past = before(report, history).map((entry) => ({ at: entry.at, state: indexEntry(entry) }))
  const sinceOf = (cell: CellResult, check: CheckResult): Since | undefined => {
    let since: Since = { at: report.startedAt, runs: 1 }
    for (const { at, state } of past) {
      const then = state(cell, check.id)
      if (then === 'held') break
      if (then === 'failed') since = { at, runs: since.runs + 1 }
    }
    return since.runs > 1 ? since : undefined
  }
  const cells = report.cells.map((cell) => ({
    ...cell,
    checks: cell.checks.map((check) => {
      const since = isFailing(check.verdict) ? sinceOf(cell, check) : undefined
      return since === undefined ? check : { ...check, since }
    }),
  }))
  return { ...report, cells }
}
