/** Lists of a command line: items between commas, a comma within an item as `\,`. */

/** `a, b` → `['a', 'b']`, and `a\,b` → `['a,b']`; empty items are slips of the comma. */
export function splitList(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((item) => item.trim().replaceAll('\\,', ','))
    .filter((item) => item !== '')
}

/** The list that `splitList` reads as these items. */
export function joinList(items: readonly string[]): string {
  return items.map((item) => item.replaceAll(',', '\\,')).join(',')
}
