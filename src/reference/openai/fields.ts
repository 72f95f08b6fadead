/** Members of a request body with their types and ranges; null counts as absent. */
import { refuse, type JsonObject } from '../answer.ts'

/** Refuses with 400, naming the member. */
export function bad(param: string, message: string): never {
  return refuse(400, 'bad-request', message, { param })
}

export function present(body: JsonObject, name: string): boolean {
  return body[name] !== undefined && body[name] !== null
}

/** True or false; undefined where the member is absent or null. */
export function flag(body: JsonObject, name: string): boolean | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'boolean') bad(name, `${name} must be a boolean.`)
  return value
}

/** A finite number within the bounds, both included. */
export function number(
  body: JsonObject,
  name: string,
  low: number,
  high: number,
): number | undefined {
  if (!present(body, name)) return undefined
  const value = body[name]
  if (typeof value !== 'number') bad(name, `${name} must be a number.`)
  if (!(value >= low && value <= high)) bad(name, `${name} must be from ${low} to ${high}.`)
  return value
}

/** A whole number within the bounds, both included. */
export function integer(
  body: JsonObject,
  name: string,
  low: number,
  high: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const value = number(body, name, low, high)
  if (value !== undefined && !Number.isInteger(value)) bad(name, `${name} must be a whole number.`)
  return value
}

export function listOf(body: JsonObject, name: string): readonly unknown[] {
  const value = body[name]
  if (!Array.isArray(value)) bad(name, `${name} must be an array.`)
  return value
}

/** One of the given words. */
export function oneOf<T extends string>(
  body: JsonObject,
  name: string,
  words: readonly T[],
): T | undefined {
  if (!present(body, name)) return undefined
  const found = words.find((word) => word === body[name])
  if (found === undefined) bad(name, `${name} must be one of: ${words.join(', ')}.`)
  return found
}
