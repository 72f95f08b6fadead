/** Which of a target's cells, and which of their checks, the user asked for. */
import type { Catalogue, Check, Step } from '../../model/case.ts'
import { cellKey, type Cell } from '../../model/plan.ts'
import type { Target } from '../../model/target.ts'
import { levels, type Level } from '../../model/words.ts'
import { checksFor, planCells } from '../compile/expand.ts'
import { nameFilter, noMatch } from './filter-names.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import { inShard, type Shard } from './shard.ts'
import { trimCase } from './trim.ts'

/** What the user's flags say; an absent member selects everything. */
export interface Filter {
  /** Globs over `suite.case` or `suite.case/check`. */
  readonly cases?: readonly string[]
  readonly apis?: readonly string[]
  /** Names or globs; `all` for every region of the target. */
  readonly regions?: readonly string[]
  readonly models?: readonly string[]
  /** Only checks of this level or a stricter one. */
  readonly level?: Level
  readonly shard?: Shard
}

export type Selection =
  | { readonly cells: readonly Cell[] }
  /** One sentence for the user: what matches nothing, and the nearest valid names. */
  | { readonly problem: string }

type Named = Pick<Check, 'id' | 'level'>

interface CasePattern {
  readonly text: string
  readonly case: string
  /** Absent: every check. */
  readonly check?: string
}

function toPattern(text: string): CasePattern {
  const slash = text.indexOf('/')
  if (slash < 0) return { text, case: text }
  return { text, case: text.slice(0, slash), check: text.slice(slash + 1) }
}

/** Every check that may judge a step, whatever it comes to. */
function possibleChecks(catalogue: Catalogue, cell: Cell, step: Step): Check[] {
  const { outcome } = step.expect
  if (outcome !== 'reply-or-error') return checksFor(catalogue, cell, step, outcome)
  return (['reply', 'error'] as const).flatMap((came) => checksFor(catalogue, cell, step, came))
}

function checkIds(catalogue: Catalogue, cells: readonly Cell[]): string[] {
  const ids = cells.flatMap((cell) =>
    cell.case.steps.flatMap((step) => possibleChecks(catalogue, cell, step).map(({ id }) => id)),
  )
  return [...new Set(ids)]
}

/** The first pattern that names no case, or no check of the cases that it names. */
function lostPattern(
  patterns: readonly CasePattern[],
  catalogue: Catalogue,
  planned: readonly Cell[],
): string | undefined {
  const ids = catalogue.cases.map(({ id }) => id)
  for (const pattern of patterns) {
    if (!ids.some((id) => matchesGlob(pattern.case, id))) {
      const suites = [...new Set(catalogue.cases.map(({ suite }) => `${suite}.*`))]
      const isSuite = suites.includes(`${pattern.case}.*`)
      return noMatch('--case', pattern.text, isSuite ? [`${pattern.case}.*`] : [...ids, ...suites])
    }
    if (pattern.check === undefined) continue
    const cells = planned.filter((cell) => matchesGlob(pattern.case, cell.case.id))
    const checks = checkIds(catalogue, cells)
    const { check } = pattern
    if (cells.length > 0 && !checks.some((id) => matchesGlob(check, id))) {
      const full = checks.map((id) => `${pattern.case}/${id}`)
      return noMatch('--case', pattern.text, full)
    }
  }
  return undefined
}

/** Whether the user named this check; `undefined` when the user named whole cases only. */
function namedChecks(
  patterns: readonly CasePattern[],
  cell: Cell,
): ((check: Named) => boolean) | undefined {
  const own = patterns.filter((pattern) => matchesGlob(pattern.case, cell.case.id))
  if (own.length === 0 || own.some(({ check }) => check === undefined)) return undefined
  return ({ id }) => own.some(({ check = '*' }) => matchesGlob(check, id))
}

function strictEnough(level: Level): (check: Named) => boolean {
  const last = levels.indexOf(level)
  return (check) => levels.indexOf(check.level) <= last
}

/** The cell with only what was asked for, or nothing when that leaves no check of it. */
function narrowed(
  catalogue: Catalogue,
  cell: Cell,
  patterns: readonly CasePattern[],
  level: Level | undefined,
): Cell[] {
  const isNamed = namedChecks(patterns, cell)
  const isStrict = level === undefined ? undefined : strictEnough(level)
  if (isNamed === undefined && isStrict === undefined) return [cell]
  const wants = (check: Named): boolean => (isNamed?.(check) ?? true) && (isStrict?.(check) ?? true)
  const joins = (step: Step): boolean => possibleChecks(catalogue, cell, step).some(wants)
  const own = cell.case.checks.filter(({ apis = [cell.api] }) => apis.includes(cell.api))
  const trimmed = trimCase({ ...cell.case, checks: own }, wants, isNamed && joins)
  const hadOwn = own.length > 0
  const isLeft =
    trimmed.checks.length > 0 || (isNamed || !hadOwn ? cell.case.steps.some(joins) : false)
  return isLeft ? [{ ...cell, case: trimmed, wants }] : []
}

/** Regions mean nothing on a front whose only one is `-`: it is kept whatever the user names. */
const noRegion = '-'

function regionFilter(filter: Filter, target: Pick<Target, 'name' | 'surfaces'>) {
  const asked = filter.regions?.filter((region) => region !== noRegion)
  const regions = [...new Set(target.surfaces.flatMap((surface) => surface.regions))]
  const real = regions.filter((region) => region !== noRegion)
  if (asked === undefined || asked.length === 0 || asked.includes('all')) {
    return { keeps: () => true }
  }
  if (real.length === 0) {
    const why = 'it is one server, not one for each region'
    return { problem: `--region means nothing for ${target.name}: ${why}.` }
  }
  const named = nameFilter('--region', asked, real)
  if ('problem' in named) return named
  return { keeps: (region: string) => region === noRegion || named.keeps(region) }
}

function nothingLeft(filter: Filter, target: Pick<Target, 'name'>): string {
  const flags = [
    ...(filter.cases ?? []).map((glob) => `--case=${glob}`),
    ...(filter.apis ? [`--api=${filter.apis.join(',')}`] : []),
    ...(filter.regions ? [`--region=${filter.regions.join(',')}`] : []),
    ...(filter.models ? [`--model=${filter.models.join(',')}`] : []),
    ...(filter.level ? [`--level=${filter.level}`] : []),
  ]
  if (flags.length === 0) return `No case of the suite is for the target ${target.name}.`
  const given = flags.join(' ')
  return `Nothing on the target ${target.name} matches ${given}: its APIs, models or regions do not meet the cases'. Leave a filter out, or see what there is with --list.`
}

/**
 * The cells to run, trimmed to the checks that were asked for: `--level must` keeps no step that
 * only serves a weaker check, and no cell that is left without a check of its own.
 *
 * @returns the cells in the order of the plan (a shard may be empty), or why the filters make no sense
 */
export function select(
  catalogue: Catalogue,
  target: Pick<Target, 'name' | 'surfaces' | 'upstream'>,
  filter: Filter = {},
): Selection {
  const planned = planCells(catalogue, target)
  const patterns = (filter.cases ?? []).map(toPattern)
  const lost = lostPattern(patterns, catalogue, planned)
  if (lost !== undefined) return { problem: lost }
  const surfaces = target.surfaces
  const apis = nameFilter('--api', filter.apis, [...new Set(surfaces.flatMap((one) => one.apis))])
  const ids = surfaces.flatMap((one) => one.models.map(({ id }) => id))
  const models = nameFilter('--model', filter.models, [...new Set(ids)])
  const regions = regionFilter(filter, target)
  if ('problem' in apis) return apis
  if ('problem' in models) return models
  if ('problem' in regions) return regions
  const cells = planned
    .filter(
      (cell) => apis.keeps(cell.api) && models.keeps(cell.model.id) && regions.keeps(cell.region),
    )
    .filter(
      (cell) =>
        patterns.length === 0 || patterns.some((one) => matchesGlob(one.case, cell.case.id)),
    )
    .flatMap((cell) => narrowed(catalogue, cell, patterns, filter.level))
  if (cells.length === 0) return { problem: nothingLeft(filter, target) }
  const { shard } = filter
  return {
    cells: shard === undefined ? cells : cells.filter((cell) => inShard(keyOf(cell), shard)),
  }
}

function keyOf({ case: asked, api, region, model }: Cell): string {
  return cellKey({ case: asked.id, api, region, model: model.id })
}
