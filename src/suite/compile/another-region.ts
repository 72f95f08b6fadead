/** The region of a step that asks for another one than the cell's. */
import type { Model, Surface } from '../../model/target.ts'
import type { ApiName } from '../../model/words.ts'

interface Spot {
  readonly surface: Surface
  readonly model: Model
  readonly api: ApiName
}

/** The regions of the surface in which the model is expected to answer. */
export function offeredRegions({ surface, model, api }: Spot): readonly string[] {
  const { regions, expected } = surface
  const known = regions.filter((region) => expected?.(model.id, region, api) !== undefined)
  if (known.length === 0) return model.regions ?? regions
  return known.filter((region) => expected?.(model.id, region, api)?.class === 'available')
}

/** The first other region in which the model is expected to answer, if any. */
export function anotherRegion(spot: Spot, region: string): string | undefined {
  return offeredRegions(spot).find((other) => other !== region)
}
