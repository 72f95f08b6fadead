/** Sizes of what the page holds, in bytes of the finished file. */

/** JSON as it can stand in a script element: no `<`, and no line separators. */
export function embedded(json: string): string {
  return json
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`)
}

/** Bytes of `value` in the page. */
export function sizeOf(value: unknown): number {
  return Buffer.byteLength(embedded(JSON.stringify(value)))
}

/** After as many items that are too large, the others are not tried. */
const mostMisses = 40

/** Keeps those of `items`, in order, that fit into `bytes` together; a few too large are passed over. */
export function fitting<T>(items: Iterable<T>, bytes: number): T[] {
  const kept: T[] = []
  let left = bytes
  let misses = 0
  for (const item of items) {
    const size = sizeOf(item) + 1
    if (size > left) {
      misses += 1
      if (misses > mostMisses) break
      continue
    }
    left -= size
    kept.push(item)
  }
  return kept
}

/** The results of `map`, each made only when it is asked for. */
export function* lazily<T, U>(items: readonly T[], map: (item: T) => U): Generator<U> {
  for (const item of items) yield map(item)
}
