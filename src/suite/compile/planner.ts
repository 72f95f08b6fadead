/** Plans the cells and checks that the user selected. */
import type { Case, Catalogue, Check } from '../../model/case.ts'
import { memoByAll } from '../../model/lists/memo.ts'
import { alikeAmong, withAlike } from './alike.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import {
  createSelection,
  type NamePattern,
  type NameSelection,
} from '../../model/text/selection.ts'
import { possibleChecks, type Cell, type Planner, type CellLocation } from '../../model/plan.ts'
import { Problem } from '../../model/problem.ts'
import type { Target } from '../../model/target.ts'
import { levels, type Kind, type Level } from '../../model/names.ts'
import { budgetText, type Budget } from '../../model/run/power.ts'
import { defaultSamples } from '../../model/run/samples.ts'
import { boughtBy } from '../power/bought.ts'
import { withinBudget, type Offer } from '../power/budget.ts'
import { readPower } from '../power/power-file.ts'
import { ranked } from '../power/rank.ts'
import type { Wants } from './checks.ts'
import { createCompiler, type Compile } from './compile.ts'
import { nameFilter, noMatch } from './filter-names.ts'
import { locationsOf } from './locations.ts'
import { judgesPart, partsOf, trimCase } from './trim.ts'

/** What the user's flags choose; an absent member chooses everything. */
export interface Filter {
  /** Globs over `suite.case` or `suite.case/check`; those after a `!` exclude. */
  readonly case?: readonly string[]
  readonly api?: readonly string[]
  /** Already resolved with the target; here for messages. */
  readonly region?: readonly string[]
  /** Only checks of this level or a stricter one. */
  readonly level?: Level
  /** What the run may cost: the best cells within it are planned. */
  readonly budget?: Budget
  /** Plays of a case with behaviours. */
  readonly samples?: number
}

/**
 * Prepares the suite to be planned for targets.
 *
 * With a filter, cells are trimmed to the checks that were asked for: `--level must` sends no step
 * that only serves a weaker check, and omits cells of which no check is left.
 *
 * @param power what is known of the cases, for their order; default: the file of the package
 */
export function createPlanner(
  catalogue: Catalogue,
  filter: Filter = {},
  power = readPower,
): Planner {
  const compile = createCompiler(catalogue)
  const selection = createSelection(filter.case)
  const isNamed = ({ case: { id } }: CellLocation): boolean => selection.has(id)
  const isChosen = (location: CellLocation): boolean => isNamed(location) && isOffered(location)
  const isOffered = (location: CellLocation): boolean =>
    filter.api !== undefined || isUnasked(location)
  const shared = memoByAll<Narrowed | undefined>()
  const narrow = (location: CellLocation): Cell[] => {
    const { case: asked, api, model, endpoint } = location
    const narrowedTo = shared([asked, api, model.family, endpoint.kind], () =>
      narrowed(compile, location, selection, filter.level),
    )
    return compileNarrowed(compile, location, narrowedTo)
  }
  const { budget, samples = defaultSamples } = filter
  const offer = (whole: Cell, named: (part: Cell) => Cell): Offer => {
    const cut = (keeps?: Wants): Cell[] => {
      const isWanted: Wants = (check) => !isBehaviour(check) && (keeps?.(check) ?? true)
      const narrowedTo = narrowed(compile, whole, selection, filter.level, isWanted)
      return compileNarrowed(compile, whole, narrowedTo).map(named)
    }
    const [light] = whole.case.checks.some(isBehaviour) ? cut() : [whole]
    if (light === undefined) return { whole, parts: [], only: () => whole }
    const parts = partsOf(light.case).map((steps) => cutTo(compile, light, steps))
    return {
      whole,
      parts: parts.length === 0 ? [light] : parts.filter(isJudged).map(named),
      only: (steps) =>
        steps.size === light.steps.length ? light : named(cutTo(compile, light, steps)),
    }
  }
  const locationsAsked = (
    target: Target,
    locations = locationsOf(catalogue, target),
  ): CellLocation[] => {
    const apis = new Set(target.endpoints.flatMap((endpoint) => endpoint.apis))
    const keepsApi = nameFilter('--api', filter.api, [...apis])
    return locations.filter((location) => keepsApi(location.api) && isOffered(location))
  }
  const cellsAsked = (target: Target): Cell[] => {
    const every = locationsOf(catalogue, target)
    const locations = locationsAsked(target, every)
    refuseUnmatched(selection.patterns, catalogue, every, compile)
    const cells = locations.filter(isNamed).flatMap(narrow)
    if (cells.length === 0) throw new Problem(describeEmpty(filter, target))
    return cells
  }
  const isCut = budget !== undefined && budget.unit !== 'time'
  const plan = (target: Target): Cell[] => {
    const cells = cellsAsked(target)
    const named = alikeAmong(cells)
    if (!isCut) return ranked(cells.map(named), power(), samples)
    const offers = cells.map((cell) => offer(named(cell), named))
    const within = withinBudget(offers, budget, power(), samples)
    if (within.length === 0) throw new Problem(describeTooSmall(budget))
    return withAlike(within)
  }
  return {
    cases: catalogue.cases.map(({ id }) => id),
    rules: catalogue.rules,
    plan,
    refuseMistakes: isCut ? plan : cellsAsked,
    bought: (sent, target) =>
      boughtBy(
        sent,
        locationsAsked(target).map((location) => compile(location)),
        power(),
      ),
    planAgainst: (target) =>
      withAlike(locationsOf(catalogue, target).filter(isChosen).flatMap(narrow)),
  }
}

/** Whether the API is judged without being named, as that of a model is which answers on no other. */
function isUnasked({ api, endpoint: { onRequest = [] }, model }: CellLocation): boolean {
  return !onRequest.includes(api) || model.apis.every((one) => onRequest.includes(one))
}

/** @throws Problem for the first pattern that names no case, or no check of the cases that it names */
function refuseUnmatched(
  patterns: readonly NamePattern[],
  catalogue: Catalogue,
  locations: readonly CellLocation[],
  compile: Compile,
): void {
  const ids = catalogue.cases.map(({ id }) => id)
  for (const pattern of patterns) {
    if (!ids.some((id) => matchesGlob(pattern.name, id))) {
      throw new Problem(noMatch('--case', pattern.text, nearbyCases(pattern, catalogue)))
    }
    const { check } = pattern
    if (check === undefined) continue
    const named = locations.filter((location) => matchesGlob(pattern.name, location.case.id))
    const checks = new Set(named.flatMap((location) => checkIds(compile(location))))
    if (named.length > 0 && ![...checks].some((id) => matchesGlob(check, id))) {
      const full = [...checks].map((id) => `${pattern.name}/${id}`)
      throw new Problem(noMatch('--case', pattern.text, full))
    }
  }
}

function nearbyCases(pattern: NamePattern, { cases }: Catalogue): readonly string[] {
  const whole = `${pattern.name}.*`
  const suites = [...new Set(cases.map(({ suite }) => `${suite}.*`))]
  return suites.includes(whole) ? [whole] : [...cases.map(({ id }) => id), ...suites]
}

function checkIds({ steps }: Cell): string[] {
  return steps.flatMap((step) => possibleChecks(step).map(({ id }) => id))
}

/** A case with only what was asked for, and which of the checks that join it were. */
interface Narrowed {
  readonly case: Case
  readonly wants?: Wants
}

/** The cell of a case that was narrowed; none where no check of it is left. */
function compileNarrowed(
  compile: Compile,
  location: CellLocation,
  narrowedTo: Narrowed | undefined,
): Cell[] {
  if (narrowedTo === undefined) return []
  return [compile({ ...location, case: narrowedTo.case }, narrowedTo.wants)]
}

/** The case of a location with only what was asked for; undefined when no check of it is left. */
function narrowed(
  compile: Compile,
  location: CellLocation,
  selection: NameSelection,
  level: Level | undefined,
  keeps?: Wants,
): Narrowed | undefined {
  const isNamed = selection.checksOf(location.case.id)
  if (isNamed === undefined && level === undefined && keeps === undefined) {
    return { case: location.case }
  }
  const whole = compile(location)
  const last = levels.indexOf(level ?? 'may')
  const wants: Wants = (check) =>
    (isNamed?.(check.id) ?? true) && levels.indexOf(check.level) <= last && (keeps?.(check) ?? true)
  const joined = new Set(
    whole.steps.filter((step) => possibleChecks(step).some(wants)).map(({ id }) => id),
  )
  const own = location.case.checks.filter(({ apis = [location.api] }) =>
    apis.includes(location.api),
  )
  const joins = ({ id }: { readonly id: string }): boolean => joined.has(id)
  // What needs a check of the protocol adds to it: a case with no other checks is about the protocol.
  const adds = (check: Check): boolean =>
    check.needs.some((id) => !own.some((one) => one.id === id))
  const isAboutPacks = isNamed !== undefined || own.every(adds)
  const sends = isNamed !== undefined || (isAboutPacks && own.length > 0) ? joins : undefined
  const trimmed = trimCase({ ...location.case, checks: own }, wants, sends)
  // A case whose own checks are all too weak is not sent for the checks of its protocol alone.
  const isSentForPacks = joined.size > 0 && isAboutPacks
  return trimmed.checks.length === 0 && !isSentForPacks ? undefined : { case: trimmed, wants }
}

/** The cell with these steps alone, and the checks that judge no other. */
function cutTo(compile: Compile, cell: Cell, steps: ReadonlySet<string>): Cell {
  const planned = new Set(
    cell.steps.flatMap((step) => possibleChecks(step).map((check) => check.id)),
  )
  const wants: Wants = (check) => planned.has(check.id) && steps.has(check.step)
  const { case: whole } = cell
  const asked = {
    ...whole,
    steps: whole.steps.filter(({ id }) => steps.has(id)),
    checks: whole.checks.filter((check) => judgesPart(check, steps, whole)),
  }
  return compile({ ...cell, case: asked }, wants)
}

function isJudged(cell: Cell): boolean {
  return checkIds(cell).length > 0
}

function isBehaviour({ kind }: { readonly kind: Kind }): boolean {
  return kind === 'behaviour'
}

function describeTooSmall(budget: Budget): string {
  return `No case costs as little as --budget=${budgetText(budget)}: give a larger budget.`
}

function describeEmpty(filter: Filter, { name }: Target): string {
  const flags = [
    ...(filter.case ?? []).map((glob) => `--case=${glob}`),
    ...(filter.api ? [`--api=${filter.api.join(',')}`] : []),
    ...(filter.region ? [`--region=${filter.region.join(',')}`] : []),
    ...(filter.level ? [`--level=${filter.level}`] : []),
  ]
  if (flags.length === 0) return `No case of the suite is for the target ${name}.`
  return `No case on the target ${name} matches ${flags.join(' ')}: its APIs, models or regions rule out the selected cases. Omit a filter, or run with --list to see the cases of the target.`
}
