/** Every text of a request, whatever it is there for. */
import { isObject } from '../../model/json/shape.ts'
import type { Observation } from '../../model/observation.ts'
import { requestBody } from './evidence.ts'
import { once } from './once.ts'

/** Members whose values name things, which no model reads. */
const names = new Set(['role', 'type', 'model', 'object'])

/** All strings of the request but names of roles, types and models, joined by line breaks. */
export const requestText = once((observation: Observation): string =>
  stringsOf(requestBody(observation)).join('\n'),
)

/** The same without the turns of the model, which have the faults of the answers that they quote. */
export const instructionText = once((observation: Observation): string =>
  stringsOf(requestBody(observation), 'assistant').join('\n'),
)

/** @param but the role whose messages are left out */
function stringsOf(value: unknown, but?: string): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap((item) => stringsOf(item, but))
  if (!isObject(value) || (but !== undefined && value['role'] === but)) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    names.has(name) && typeof inner === 'string' ? [] : stringsOf(inner, but),
  )
}
