/** Looks into JSON of unknown shape without ever throwing. */
import { excessOf } from './bounds.ts'

export type Members = Readonly<Record<string, unknown>>

/** True for a JSON object: neither null nor an array. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value when it is a JSON object, else an object without members. */
export function asObject(value: unknown): Members {
  return isObject(value) ? value : {}
}

/** The value when it is an array, else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}

/** The objects of an array; whatever else it holds, or is, counts as nothing. */
export function objectsOf(value: unknown): readonly Members[] {
  return listOf(value).filter(isObject)
}

/** The value when it is a string, else undefined. */
export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The value when it is a number, else undefined. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** The value when it is a whole number from 0, as an index must be, else undefined. */
export function asIndex(value: unknown): number | undefined {
  return Number.isInteger(value) && Number(value) >= 0 ? Number(value) : undefined
}

/** A stream is asked for JSON, too: it is refused at its first byte, not by an error. */
const beginsAsJson = /^[\t\n\r ]*["[{0-9tfn-]/

/** The value parsed when it is JSON text within the limits of `bounds.ts`, else undefined. */
export function parseJson(text: string): unknown {
  if (!beginsAsJson.test(text) || excessOf(text) !== undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The value as JSON text: empty where it has none, or is nested too deeply to be written. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}
