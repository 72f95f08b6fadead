/** What is expected of a model in a region on an API: the newest claim of `fixtures/regions.yaml`. */
import type { AnswerClass, Claim, Expected } from '../../../model/answer.ts'
import type { ApiName } from '../../../model/names.ts'
import type { RegionFile } from '../../files/region-format.ts'

/** A place in which a model may be called. */
export interface CallLocation {
  readonly model: string
  readonly region: string
  readonly api: ApiName
}

/**
 * The newest claim about the place, and the older ones that differ from it.
 *
 * @param offered which list of regions has hosts of that endpoint
 * @returns undefined if there is no claim
 */
export function expectedAt(
  location: CallLocation,
  file: RegionFile,
  offered: 'runtime' | 'mantle',
): Expected | undefined {
  const { mantle } = file
  if (offered === 'mantle' && !mantle.regions.includes(location.region)) {
    return { class: 'endpoint-absent', source: mantle.source, date: mantle.date, earlier: [] }
  }
  const [newest, ...older] = claimsAt(location, file)
  if (newest === undefined) return undefined
  return { ...newest, earlier: older.filter((claim) => claim.class !== newest.class) }
}

/** Newest first. */
function claimsAt({ model, region, api }: CallLocation, file: RegionFile): Claim[] {
  const claims = file.models.find(({ ids }) => ids.includes(model))?.claims ?? []
  return claims
    .filter(({ apis }) => apis?.includes(api) ?? true)
    .flatMap((claim): Claim[] => {
      const found = classIn(claim.classes, region) ?? claim.elsewhere
      const { source, date } = claim
      return found === undefined ? [] : [{ class: found, source, date }]
    })
    .toSorted((one, other) => (one.date < other.date ? 1 : -1))
}

function classIn(
  classes: RegionFile['models'][number]['claims'][number]['classes'],
  region: string,
): AnswerClass | undefined {
  const found = Object.entries(classes).find(([, regions]) => regions?.includes(region))
  return found?.[0] as AnswerClass | undefined
}

/** The API on which it is asked where a model is, when none is at hand. */
const usualApi = 'converse'

/** Where a model is expected to answer; nothing when nothing is known of it. */
export function knownRegions(model: string, file: RegionFile): readonly string[] | undefined {
  if (!file.models.some(({ ids }) => ids.includes(model))) return undefined
  return file.regions
    .map(({ id }) => id)
    .filter((region) => {
      const location = { model, region, api: usualApi } as const
      return expectedAt(location, file, 'runtime')?.class === 'available'
    })
}
