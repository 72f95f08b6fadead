/** Refusals and ranges in the native API's words. */
import { refuse, type JsonObject } from '../answer.ts'

/** Refuses with 400 ValidationException. */
export function invalid(message: string): never {
  return refuse(400, 'bad-request', message)
}

/** Smithy's wording for a value that breaks a constraint of the model. */
export function constraint(value: unknown, at: string, rule: string): never {
  const shown = String(JSON.stringify(value) ?? 'null').slice(0, 80)
  return invalid(
    `1 validation error detected: Value '${shown}' at '${at}' failed to satisfy constraint: Member must ${rule}`,
  )
}

/** A finite number within the bounds, both included; null counts as absent. */
export function ranged(
  body: JsonObject,
  name: string,
  at: string,
  low: number,
  high: number,
): number | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number') constraint(value, at, 'be a number')
  if (value < low) constraint(value, at, `have value greater than or equal to ${low}`)
  if (value > high) constraint(value, at, `have value less than or equal to ${high}`)
  return value
}

/** As `ranged`, for whole numbers from 1. */
export function positive(
  body: JsonObject,
  name: string,
  at: string,
  high: number = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const value = ranged(body, name, at, 1, high)
  if (value !== undefined && !Number.isInteger(value)) constraint(value, at, 'be an integer')
  return value
}
