/** Cells with only the checks that were asked for, and the parts of them that can be sent alone. */
import type { Case, Check } from '../../model/case.ts'
import { memoByAll } from '../../model/lists/memo.ts'
import { levels, type Kind, type Level } from '../../model/names.ts'
import { possibleChecks, type Cell, type CellLocation } from '../../model/plan.ts'
import type { NameSelection } from '../../model/text/selection.ts'
import type { Offer } from '../power/budget.ts'
import type { Wants } from './checks.ts'
import type { Compile } from './compile.ts'
import { refusalRule } from './refusal.ts'
import { judgesPart, partsOf, trimCase } from './trim.ts'

export interface Narrower {
  /** The cell of a location with only what was asked for; undefined where no check of it is left. */
  readonly cellOf: (location: CellLocation) => Cell | undefined
  /**
   * What a budget may buy of such a cell.
   *
   * @param named names what of a part other cells send alike
   */
  readonly offerOf: (whole: Cell, named: (part: Cell) => Cell) => Offer
}

/**
 * Narrows cells to the checks that are selected.
 *
 * @param level of them, only those of this level or a stricter one; absent: all
 */
export function createNarrower(
  compile: Compile,
  selection: NameSelection,
  level: Level | undefined,
): Narrower {
  const askedOf = (id: string, isLight: boolean): Asked => {
    const isNamed = selection.checksOf(id)
    return { isLight, ...(isNamed && { isNamed }), ...(level && { level }) }
  }
  // Cells that share what is wanted share their compiled checks.
  const shared = memoByAll<Narrowed | undefined>()
  const narrowedTo = (location: CellLocation): Narrowed | undefined => {
    const { case: whole, api, model, endpoint } = location
    return shared([whole, api, model.family, endpoint.kind], () =>
      narrowed(compile, location, askedOf(whole.id, false)),
    )
  }
  const withoutBehaviours = (cell: Cell): Cell | undefined => {
    if (!cell.case.checks.some(isBehaviour)) return cell
    return compiled(compile, cell, narrowed(compile, cell, askedOf(cell.case.id, true)))
  }
  return {
    cellOf: (location) => compiled(compile, location, narrowedTo(location)),
    offerOf: (whole, named) => {
      const cut = withoutBehaviours(whole)
      if (cut === undefined) return { whole, parts: [], only: () => whole }
      const light = cut === whole ? whole : named(cut)
      const parts = partsOf(light.case).map((steps) => cutTo(compile, light, steps))
      return {
        whole,
        parts: parts.length === 0 ? [light] : parts.filter(isJudged).map(named),
        only: (steps) =>
          steps.size === light.steps.length ? light : named(cutTo(compile, light, steps)),
      }
    },
  }
}

/** Which checks of a case were asked for; an absent member leaves none out. */
interface Asked {
  readonly isNamed?: (check: string) => boolean
  readonly level?: Level
  /** Without behaviours. */
  readonly isLight: boolean
}

/** A case with only what was asked for, and which of the checks that join it were. */
interface Narrowed {
  readonly case: Case
  readonly wants?: Wants
}

function compiled(
  compile: Compile,
  location: CellLocation,
  narrowedTo: Narrowed | undefined,
): Cell | undefined {
  return narrowedTo && compile({ ...location, case: narrowedTo.case }, narrowedTo.wants)
}

/** The case of a location with only what was asked for; undefined when no check of it is left. */
function narrowed(
  compile: Compile,
  location: CellLocation,
  { isNamed: isAsked, level, isLight }: Asked,
): Narrowed | undefined {
  // The refusal stands for the whole case, so that whoever asks for it asks for the case.
  const asksRefusal = isAsked?.(refusalRule.id) === true && compile(location).refusal !== undefined
  const isNamed = asksRefusal ? undefined : isAsked
  if (isNamed === undefined && level === undefined && !isLight) return { case: location.case }
  const last = levels.indexOf(level ?? 'may')
  const wants: Wants = (check) =>
    (isNamed?.(check.id) ?? true) &&
    levels.indexOf(check.level) <= last &&
    !(isLight && isBehaviour(check))
  const joined = new Set(
    compile(location)
      .steps.filter((step) => possibleChecks(step).some(wants))
      .map(({ id }) => id),
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

function isJudged({ steps }: Cell): boolean {
  return steps.some((step) => possibleChecks(step).length > 0)
}

function isBehaviour({ kind }: { readonly kind: Kind }): boolean {
  return kind === 'behaviour'
}
