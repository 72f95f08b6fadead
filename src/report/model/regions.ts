/** Which model was called in which region by which API, and how it answered. */
import type { Availability, CellResult, Report } from '../../model/report.ts'

/** One call of a matrix of regions. */
export interface Site extends Availability {
  readonly region: string
  readonly api: string
  readonly cell: CellResult
  readonly standing: Standing
}

/** How the answer compares with what is known of the model in the region. */
export type Standing = 'as-expected' | 'absent-as-expected' | 'other' | 'unknown'

export interface Regions {
  /** In the order of the plan, each once. */
  readonly sites: readonly Site[]
  /** In the order of first appearance, as are `models`. */
  readonly regions: readonly string[]
  readonly models: readonly string[]
  /** What changed since an earlier report; absent where there is none. */
  readonly since?: { readonly startedAt: string; readonly changes: readonly Change[] }
}

/** A site of both reports with another answer before. */
interface Change {
  readonly site: Site
  readonly before: string
}

/** Answers that show nothing about the model: the caller was refused, throttled, or got no answer. */
const mute: ReadonlySet<string> = new Set([
  'config-key-region',
  'config-key-expired',
  'config-key-missing',
  'auth',
  'throttled',
  'transient',
  'unreachable',
  'endpoint-absent',
])

/** The answers of the cells about availability, compared with those of an `earlier` report. */
export function regionsOf(
  cells: readonly CellResult[],
  earlier?: Pick<Report, 'cells' | 'startedAt'>,
): Regions {
  const sites = sitesOf(cells)
  return {
    sites,
    regions: distinct(sites, 'region'),
    models: distinct(sites, 'model'),
    ...(earlier && {
      since: { startedAt: earlier.startedAt, changes: changesSince(sitesOf(earlier.cells), sites) },
    }),
  }
}

function sitesOf(cells: readonly CellResult[]): Site[] {
  const sites = new Map<string, Site>()
  for (const cell of cells) {
    const { availability, region, api } = cell
    if (availability === undefined) continue
    const site = { ...availability, region, api, cell, standing: standingOf(availability) }
    const name = siteName(site)
    if (!sites.has(name)) sites.set(name, site)
  }
  return [...sites.values()]
}

function siteName({ region, api, model }: Site): string {
  return `${region} · ${model} · ${api}`
}

function standingOf({ class: found, expected }: Availability): Standing {
  if (expected?.class === found) return found === 'available' ? 'as-expected' : 'absent-as-expected'
  return expected === undefined || mute.has(found) ? 'unknown' : 'other'
}

/** The distinct values of a member, in the order of first appearance. */
export function distinct(sites: readonly Site[], key: 'region' | 'model' | 'api'): string[] {
  return [...new Set(sites.map((site) => site[key]))]
}

function changesSince(earlier: readonly Site[], sites: readonly Site[]): Change[] {
  const before = new Map(earlier.map((site) => [siteName(site), site.class]))
  return sites.flatMap((site) => {
    const was = before.get(siteName(site))
    return was === undefined || was === site.class ? [] : [{ site, before: was }]
  })
}
