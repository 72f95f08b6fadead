/** Work that many checks of one exchange need, done once. */

/**
 * A function that works out its result once for each object, and keeps it as long as the object. For
 * objects that do not change, as observations do not.
 */
export function once<K extends object, V>(work: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, { readonly value: V }>()
  return (of) => {
    const before = known.get(of)
    if (before !== undefined) return before.value
    const value = work(of)
    known.set(of, { value })
    return value
  }
}
