/** Small readers for JSON of unknown shape. */
import { excessOf } from '../model/json/bounds.ts'
import type { JsonObject } from './answer.ts'

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value when it is an object, else an empty one. */
export function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

/** The value when it is an array, else an empty one. */
export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The value when it is a string, else nothing. */
export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The entry of that name; a name that a client chooses may be one that every object has. */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

/** The value when it is a number, else nothing. */
export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** The value of a JSON text that is not nested too deeply to be walked; undefined for any other text. */
export function parsedJson(text: string): unknown {
  try {
    return excessOf(text, Infinity) === undefined ? (JSON.parse(text) as unknown) : undefined
  } catch {
    return undefined
  }
}
