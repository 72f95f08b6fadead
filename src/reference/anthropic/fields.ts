/** Refusals in the words of the Messages API, and members with their ranges; null counts as absent. */
import { refuse, type JsonObject } from '../answer.ts'

/** Refuses with 400 invalid_request_error. */
export function invalid(message: string): never {
  return refuse(400, 'bad-request', message)
}

/** Refuses for lack of a member. */
export function missing(at: string): never {
  return invalid(`${at}: Field required`)
}

/** A number within the bounds, both included. */
export function number(
  body: JsonObject,
  name: string,
  low: number,
  high: number,
): number | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number') invalid(`${name}: Input should be a valid number`)
  if (value < low) invalid(`${name}: Input should be greater than or equal to ${low}`)
  if (value > high) invalid(`${name}: Input should be less than or equal to ${high}`)
  return value
}

/** As `number`, for whole numbers. */
export function integer(body: JsonObject, name: string, low: number): number | undefined {
  const value = number(body, name, low, Number.MAX_SAFE_INTEGER)
  if (value !== undefined && !Number.isInteger(value)) {
    invalid(`${name}: Input should be a valid integer`)
  }
  return value
}
