/** Equality of JSON values: the order of an object's members means nothing (RFC 8259 section 4). */
import { isDeepStrictEqual } from 'node:util'

/** Whether two JSON values are the same. */
export function sameJson(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one, other)
}
