/** The region of a step that asks for another one than the cell's. */
import type { Model, Endpoint } from '../../model/target.ts'
import type { ApiName } from '../../model/names.ts'

interface CellLocation {
  readonly endpoint: Endpoint
  readonly model: Model
  readonly api: ApiName
}

/** The regions of the endpoint in which the model is expected to answer. */
export function offeredRegions({ endpoint, model, api }: CellLocation): readonly string[] {
  const { regions, expected } = endpoint
  const known = regions.filter((region) => expected?.(model.id, region, api) !== undefined)
  if (known.length === 0) return model.regions ?? regions
  return known.filter((region) => expected?.(model.id, region, api)?.class === 'available')
}

/** The first other region in which the model is expected to answer, if any. */
export function anotherRegion(location: CellLocation, region: string): string | undefined {
  return offeredRegions(location).find((other) => other !== region)
}
