/** Where which model was called by which API, and what came of it. */
import type { Availability, CellResult, Report } from '../../model/report.ts'

/** One call of a matrix of regions. */
export interface Site extends Availability {
  readonly region: string
  readonly api: string
  readonly cell: CellResult
}

/** What a site came to, against what was known of it. */
export type Standing = 'as-expected' | 'absent-as-expected' | 'other' | 'unknown'

/** Nothing was learnt of the model: the caller was not let in, not now, or nobody was there. */
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

/** The sites of a report in the order in which they were planned, each once. */
export function sitesOf({ cells }: Pick<Report, 'cells'>): readonly Site[] {
  const sites = new Map<string, Site>()
  for (const cell of cells) {
    const { availability, region, api } = cell
    if (availability === undefined) continue
    const site = { ...availability, region, api, cell }
    const name = siteName(site)
    if (!sites.has(name)) sites.set(name, site)
  }
  return [...sites.values()]
}

/** What tells a site from others. */
function siteName({ region, api, model }: Pick<Site, 'region' | 'api' | 'model'>): string {
  return `${region} · ${model} · ${api}`
}

/** How what came compares with what was known. */
export function standingOf({ class: found, expected }: Availability): Standing {
  if (expected?.class === found) return found === 'available' ? 'as-expected' : 'absent-as-expected'
  return expected === undefined || mute.has(found) ? 'unknown' : 'other'
}

/** The distinct values of a member, in the order in which they are first met. */
export function distinct<Key extends 'region' | 'model' | 'api'>(
  sites: readonly Site[],
  key: Key,
): string[] {
  return [...new Set(sites.map((site) => site[key]))]
}

/** A site that came to something else than in an earlier report. */
export interface Change {
  readonly site: Site
  /** Absent where the earlier report did not look there. */
  readonly before?: string
}

/** What changed since an earlier report: sites of both that differ. */
export function changesSince(
  earlier: Pick<Report, 'cells'>,
  sites: readonly Site[],
): readonly Change[] {
  const before = new Map(sitesOf(earlier).map((site) => [siteName(site), site.class]))
  return sites.flatMap((site) => {
    const was = before.get(siteName(site))
    return was === undefined || was === site.class ? [] : [{ site, before: was }]
  })
}
