/** Where a case can run on a target. */
import { isConversational } from '../../model/apis.ts'
import type { AuthChoice, Case, Catalogue } from '../../model/case.ts'
import type { Spot } from '../../model/plan.ts'
import type { Model, Surface, Target } from '../../model/target.ts'
import type { ApiName } from '../../model/words.ts'
import { anotherRegion, offeredRegions } from './another-region.ts'
import { mentions } from './placeholder.ts'

/** Whether a list of families or fronts includes `name`; an empty list means all. */
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

function modelsFor(asked: Case, api: ApiName, surface: Surface): readonly Model[] {
  const inFamily = surface.models.filter(
    (model) => covers(asked.families, model.family) && answersSteps(asked, model),
  )
  const answering = inFamily.filter((model) => model.apis.includes(api))
  if (isConversational(api)) return answering
  // Planned once for a surface, unless the case names a model.
  const eligible = answering.length > 0 ? answering : inFamily
  if (namesModel(asked)) return eligible
  const placed = eligible.filter(({ regions }) => regions?.length !== 0)
  return [...placed, ...eligible].slice(0, 1)
}

/** The regions in which a case is sent to a model. */
function regionsFor(asked: Case, spot: Omit<Spot, 'case' | 'region'>): readonly string[] {
  const { surface, model } = spot
  const chosen = {
    everywhere: () => surface.regions,
    offered: () => offeredRegions(spot),
    planned: () => model.regions ?? surface.regions,
  }[asked.regions ?? 'planned']()
  if (!asked.steps.some((step) => step.region === 'another')) return chosen
  return chosen.filter((region) => anotherRegion(spot, region) !== undefined)
}

/** Signatures that need AWS credentials; a wrong one needs none. */
const signed: ReadonlySet<AuthChoice> = new Set<AuthChoice>(['signed', 'signed-late'])

function canSend(asked: Case, { canSign }: Surface): boolean {
  return canSign === true || !asked.steps.some(({ auth }) => signed.has(auth))
}

function spotsOn(asked: Case, surface: Surface): Spot[] {
  if (!covers(asked.fronts, surface.front) || !canSend(asked, surface)) return []
  if (asked.steps.some((step) => step.api && !surface.apis.includes(step.api))) return []
  const apis = asked.apis.filter((api) => surface.apis.includes(api))
  return apis.flatMap((api) =>
    modelsFor(asked, api, surface).flatMap((model) => {
      const spot = { api, model, surface }
      return regionsFor(asked, spot).map((region): Spot => ({ case: asked, region, ...spot }))
    }),
  )
}

/**
 * Every spot of a target: case × API × region × model, in the order of the catalogue, then of the
 * target's surfaces, the case's APIs, models and regions.
 */
export function spotsOf(
  catalogue: Catalogue,
  target: Pick<Target, 'surfaces' | 'upstream'>,
): Spot[] {
  const cases = catalogue.cases.filter(
    ({ upstream }) => upstream === undefined || upstream === target.upstream,
  )
  return cases.flatMap((asked) => target.surfaces.flatMap((surface) => spotsOn(asked, surface)))
}
