/** How much of a value a schema looks at: Ajv makes an object of each mistake. */
import { isObject } from '../../../model/json/shape.ts'

/**
 * Weight of the items of all lists of a value that are looked at: 3,125 objects or lists, or 50,000
 * numbers or texts. A list of one kind of item that is wrong shows it in its first ones.
 */
const most = 50_000

/** Items that each list keeps: as many as a schema may demand. */
const least = 2

const weights = { composed: 16, simple: 1 }

/** The value, or a copy whose lists end where the limit is reached. */
export function within(value: unknown): unknown {
  return weightOf(value, most) <= most ? value : shortened(value, { left: most })
}

/** Weight of the items of all lists below; it stops counting above `limit`. */
function weightOf(value: unknown, limit: number): number {
  if (typeof value !== 'object' || value === null) return 0
  const isList = Array.isArray(value)
  let weight = 0
  for (const part of isList ? value : Object.values(value)) {
    if (isList) weight += itemWeight(part)
    if (weight <= limit) weight += weightOf(part, limit - weight)
    if (weight > limit) break
  }
  return weight
}

function itemWeight(item: unknown): number {
  return typeof item === 'object' && item !== null ? weights.composed : weights.simple
}

function shortened(value: unknown, room: { left: number }): unknown {
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, shortened(member, room)]),
    )
  }
  if (!Array.isArray(value)) return value
  const kept: unknown[] = []
  for (const item of value) {
    room.left -= itemWeight(item)
    if (room.left < 0 && kept.length >= least) break
    kept.push(shortened(item, room))
  }
  return kept
}
