/** Targets that send nothing, for planning tests. */
import type { Model, Surface, Target } from '../../model/target.ts'
import type { ApiName } from '../../model/words.ts'

/** A model that answers on `apis`. */
export function modelOf(id: string, family: string, apis: readonly ApiName[]): Model {
  return { id, family, apis }
}

/** One front with the given APIs, models and regions. */
export function surfaceOf(
  front: string,
  apis: readonly ApiName[],
  models: readonly Model[],
  regions: readonly string[],
): Surface {
  return {
    front,
    apis,
    models,
    regions,
    baseUrl: () => 'http://127.0.0.1:9',
    profile: () => ({ id: 'none@2026-01', errors: {}, envelopes: [], deviations: [] }),
    capabilities: {},
    authorize: async ({ headers }) => headers,
  }
}

/** A target of these fronts. */
export function targetOf(...surfaces: readonly Surface[]): Target {
  return { name: 'test', endpoint: 'http://127.0.0.1:9', surfaces, baseline: [], secrets: [] }
}
