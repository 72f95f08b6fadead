/** Equality of JSON values: the order of an object's members means nothing (RFC 8259 section 4). */
import { isDeepStrictEqual } from 'node:util'
import { isObject } from '../../model/json/shape.ts'

/** Whether two JSON values are the same. */
export function sameJson(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one, other)
}

/** A text that JSON values have in common exactly where they are the same. */
export function jsonKey(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    isObject(member) ? Object.fromEntries(Object.entries(member).toSorted(byName)) : member,
  )
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}
