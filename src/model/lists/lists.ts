/**
 * Lists of any length. A call takes each element of a spread list on the stack, which overflows at
 * about 120,000 of them, so `push(...list)` and `Math.max(...list)` are not used.
 */

/** Adds `more` at the end of `list`. */
export function append<T>(list: T[], more: Iterable<T>): void {
  for (const item of more) list.push(item)
}

/** `list` with each element mapped; the very same list where no element changes. */
export function mapSame<T>(list: readonly T[], map: (item: T) => T): readonly T[] {
  const mapped = list.map(map)
  return mapped.every((item, at) => item === list[at]) ? list : mapped
}

/** The sum of `numbers`; 0 without any. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** The largest of `numbers`; -Infinity without any. */
export function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), -Infinity)
}

/** The smallest of `numbers`; Infinity without any. */
export function smallest(numbers: readonly number[]): number {
  return numbers.reduce((least, number) => Math.min(least, number), Infinity)
}

/**
 * For each of `values`, whether it came before. Servers decide how long such lists are, so no value is
 * compared with each other one.
 */
export function cameBefore(values: readonly unknown[]): boolean[] {
  const seen = new Set<unknown>()
  return values.map((value) => {
    const isKnown = seen.has(value)
    seen.add(value)
    return isKnown
  })
}
