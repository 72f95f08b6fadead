/** Targets that send nothing, for planning tests. */
import type { Model, Endpoint, Target } from '../../model/target.ts'
import type { ApiName } from '../../model/names.ts'

/** A model that answers on `apis`. */
export function modelOf(id: string, family: string, apis: readonly ApiName[]): Model {
  return { id, family, apis }
}

/** One endpoint with the given APIs, models and regions. */
export function endpointOf(
  endpointKind: string,
  apis: readonly ApiName[],
  models: readonly Model[],
  regions: readonly string[],
): Endpoint {
  return {
    kind: endpointKind,
    apis,
    models,
    regions,
    baseUrl: () => 'http://127.0.0.1:9',
    profile: () => ({ id: 'none@2026-01', errors: {}, envelopes: [], deviations: [] }),
    capabilities: {},
    authorize: async ({ headers }) => headers,
  }
}

/** A target of these endpoints. */
export function targetOf(...endpoints: readonly Endpoint[]): Target {
  return { name: 'test', endpoint: 'http://127.0.0.1:9', endpoints, baseline: [], secrets: [] }
}
