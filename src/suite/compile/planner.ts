/** Plans the cells and checks that the user selected. */
import type { Catalogue } from '../../model/case.ts'
import { alikeAmong, withAlike } from './alike.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import { createSelection, type NamePattern } from '../../model/text/selection.ts'
import { possibleChecks, type Cell, type Planner, type CellLocation } from '../../model/plan.ts'
import { Problem } from '../../model/problem.ts'
import type { Target } from '../../model/target.ts'
import type { Level } from '../../model/names.ts'
import { budgetText, type Budget } from '../../model/run/power.ts'
import { defaultSamples } from '../../model/run/samples.ts'
import { boughtBy } from '../power/bought.ts'
import { withinBudget } from '../power/budget.ts'
import { readPower } from '../power/power-file.ts'
import { ranked } from '../power/rank.ts'
import { createCompiler, type Compile } from './compile.ts'
import { nameFilter, noMatch } from './filter-names.ts'
import { locationsOf } from './locations.ts'
import { createNarrower } from './narrow.ts'

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
 * With a filter, cells are trimmed to the checks that were asked for: `--level must` sends no control,
 * variant or last step that only serves a weaker check, and omits cells of which no check is left.
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
  const { cellOf, offerOf } = createNarrower(compile, selection, filter.level)
  const isNamed = ({ case: { id } }: CellLocation): boolean => selection.has(id)
  const isChosen = (location: CellLocation): boolean => isNamed(location) && isOffered(location)
  const isOffered = (location: CellLocation): boolean =>
    filter.api !== undefined || isUnasked(location)
  const { budget, samples = defaultSamples } = filter
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
    const cells = locations.filter(isNamed).flatMap((location) => cellOf(location) ?? [])
    if (cells.length === 0) throw new Problem(describeEmpty(filter, target))
    return cells
  }
  const isCut = budget !== undefined && budget.unit !== 'time'
  const plan = (target: Target): Cell[] => {
    const cells = cellsAsked(target)
    const named = alikeAmong(cells)
    if (!isCut) return ranked(cells.map(named), power(), samples)
    const offers = cells.map((cell) => offerOf(named(cell), named))
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
    planAgainst: (target) => {
      const chosen = locationsOf(catalogue, target).filter(isChosen)
      return withAlike(chosen.flatMap((location) => cellOf(location) ?? []))
    },
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

function checkIds({ steps, refusal }: Cell): string[] {
  const judged = refusal === undefined ? steps : [...steps, refusal]
  return judged.flatMap((step) => possibleChecks(step).map(({ id }) => id))
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
  const why = filter.level
    ? `its APIs, models or regions rule out the selected cases, or no check of their own is of the level ${filter.level}`
    : 'its APIs, models or regions rule out the selected cases'
  return `No case on the target ${name} matches ${flags.join(' ')}: ${why}. Omit a filter, or run with --list to see the cases of the target.`
}
