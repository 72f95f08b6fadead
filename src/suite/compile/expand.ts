/** From cases and a target to cells, and from a cell's step to the checks that judge it. */
import { isConversational } from '../../model/apis.ts'
import type {
  AuthChoice,
  Case,
  Catalogue,
  Check,
  Expectation,
  ProtocolPack,
  Step,
} from '../../model/case.ts'
import type { Cell } from '../../model/plan.ts'
import type { Model, Surface, Target } from '../../model/target.ts'
import type { ApiName } from '../../model/words.ts'
import { anotherRegion, offeredRegions } from './another-region.ts'
import { mentions } from './placeholder.ts'
import { inStep } from '../load/step-id.ts'

/** An empty list of families or fronts means all. */
function covers(list: readonly string[], name: string): boolean {
  return list.length === 0 || list.includes(name)
}

function namesModel(asked: Case): boolean {
  const found = mentions([
    asked.steps.map(({ request }) => request),
    asked.checks.map(({ args }) => args),
  ])
  return found.some(
    ({ part }) => part.kind === 'variable' && part.variable.name.startsWith('model'),
  )
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
  // Planned once for a surface, unless the case names a model.
  if (isConversational(api)) return answering
  const eligible = answering.length > 0 ? answering : inFamily
  if (namesModel(asked)) return eligible
  const placed = eligible.filter(({ regions }) => regions?.length !== 0)
  return [...placed, ...eligible].slice(0, 1)
}

/** Where a case is asked of a model. */
function regionsFor(asked: Case, spot: Omit<Cell, 'case' | 'region'>): readonly string[] {
  const { surface, model } = spot
  const chosen = {
    everywhere: () => surface.regions,
    offered: () => offeredRegions(spot),
    planned: () => model.regions ?? surface.regions,
  }[asked.regions ?? 'planned']()
  if (!asked.steps.some((step) => step.region === 'another')) return chosen
  return chosen.filter((region) => anotherRegion(spot, region) !== undefined)
}

/** Signatures that mean nothing without AWS credentials; a wrong one anybody can make. */
const signed: ReadonlySet<AuthChoice> = new Set<AuthChoice>(['signed', 'signed-late'])

function canSend(asked: Case, { canSign }: Surface): boolean {
  return canSign === true || !asked.steps.some(({ auth }) => signed.has(auth))
}

function cellsOn(asked: Case, surface: Surface): Cell[] {
  if (!covers(asked.fronts, surface.front) || !canSend(asked, surface)) return []
  if (asked.steps.some((step) => step.api && !surface.apis.includes(step.api))) return []
  const apis = asked.apis.filter((api) => surface.apis.includes(api))
  return apis.flatMap((api) =>
    modelsFor(asked, api, surface).flatMap((model) => {
      const spot = { api, model, surface }
      return regionsFor(asked, spot).map((region): Cell => ({ case: asked, region, ...spot }))
    }),
  )
}

/**
 * Every cell of a target: case × API × region × model, in the order of the catalogue, then of the
 * target's surfaces, the case's APIs, models and regions.
 */
export function planCells(
  catalogue: Catalogue,
  target: Pick<Target, 'surfaces' | 'upstream'>,
): Cell[] {
  const cases = catalogue.cases.filter(
    ({ upstream }) => upstream === undefined || upstream === target.upstream,
  )
  return cases.flatMap((asked) => target.surfaces.flatMap((surface) => cellsOn(asked, surface)))
}

/** What a step came to: which protocol packs judge it. */
type Outcome = Expectation['outcome']

/** The parts of a cell that decide which packs join. */
export type PackScope = Pick<Cell, 'api' | 'model' | 'surface'>

/**
 * The protocol packs that judge an exchange.
 *
 * @param outcome `reply` or `error` as it came or was expected; otherwise only what holds always
 */
export function packsFor(
  catalogue: Pick<Catalogue, 'packs'>,
  cell: PackScope,
  outcome: Outcome,
): ProtocolPack[] {
  return catalogue.packs.filter(
    (pack) =>
      pack.apis.includes(cell.api) &&
      (pack.outcome === 'always' || pack.outcome === outcome) &&
      covers(pack.families, cell.model.family) &&
      covers(pack.fronts, cell.surface.front),
  )
}

/** The checks that were asked for, and those that they need. */
function wanted(checks: readonly Check[], wants: Cell['wants']): readonly Check[] {
  if (wants === undefined) return checks
  const kept = new Set(checks.filter((check) => wants(check)).map(({ id }) => id))
  const byId = new Map(checks.map((check) => [check.id, check]))
  for (const id of kept) {
    for (const need of byId.get(id)?.needs ?? []) if (byId.has(need)) kept.add(need)
  }
  return checks.filter(({ id }) => kept.has(id))
}

/** Every check comes after those that it needs; else in the order given. */
function inOrder(checks: readonly Check[]): Check[] {
  const byId = new Map(checks.map((check) => [check.id, check]))
  const met = new Set<Check>()
  const ordered: Check[] = []
  const visit = (check: Check): void => {
    if (met.has(check)) return
    met.add(check)
    for (const need of check.needs) {
      const first = byId.get(need)
      if (first !== undefined) visit(first)
    }
    ordered.push(check)
  }
  for (const check of checks) visit(check)
  return ordered
}

/** By pack and step: every exchange of a run asks again. */
const joinedByPack = new WeakMap<ProtocolPack, Map<string, readonly Check[]>>()

function joinedChecks(pack: ProtocolPack, step: string): readonly Check[] {
  const bySteps = joinedByPack.get(pack) ?? new Map<string, readonly Check[]>()
  joinedByPack.set(pack, bySteps)
  const joined = bySteps.get(step) ?? pack.checks.map((check) => inStep(check, step))
  bySteps.set(step, joined)
  return joined
}

/**
 * The checks that judge a step: those of the protocol packs, then the case's own, each after those
 * it needs. Their ids are unique in the case, as results name them; `needs` use the same ids.
 *
 * @param outcome what the step came to, or was expected to come to
 */
export function checksFor(
  catalogue: Pick<Catalogue, 'packs'>,
  cell: Pick<Cell, 'case' | 'api' | 'model' | 'surface' | 'wants'>,
  step: Pick<Step, 'id' | 'api'>,
  outcome: Outcome,
): Check[] {
  const api = step.api ?? cell.api
  const own = cell.case.checks.filter((check) => check.step === step.id)
  const packs = packsFor(catalogue, { ...cell, api }, outcome)
  const joined = packs.flatMap((pack) => joinedChecks(pack, step.id))
  const all = [
    ...joined.filter((check) => check.apis === undefined || check.apis.includes(api)),
    ...own.filter((check) => check.apis === undefined || check.apis.includes(cell.api)),
  ]
  return inOrder(wanted(all, cell.wants))
}
