import type { Catalogue } from '../../model/case.ts'
import type { Cell } from '../../model/plan.ts'
import type { Target } from '../../model/target.ts'
import type { FrontName } from '../../model/words.ts'
import { planCells } from '../../suite/compile/expand.ts'
import { counterpartId } from '../../target/resolve/counterpart.ts'

/** A cell and the same one on the other target: case × API × the same model. */
export interface Counterpart {
  readonly here: Cell
  readonly there: Cell
}

/** Those of `cells` that the other target has as well, with the checks that were asked for. */
export function counterparts(
  cells: readonly Cell[],
  catalogue: Catalogue,
  other: Target,
): Counterpart[] {
  const planned = planCells(catalogue, other)
  return cells.flatMap((here) => {
    const { wants } = here
    const found = sameOf(here, planned)
    if (found === undefined) return []
    const there = { ...found, case: here.case, ...(wants !== undefined && { wants }) }
    return [{ here, there }]
  })
}

function sameOf(here: Cell, planned: readonly Cell[]): Cell | undefined {
  const same = planned.filter(
    (there) =>
      there.case.id === here.case.id &&
      there.api === here.api &&
      there.model.id === counterpartId(here.model.id, there.surface.front as FrontName),
  )
  return same.find(({ region }) => region === here.region) ?? same[0]
}
