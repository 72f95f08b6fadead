/** Which models an endpoint is asked for, on which APIs and in which regions. */
import type { Model } from '../../model/target.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import type { RegionFile } from '../files/region-format.ts'
import { knownRegions } from './regions/expectations.ts'
import type { AskedRegions } from './regions/regions.ts'
import type { ModelFile, EndpointFile } from '../files/target-format.ts'

/** A model with family and APIs, by the first family of the endpoint that its id fits. */
export function toModel(id: string, endpoint: EndpointFile): Omit<Model, 'regions'> {
  const family = endpoint.families.find(({ ids }) =>
    ids.some((pattern) => matchesGlob(pattern, id.toLowerCase())),
  )
  const served = Object.keys(endpoint.apis)
  const apis = (family?.apis ?? []).filter((api) => served.includes(api))
  const special = family?.special
  return { id, family: family?.name ?? 'unknown', ...(special && { special }), apis }
}

/**
 * Models with the regions to plan them in, perhaps none. A model is left out of regions where it is
 * known not to be, unless the user named that region and nothing else is known to be there; cases
 * about availability are asked in all regions all the same.
 *
 * @param named the user named these models, and means them in every region that they named
 */
export function locationModels(
  models: readonly ModelFile[],
  endpoint: EndpointFile,
  asked: AskedRegions,
  file: RegionFile,
  named: boolean,
): Model[] {
  const isKnown = (id: string, region: string): boolean =>
    knownRegions(id, file)?.includes(region) ?? true
  const isEmpty = (region: string): boolean => !models.some(({ id }) => isKnown(id, region))
  const belongs = (id: string, region: string): boolean =>
    isKnown(id, region) || (asked.literal.has(region) && (named || isEmpty(region)))
  return models.map(({ id, apis }) => ({
    ...onApis(toModel(id, endpoint), apis),
    regions: asked.regions.filter((region) => belongs(id, region)),
  }))
}

/** The model on those of its APIs that its entry names. */
function onApis(model: Omit<Model, 'regions'>, named: ModelFile['apis']): Omit<Model, 'regions'> {
  return named === undefined
    ? model
    : { ...model, apis: model.apis.filter((api) => named.includes(api)) }
}
