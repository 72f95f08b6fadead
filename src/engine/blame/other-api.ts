/** `--against` with the name of an API: the same conversations by it, on the server that is judged. */
import { apiFacts, isConversational, isStream } from '../../model/apis.ts'
import { apiNames, type ApiName } from '../../model/names.ts'
import type { Cell } from '../../model/plan.ts'
import { Problem } from '../../model/problem.ts'
import type { RunFlags } from '../flags.ts'
import type { Opened } from '../preflight/open-target.ts'
import type { Counterpart } from './counterparts.ts'

/**
 * The API that the flag names, whole or streamed; undefined where it names a target.
 *
 * @throws Problem when there is an address too: the API is one of the judged server
 */
export function apiNamed({
  against,
  againstEndpoint,
}: Pick<RunFlags, 'against' | 'againstEndpoint'>): ApiName | undefined {
  const api = apiNames.find((name) => name === against && isConversational(name))
  if (api !== undefined && againstEndpoint !== undefined) {
    const remedy = 'Leave --against-endpoint out, or name a target.'
    throw new Problem(`--against=${api} is an API of the same server. ${remedy}`)
  }
  return api
}

/** The judged target once more. It stays open until its own run ends. */
export function sameTarget(first: Opened): Opened {
  return { ...first, close: async () => {} }
}

/**
 * Pairs each cell with the one that sends the same case by the other API: a stream with a stream, a
 * whole reply with a whole one.
 *
 * @throws Problem when no case runs on both
 */
export function byOtherApi(
  cells: readonly Cell[],
  planned: readonly Cell[],
  other: ApiName,
): Counterpart[] {
  const { family } = apiFacts[other]
  const pairs = cells.flatMap((here) => {
    if (apiFacts[here.api].family === family) return []
    const there = planned.find(
      ({ case: { id }, api, model, region }) =>
        id === here.case.id &&
        apiFacts[api].family === family &&
        isStream(api) === isStream(here.api) &&
        model.id === here.model.id &&
        region === here.region,
    )
    return there === undefined ? [] : [{ here, there }]
  })
  if (pairs.length > 0) return pairs
  const remedy = 'Name another API with --api, or a case that runs on both with --case.'
  throw new Problem(`--against=${other}: no selected case runs on both APIs. ${remedy}`)
}
