/** Which model was called in which region by which API, and how it answered. */
import type { Availability, CellResult, Report } from '../../model/report.ts'

/** One call of a matrix of regions. */
export interface RegionLocation extends Availability {
  readonly region: string
  readonly api: string
  readonly cell: CellResult
  readonly standing: Standing
}

/** How the answer compares with what is known of the model in the region. */
export type Standing = 'as-expected' | 'absent-as-expected' | 'other' | 'unknown'

export interface Regions {
  /** In the order of the plan, each once. */
  readonly locations: readonly RegionLocation[]
  /** In the order of first appearance, as are `models`. */
  readonly regions: readonly string[]
  readonly models: readonly string[]
  /** What changed since an earlier report; absent where there is none. */
  readonly since?: { readonly startedAt: string; readonly changes: readonly Change[] }
}

/** A location of both reports with another answer before. */
interface Change {
  readonly location: RegionLocation
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
  const locations = locationsOf(cells)
  return {
    locations,
    regions: distinct(locations, 'region'),
    models: distinct(locations, 'model'),
    ...(earlier && {
      since: {
        startedAt: earlier.startedAt,
        changes: changesSince(locationsOf(earlier.cells), locations),
      },
    }),
  }
}

function locationsOf(cells: readonly CellResult[]): RegionLocation[] {
  const locations = new Map<string, RegionLocation>()
  for (const cell of cells) {
    const { availability, region, api } = cell
    if (availability === undefined) continue
    const location = { ...availability, region, api, cell, standing: standingOf(availability) }
    const name = locationName(location)
    if (!locations.has(name)) locations.set(name, location)
  }
  return [...locations.values()]
}

function locationName({ region, api, model }: RegionLocation): string {
  return `${region} · ${model} · ${api}`
}

function standingOf({ class: found, expected }: Availability): Standing {
  if (expected?.class === found) return found === 'available' ? 'as-expected' : 'absent-as-expected'
  return expected === undefined || mute.has(found) ? 'unknown' : 'other'
}

/** The distinct values of a member, in the order of first appearance. */
export function distinct(
  locations: readonly RegionLocation[],
  key: 'region' | 'model' | 'api',
): string[] {
  return [...new Set(locations.map((location) => location[key]))]
}

function changesSince(
  earlier: readonly RegionLocation[],
  locations: readonly RegionLocation[],
): Change[] {
  const before = new Map(earlier.map((location) => [locationName(location), location.class]))
  return locations.flatMap((location) => {
    const was = before.get(locationName(location))
    return was === undefined || was === location.class ? [] : [{ location, before: was }]
  })
}
