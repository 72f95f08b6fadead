/** New entries for failures that no entry expects: as few and as narrow as the cells allow. */
import { groupBy } from '../../model/lists/group-by.ts'
import type { CellResult, FindingKind } from '../../model/report.ts'
import type { BaselineEntry } from '../../model/target.ts'
import type { Scene } from './entry-state.ts'
import { unreviewedReason } from './review.ts'
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
 * Entries that expect every `fail` of `cells`. Patterns are only given for axes on which the
 * failure is not everywhere; a check that fails with the same code in every case of at least three
 * gets one entry for all cases. No entry covers what a narrowed run left out.
 *
 * @param today ISO date
 */
export function proposeEntries({ cells, selection = {} }: Scene, today: string): BaselineEntry[] {
  const spreads = spreadsOf(cells)
  const sawAllCases = selection.cases === undefined && selection.level === undefined
  const wide = sawAllCases ? widespread(spreads, cells) : []
  const narrowed = axes.filter((axis) => selection[`${axis}s`] !== undefined)
  const names = new Set(wide.map(({ check, code }) => keyOf(check, code)))
  const narrow = spreads.filter(({ check, code }) => !names.has(keyOf(check, code)))
  const record = {
    reason: unreviewedReason(today),
    since: today,
    expires: new Date(Date.parse(today) + daysToReview * 86_400_000).toISOString().slice(0, 10),
  }
  return [...wide, ...narrow].flatMap(({ case: id, check, code, failing, all }) =>
    split(failing, all, narrowed).map((where) => ({
      check: `${id}/${check}`,
      finding: code,
      ...where,
      ...record,
    })),
  )
}

function spreadsOf(cells: readonly CellResult[]): Spread[] {
  const spreads = new Map<string, Spread>()
  for (const cell of cells) {
    for (const check of cell.checks.filter(({ verdict }) => verdict === 'fail')) {
      for (const code of codesOf(kindsShown(check))) {
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

/** Checks that fail with the same code in every cell that has them, over several cases: one defect, one entry. */
function widespread(spreads: readonly Spread[], cells: readonly CellResult[]): Spread[] {
  const groups = groupBy(spreads, ({ check, code }) => [check, code])
  return groups.flatMap((group): Spread[] => {
    const [first] = group
    if (first === undefined || group.length < fewCases) return []
    const failing = group.flatMap((spread) => spread.failing)
    const all = locationsOf(cells, first.check)
    const inEvery = patterns(failing, all).every((where) => Object.keys(where).length <= 1)
    return inEvery ? [{ ...first, case: '*', failing, all }] : []
  })
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
