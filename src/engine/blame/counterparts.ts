import type { Cell } from '../../model/plan.ts'
import type { EndpointKind } from '../../model/names.ts'
import { counterpartId } from '../../target/resolve/counterpart.ts'

/** A cell and the same one on the other target: case × API × the same model. */
export interface Counterpart {
  readonly here: Cell
  readonly there: Cell
}

/** Those of `cells` that are planned on the other target as well. */
export function counterparts(cells: readonly Cell[], planned: readonly Cell[]): Counterpart[] {
  return cells.flatMap((here) => {
    const there = sameOf(here, planned)
    return there === undefined ? [] : [{ here, there }]
  })
}

function sameOf(here: Cell, planned: readonly Cell[]): Cell | undefined {
  const same = planned.filter(
    (there) =>
      there.case.id === here.case.id &&
      there.api === here.api &&
      there.model.id === counterpartId(here.model.id, there.endpoint.kind as EndpointKind),
  )
  return same.find(({ region }) => region === here.region) ?? same[0]
}
