/** Where two versions of one output item differ. */
import { isObject } from '../../model/json/shape.ts'

export interface Difference {
  /** JSON Pointer into the item. */
  readonly pointer: string
  readonly expected: unknown
  readonly received: unknown
}

/** OpenAI and Azure encrypt these anew each time that they write an item. */
const encrypted = new Set(['encrypted_content', 'fingerprint'])

/**
 * The first difference that matters: null, an empty list and an absent member say the same, and
 * so do numbers and names in any order.
 */
export function itemDifference(
  expected: unknown,
  received: unknown,
  pointer = '',
): Difference | undefined {
  const one = plain(expected)
  const other = plain(received)
  if (one === other) return undefined
  if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
    return first(one.keys(), (index) =>
      itemDifference(one[index], other[index], `${pointer}/${index}`),
    )
  }
  if (isObject(one) && isObject(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)])
    return first(names, (name) =>
      encrypted.has(name)
        ? undefined
        : itemDifference(one[name], other[name], `${pointer}/${name}`),
    )
  }
  return { pointer, expected, received }
}

function plain(value: unknown): unknown {
  if (value === null || (Array.isArray(value) && value.length === 0)) return undefined
  return value
}

function first<Key>(
  keys: Iterable<Key>,
  find: (key: Key) => Difference | undefined,
): Difference | undefined {
  for (const key of keys) {
    const found = find(key)
    if (found !== undefined) return found
  }
  return undefined
}
