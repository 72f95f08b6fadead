import type { Cell } from '../../model/plan.ts'
import type { Bought, Power } from '../../model/run/power.ts'
import { worthOf } from './worth.ts'

/**
 * How much of what the whole suite finds the cells that were sent would have found; undefined where
 * nothing is known of them.
 *
 * @param whole all cells of the suite on the APIs that were asked for
 */
export function boughtBy(
  sent: readonly Cell[],
  whole: readonly Cell[],
  power: Power,
): Omit<Bought, 'requests'> | undefined {
  const all = defectsOf(whole, power)
  if (all.size === 0) return undefined
  const finds = [...defectsOf(sent, power)].filter((defect) => all.has(defect)).length
  const share = Math.round((finds / all.size) * 1000) / 1000
  return { share, finds, of: all.size, leftOut: Math.max(0, whole.length - sent.length) }
}

function defectsOf(cells: readonly Cell[], power: Power): Set<string> {
  return new Set(cells.flatMap((cell) => [...worthOf(power, cell).keys()]))
}
