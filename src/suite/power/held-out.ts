/** Tries an order on defects that were left out when it was worked out. */
import type { Cell } from '../../model/plan.ts'
import type { Power } from '../../model/run/power.ts'
import { finding, stepsKnown } from './worth.ts'

export interface Fold {
  /** What an order is worked out from. */
  readonly known: Power
  /** What it is tried on: what the cases find of the defects left out. */
  readonly left: Power
}

/**
 * Splits the defects at random into folds: each is left out once.
 *
 * @param folds how many
 * @param random from 0 to 1, by seed
 */
export function heldOut(power: Power, folds: number, random: () => number): Fold[] {
  const foldOf = power.defects.map(() => Math.floor(random() * folds))
  return Array.from({ length: folds }, (_, fold) => ({
    known: onlyOf(power, (at) => foldOf[at] !== fold),
    left: onlyOf(power, (at) => foldOf[at] === fold),
  }))
}

/** What the cases find of some defects. */
function onlyOf({ defects, cases }: Power, isKept: (defect: number) => boolean): Power {
  const kept = [...cases].map(([api, ofApi]) => {
    const steps = [...ofApi].map(
      ([id, all]) =>
        [id, all.map((step) => ({ ...step, finds: finding(step.finds, isKept) }))] as const,
    )
    return [api, new Map(steps)] as const
  })
  return { defects, cases: new Map(kept) }
}

/** Indices of the defects that one play of the cells finds, by checks that are no behaviours. */
export function foundBy(cells: readonly Cell[], power: Power): ReadonlySet<number> {
  const known = cells.flatMap((cell) => stepsKnown(power, cell))
  return new Set(known.flatMap(({ finds }) => [...finds.must, ...finds.should]))
}
