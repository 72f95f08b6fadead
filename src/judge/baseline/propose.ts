/** New entries for failures that no entry expects: as few and as narrow as the cells allow. */
import { groupBy } from '../../model/lists/group-by.ts'
import type { CellResult, FindingKind } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import type { Scene } from './entry-state.ts'
import { expectedBy } from './match.ts'
import { unreviewedReason } from './review.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import { isDecided } from '../verdict/verdict-sets.ts'
import { kindsShown } from '../verdict/finding-kinds.ts'

type Axis = 'api' | 'region' | 'model'
type Where = Pick<CellResult, Axis>
const axes: readonly Axis[] = ['api', 'region', 'model']

/** Days after which an entry expires that was not reviewed. */
const daysToReview = 30

/** One check of one case wherever it ran, and where it showed one kind of finding. */
interface Spread {
  readonly case: string
  readonly check: string
  readonly code: string
  readonly failing: Where[]
  readonly all: readonly Where[]
}

/**
 * Entries that expect, beside those that are there, every `fail` of `cells`. Patterns are only given for axes on which the
 * failure is not everywhere; a check that fails with the same code wherever it ran, in at least three
 * cases, gets one entry for all its cases and steps. No entry covers what a narrowed run left out.
 *
 * @param today ISO date
 * @param present the entries that are there
 */
export function proposeEntries(
  { cells, selection = {} }: Scene,
  today: string,
  present: readonly BaselineEntry[] = [],
): BaselineEntry[] {
  const spreads = spreadsOf(cells, present)
  const sawAllCases = [selection.cases, selection.level, selection.budget].every(
    (part) => part === undefined,
  )
  const wide = sawAllCases ? widespread(spreads, cells) : []
  const narrowed = axes.filter((axis) => selection[`${axis}s`] !== undefined)
  const covered = new Set(
    wide.flatMap(({ instead }) =>
      instead.flatMap((spread) => spread.failing.map((where) => locationKey(spread, where))),
    ),
  )
  const narrow = spreads
    .map((spread) => ({
      ...spread,
      failing: spread.failing.filter((where) => !covered.has(locationKey(spread, where))),
    }))
    .filter(({ failing }) => failing.length > 0)
  const entries = [
    ...wide.map(({ pattern, spread }) => ({ ...spread, pattern })),
    ...narrow.map((spread) => ({ ...spread, pattern: `${spread.case}/${spread.check}` })),
  ]
  const record = {
    reason: unreviewedReason(today),
    since: today,
    expires: new Date(Date.parse(today) + daysToReview * 86_400_000).toISOString().slice(0, 10),
  }
  const proposed = entries.flatMap(({ pattern, code, failing, all }) =>
    split(failing, all, narrowed).map((where) => ({
      check: pattern,
      finding: code,
      ...where,
      ...record,
    })),
  )
  return byFamily(proposed, narrowed.includes('api'))
}

/** Entries for an API and for its streamed form as one, unless only some APIs ran. */
function byFamily(entries: readonly BaselineEntry[], isNarrowed: boolean): BaselineEntry[] {
  if (isNarrowed) return [...entries]
  const groups = groupBy(entries, ({ api = '', ...rest }) => [familyOf(api), rest])
  return groups.flatMap((group): BaselineEntry[] => {
    const [first] = group
    if (first?.api === undefined || group.length === 1) return group
    return [{ ...first, api: `${familyOf(first.api)}*` }]
  })
}

function familyOf(api: string): string {
  return api.replace(/-stream$/, '')
}

function locationKey({ case: id, check, code }: Spread, { api, region, model }: Where): string {
  return keyOf(id, check, code, api, region, model)
}

function spreadsOf(cells: readonly CellResult[], present: readonly BaselineEntry[]): Spread[] {
  const spreads = new Map<string, Spread>()
  for (const cell of cells) {
    for (const check of cell.checks.filter(({ verdict }) => verdict === 'fail')) {
      const isNew = (kind: FindingKind): boolean =>
        expectedBy(present, cell, check.id, kind) === undefined
      for (const code of codesOf(kindsShown(check).filter(isNew))) {
        const key = keyOf(cell.case, check.id, code)
        const spread = spreads.get(key) ?? {
          case: cell.case,
          check: check.id,
          code,
          failing: [],
          all: locationsOf(cells, check.id, cell.case),
        }
        spread.failing.push(cell)
        spreads.set(key, spread)
      }
    }
  }
  return [...spreads.values()]
}

function locationOf({ api, region, model }: Where): Where {
  return { api, region, model }
}

function codesOf(kinds: readonly FindingKind[]): string[] {
  return [...new Set(kinds.map(({ code }) => code))]
}

function locationsOf(cells: readonly CellResult[], check: string, id?: string): Where[] {
  return cells.filter(
    (cell) => (id === undefined || cell.case === id) && cell.checks.some((one) => one.id === check),
  )
}

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts)
}

/** With fewer cases, each gets an entry. */
const fewCases = 3

/** One check whatever the step and the case, and the spreads that its pattern stands for. */
interface Wide {
  /** Pattern over `case/check`. */
  readonly pattern: string
  readonly spread: Spread
  readonly instead: readonly Spread[]
}

/**
 * Checks that fail with the same code wherever they ran, in any step of several cases: one defect,
 * one entry. Where that holds for some APIs only, or fails there almost everywhere, one for each.
 */
function widespread(spreads: readonly Spread[], cells: readonly CellResult[]): Wide[] {
  const groups = groupBy(spreads, ({ check, code }) => [nameOf(check), code])
  return groups.flatMap((group): Wide[] => {
    const whole = wideOf(group, cells)
    if (whole !== undefined) return [whole]
    const byApi = groupBy(
      group.flatMap((spread) => spread.failing.map((where) => ({ spread, where }))),
      ({ where }) => where.api,
    )
    return byApi.flatMap((some) => {
      const api = some[0]?.where.api
      const own = [...new Set(some.map(({ spread }) => spread))].map((spread) => ({
        ...spread,
        failing: spread.failing.filter((where) => where.api === api),
      }))
      const wide = wideOf(own, cells, api)
      return wide === undefined ? [] : [wide]
    })
  })
}

/**
 * Where so many cases show a defect on one API, one entry may stand for them that also covers checks
 * which hold, if this share of all that it covers fails. A list of hundreds is not reviewed.
 */
const manyCases = 8
const leastShare = 0.75

/** A check without the step that it judges. */
function nameOf(check: string): string {
  return check.slice(check.lastIndexOf('.') + 1)
}

/**
 * The group as one spread, where it fails wherever it ran, or with a pattern on one axis.
 *
 * @param api only where the group is of this API
 */
function wideOf(
  group: readonly Spread[],
  cells: readonly CellResult[],
  api?: string,
): Wide | undefined {
  const [first] = group
  if (first === undefined) return undefined
  const cases = new Set(group.map((spread) => spread.case)).size
  if (cases < fewCases) return undefined
  const checks = [...new Set(group.map(({ check }) => check))]
  const pattern = checks.length === 1 ? `*/${first.check}` : `*${nameOf(first.check)}`
  const failing = group.flatMap((spread) => spread.failing)
  const all = cells.flatMap((cell) =>
    cell.checks
      .filter(({ id, verdict }) => isDecided(verdict) && matchesGlob(pattern, `${cell.case}/${id}`))
      .map(() => cell),
  )
  if (api === undefined) {
    const isWide = patterns(failing, all).every((where) => Object.keys(where).length <= 1)
    return isWide ? { pattern, spread: { ...first, failing, all }, instead: group } : undefined
  }
  const [inside = [], outside = []] = [true, false].map((isInside) =>
    all.filter((cell) => (cell.api === api) === isInside),
  )
  const least = inside.length * (cases < manyCases ? 1 : leastShare)
  if (failing.length < least) return undefined
  const spread = { ...first, failing, all: [...failing, ...outside] }
  return { pattern, spread, instead: group }
}

/** Patterns that name a value on each of the `named` axes. */
function split(
  failing: readonly Where[],
  all: readonly Where[],
  [axis, ...named]: readonly Axis[],
): Partial<Where>[] {
  if (axis === undefined) return patterns(failing, all)
  return [...new Set(failing.map((where) => where[axis]))].flatMap((value) => {
    const at = (where: Where): boolean => where[axis] === value
    const inner = split(failing.filter(at), all.filter(at), named)
    return inner.map((where) => ({ [axis]: value, ...where }))
  })
}

/** The fewest patterns that match all of `failing` and nothing else of `all`. */
function patterns(failing: readonly Where[], all: readonly Where[]): Partial<Where>[] {
  if (failing.length >= all.length) return [{}]
  for (const axis of axes) {
    const values = [...new Set(failing.map((where) => where[axis]))]
    const covered = all.filter((where) => values.includes(where[axis]))
    if (covered.length === failing.length) return values.map((value) => ({ [axis]: value }))
  }
  const axis = axes.find((name) => new Set(all.map((one) => one[name])).size > 1)
  // The same place twice, failing once: no pattern distinguishes them.
  if (axis === undefined) return failing.slice(0, 1).map(locationOf)
  return split(failing, all, [axis])
}
