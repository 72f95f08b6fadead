/** A function that computes once for each key. */
export function memo<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, { readonly value: Value }>()
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before.value
    const value = compute(key)
    known.set(key, { value })
    return value
  }
}

interface Node<Value> {
  readonly below: Map<unknown, Node<Value>>
  entry?: { readonly value: Value }
}

/** Computes once for each row of keys, each of which is compared by identity. */
export function memoByAll<Value>(): (keys: readonly unknown[], compute: () => Value) => Value {
  const root: Node<Value> = { below: new Map() }
  return (keys, compute) => {
    let node = root
    for (const key of keys) {
      const next: Node<Value> = node.below.get(key) ?? { below: new Map() }
      node.below.set(key, next)
      node = next
    }
    node.entry ??= { value: compute() }
    return node.entry.value
  }
}
