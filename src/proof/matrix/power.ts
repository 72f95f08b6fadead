/** From what each deviation turned red to `fixtures/power.json`. A pure function. */
import { hasBodiesOfFamily } from '../../model/apis.ts'
import type { CasePower, Finds, KnownDefect, Power, StepPower } from '../../model/run/power.ts'
import type { Deviation } from '../../reference/deviation.ts'
import { costOfStep } from '../../suite/list/list.ts'
import { isMeant } from './identity.ts'
import type { Played, Red } from './played.ts'
import type { Cell } from '../../model/plan.ts'

/** A defect that was reported in public, and an issue, as `docs/catalogue.md` writes them. */
const reported = /^D-?\d|#/

/** Reports after which more of them change nothing. */
const mostReports = 2

/**
 * What the mutants among the deviations tell about the cases of `cells`.
 *
 * @param before what was known; kept for defects and cases that are still there and were not played
 */
export function powerOf(
  deviations: readonly Deviation[],
  played: readonly Played[],
  cells: readonly Cell[],
  before: Power = { defects: [], cases: new Map() },
): Power {
  const mutants = deviations
    .filter(({ kind }) => kind === 'mutant')
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const redOf = new Map(played.map(({ id, red }) => [id, red]))
  const indices = new Map(mutants.map(({ id }, index) => [id, index]))
  const found: Found = new Map()
  for (const [id, index] of indices) addPlayed(found, id, index, redOf.get(id) ?? [])
  addKnown(found, indices, before)
  return { defects: defectsOf(mutants, redOf, cells, before), cases: casesOf(cells, found) }
}

/** By location (API, case and step) and strength, the indices of the defects that are found there by id. */
type Found = Map<string, (Map<string, number> | undefined)[]>

function add(found: Found, location: string, strength: number, id: string, index: number): void {
  const finds = found.get(location) ?? []
  finds[strength] = (finds[strength] ?? new Map<string, number>()).set(id, index)
  found.set(location, finds)
}

function addPlayed(found: Found, id: string, index: number, red: readonly Red[]): void {
  for (const [location, strength] of strongest(red)) add(found, location, strength, id, index)
}

/** What was known before, of defects that are still there and were not found now. */
function addKnown(found: Found, indices: ReadonlyMap<string, number>, before: Power): void {
  for (const [location, earlier] of knownBefore(before)) {
    for (const [strength, name] of strengths.entries()) {
      for (const at of earlier[name]) {
        const id = before.defects[at]?.id ?? ''
        const index = indices.get(id)
        const isFoundNow = found.get(location)?.some((ids) => ids?.has(id)) === true
        if (index !== undefined && !isFoundNow) add(found, location, strength, id, index)
      }
    }
  }
}

/** Each case by API, as its first cell shows it. */
function casesOf(cells: readonly Cell[], found: Found): Power['cases'] {
  const cases = new Map<string, Map<string, CasePower>>()
  for (const cell of cells) {
    const ofApi = cases.get(cell.api) ?? new Map<string, CasePower>()
    cases.set(cell.api, ofApi)
    if (ofApi.has(cell.case.id)) continue
    const steps = cell.case.steps.map((step): StepPower => {
      const finds = findsOf(found.get(`${cell.api} ${cell.case.id} ${step.id}`) ?? [])
      return { id: step.id, ...costOfStep(step), finds }
    })
    ofApi.set(cell.case.id, steps)
  }
  return cases
}

function defectsOf(
  mutants: readonly Deviation[],
  redOf: ReadonlyMap<string | undefined, readonly Red[]>,
  cells: readonly Cell[],
  before: Power,
): KnownDefect[] {
  const families = new Set(
    cells.filter(({ api }) => hasBodiesOfFamily(api)).map(({ model }) => model.family),
  )
  const knownDefects = new Map(before.defects.map((defect) => [defect.id, defect]))
  return mutants.map((mutant) => {
    const red = redOf.get(mutant.id) ?? []
    const ofDefect = familiesOf(mutant, red, knownDefects.get(mutant.id))
    const isOfSome = ofDefect !== undefined && ofDefect.length < families.size
    return { ...defectOf(mutant), ...(isOfSome && { families: ofDefect }) }
  })
}

/**
 * The families in whose cells of InvokeModel a defect is red. Undefined where no check was red that is
 * meant to find it and is no behaviour: those are played for each family.
 *
 * @param before what was known of it: now it may have been played on other cases alone
 */
function familiesOf(
  { kills = [] }: Deviation,
  red: readonly Red[],
  before: KnownDefect | undefined,
): readonly string[] | undefined {
  if (before !== undefined && before.families === undefined) return undefined
  const own = red.filter(({ api }) => hasBodiesOfFamily(api))
  const isMeantThere = own.some(
    (one) => one.kind !== 'behaviour' && kills.some((glob) => isMeant(glob, one)),
  )
  if (!isMeantThere) return before?.families
  return [...new Set([...own.map(({ family }) => family), ...(before?.families ?? [])])].toSorted()
}

/** By API, case and step. */
function knownBefore({ cases }: Power): [string, Finds][] {
  return [...cases].flatMap(([api, ofApi]) =>
    [...ofApi].flatMap(([id, steps]) =>
      steps.map((step): [string, Finds] => [`${api} ${id} ${step.id}`, step.finds]),
    ),
  )
}

/** Levels by strength, the strongest last. */
const strengths = ['behaviour', 'may', 'should', 'must'] as const

/** By API, case and step, the strength of what was red there. */
function strongest(red: readonly Red[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const one of red) {
    const location = `${one.api} ${one.key.slice(0, one.key.indexOf('/'))} ${one.step}`
    found.set(location, Math.max(found.get(location) ?? 0, strengthOf(one)))
  }
  return found
}

function strengthOf({ level, kind }: Red): number {
  return strengths.indexOf(kind === 'behaviour' ? 'behaviour' : level)
}

function findsOf(found: readonly (Map<string, number> | undefined)[]): Finds {
  const [behaviour = [], may = [], should = [], must = []] = strengths.map((_, strength) =>
    [...(found[strength]?.values() ?? [])].toSorted((one, other) => one - other),
  )
  return { must, should, may, behaviour }
}

function defectOf({ id, seen }: Deviation): KnownDefect {
  const reports = seen.filter((source) => reported.test(source)).length
  return { id, weight: 1 + Math.min(reports, mostReports) }
}
