/** The values of `${item}` in the repeats of a step, once earlier steps have been answered. */
import { isDeepStrictEqual } from 'node:util'
import type { PlannedItems } from '../../../model/plan.ts'
import { atPointer } from '../../../model/json/pointer.ts'
import { fill } from './fill.ts'
import type { Values } from './values.ts'

/**
 * The entries that a step is sent for.
 *
 * @returns at most `most` entries, or one sentence why there is no entry
 */
export function itemsOf(
  items: PlannedItems,
  values: Pick<Values, 'lookup' | 'saved'>,
): { readonly list: readonly unknown[] } | { readonly problem: string } {
  if ('list' in items) {
    const filled = fill(items.list, values.lookup)
    if ('value' in filled && Array.isArray(filled.value)) return { list: filled.value }
    return { problem: 'An earlier reply gave no value for an entry of `each`.' }
  }
  const given = values.saved(items.from)
  if (!Array.isArray(given)) return { problem: `An earlier reply gave no list ${items.from}.` }
  const list = given
    .filter((entry) => fits(entry, items.where))
    .map((entry) => atPointer(entry, items.at))
    .filter((entry) => entry !== undefined && entry !== null)
  if (list.length === 0) {
    return { problem: `The list ${items.from} has no matching entry, so the step was not sent.` }
  }
  return { list: list.slice(0, items.most) }
}

/** An entry without the member fits too. */
function fits(entry: unknown, where: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(where).every(([pointer, wanted]) => {
    const value = atPointer(entry, pointer)
    return value === undefined || isDeepStrictEqual(value, wanted)
  })
}
