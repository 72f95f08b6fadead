import { sizeOf } from './size.ts'

/** A list in which each value occurs once. */
export interface Interned<T> {
  readonly all: readonly T[]
  /** The position of `value`, which is added where it is new. */
  readonly positionOf: (value: T) => number
  /** Bytes of all values in the page. */
  readonly bytes: () => number
}

export function interned<T>(): Interned<T> {
  const all: T[] = []
  const positions = new Map<string, number>()
  let bytes = 0
  return {
    all,
    positionOf(value) {
      const key = JSON.stringify(value)
      const known = positions.get(key)
      if (known !== undefined) return known
      positions.set(key, all.push(value) - 1)
      bytes += sizeOf(value) + 1
      return all.length - 1
    },
    bytes: () => bytes,
  }
}
