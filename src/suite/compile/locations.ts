/** Where a case can run on a target. */
import { apiFacts, isConversational } from '../../model/apis.ts'
import type { AuthChoice, Case, Catalogue } from '../../model/case.ts'
import type { CellLocation } from '../../model/plan.ts'
import type { Model, Endpoint, Target } from '../../model/target.ts'
import type { ApiName } from '../../model/names.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import { anotherRegion, offeredRegions } from './another-region.ts'
import { mentions } from './placeholder.ts'

/** Whether a list of families or endpoints includes `name`; an empty list means all. */
export function covers(list: readonly string[], name: string): boolean {
  return list.length === 0 || list.includes(name)
}

function namesModel(asked: Case): boolean {
  const found = mentions([
    asked.steps.map(({ request }) => request),
    asked.checks.map(({ args }) => args),
  ])
  return found.some(({ part }) => part.kind === 'hole' && part.variable.name.startsWith('model'))
}

/** Whether a model answers on the APIs that single steps of the case go to instead. */
function answersSteps(asked: Case, model: Model): boolean {
  return asked.steps.every(
    ({ api }) => api === undefined || !isConversational(api) || model.apis.includes(api),
  )
}

/** Whether a case is for models of that family: for some only where it names the family. */
function isFor({ families, except = [], ids }: Case, model: Model): boolean {
  const id = model.id.toLowerCase()
  if (ids?.some((pattern) => matchesGlob(pattern, id)) === false) return false
  if (except.some((pattern) => matchesGlob(pattern, id))) return false
  return covers(families, model.family) && (model.special !== true || families.length > 0)
}

function modelsFor(asked: Case, api: ApiName, endpoint: Endpoint): readonly Model[] {
  const inFamily = endpoint.models.filter(
    (model) => isFor(asked, model) && answersSteps(asked, model),
  )
  const answering = inFamily.filter((model) => model.apis.includes(api))
  if (isConversational(api)) return answering
  // Planned once for an endpoint, unless the case names a model.
  const eligible = answering.length > 0 ? answering : inFamily
  if (namesModel(asked)) return eligible
  const placed = eligible.filter(({ regions }) => regions?.length !== 0)
  return [...placed, ...eligible].slice(0, 1)
}

/** The regions in which a case is sent to a model. */
function regionsFor(
  asked: Case,
  location: Omit<CellLocation, 'case' | 'region'>,
): readonly string[] {
  const { endpoint, model } = location
  const chosen = {
    everywhere: () => endpoint.regions,
    offered: () => offeredRegions(location),
    planned: () => model.regions ?? endpoint.regions,
  }[asked.regions ?? 'planned']()
  if (!asked.steps.some((step) => step.region === 'another')) return chosen
  return chosen.filter((region) => anotherRegion(location, region) !== undefined)
}

/** Signatures that need AWS credentials; a wrong one needs none. */
const signed: ReadonlySet<AuthChoice> = new Set<AuthChoice>(['signed', 'signed-late'])

function canSend(asked: Case, { canSign }: Endpoint): boolean {
  return canSign === true || !asked.steps.some(({ auth }) => signed.has(auth))
}

/** The case with the capability that the API itself needs, where the case names none. */
function needing(asked: Case, api: ApiName): Case {
  const { capability } = apiFacts[api]
  if (capability === undefined || asked.capability !== undefined) return asked
  return { ...asked, capability }
}

/** Credentials that must be refused; every other choice is let in, or is of no concern. */
const wrong: ReadonlySet<AuthChoice> = new Set<AuthChoice>([
  'basic',
  'malformed',
  'wrong',
  'expired',
  'other-region',
  'signed',
  'signed-badly',
  'signed-late',
])

/** Whether a case means nothing to a server that lets everybody in. */
function isAboutCredentials(asked: Case): boolean {
  if (asked.checks.some(({ assert }) => assert === 'key')) return true
  return asked.steps.some(({ auth, authTurns = [auth], expect }) =>
    authTurns.some(
      (choice) => wrong.has(choice) || (choice === 'none' && expect.outcome === 'error'),
    ),
  )
}

function locationsOn(asked: Case, endpoint: Endpoint): CellLocation[] {
  if (!covers(asked.endpoints, endpoint.kind) || !canSend(asked, endpoint)) return []
  if (asked.upstream !== undefined && asked.upstream !== endpoint.upstream) return []
  if (endpoint.hasCredentials === false && isAboutCredentials(asked)) return []
  if (asked.steps.some((step) => step.api && !endpoint.apis.includes(step.api))) return []
  const apis = asked.apis.filter((api) => endpoint.apis.includes(api))
  return apis.flatMap((api) =>
    modelsFor(asked, api, endpoint).flatMap((model) => {
      const location = { api, model, endpoint }
      const given = needing(asked, api)
      return regionsFor(asked, location).map((region): CellLocation => ({
        case: given,
        region,
        ...location,
      }))
    }),
  )
}

/**
 * Every location of a target: case × API × region × model, in the order of the catalogue, then of the
 * target's endpoints, the case's APIs, models and regions.
 */
export function locationsOf(
  catalogue: Catalogue,
  target: Pick<Target, 'endpoints'>,
): CellLocation[] {
  return catalogue.cases.flatMap((asked) =>
    target.endpoints.flatMap((endpoint) => locationsOn(asked, endpoint)),
  )
}
