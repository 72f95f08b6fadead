/** `items` in groups of the same key: groups in order of their first item, items in their order. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): Item[][] {
  return [...indexBy(items, (item) => JSON.stringify(keyOf(item))).values()]
}

/** The groups of `groupBy`, by their keys. */
export function indexBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

/** The last item of each key, in the order in which the keys first appear. */
export function lastOfEach<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()]
}
