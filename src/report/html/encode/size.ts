/** Sizes of what the page holds, in bytes of the finished file. */

/** JSON as it can stand in a script element: no `<`, and no line separators. */
export function embedded(json: string): string {
  return json.replace(/[<\u2028\u2029]/g, escaped)
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
}

/** Bytes of `value` in the page. */
export function sizeOf(value: unknown): number {
  return Buffer.byteLength(embedded(JSON.stringify(value)))
}

/** Keeps those of `items`, in order, that fit into `bytes` together; an item too large is passed over. */
export function fitting<T>(items: Iterable<T>, bytes: number): T[] {
  const kept: T[] = []
  let left = bytes
  for (const item of items) {
    if (left <= 0) break
    const size = sizeOf(item) + 1
    if (size > left) continue
    left -= size
    kept.push(item)
  }
  return kept
}
