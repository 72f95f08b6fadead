/** Makes a value that a simple JSON Schema accepts, out of what the conversation offers. */
import type { JsonObject } from '../answer.ts'
import { asArray, asNumber, asObject, asString, isObject } from '../json.ts'

/** Texts that simple patterns tend to accept. */
const patternGuesses = 'A a 1 AB ab 12 123 ABC abc A1 A-1 ABC-123 1234 12345 2026-01-31'.split(' ')

/** Finds a text for a property in the conversation, if it has one. */
export type Offer = (property: string, type: 'string' | 'number') => string | undefined

const formats: ReadonlyMap<string, string> = new Map([
  ['date', '2026-01-31'],
  ['date-time', '2026-01-31T12:00:00Z'],
  ['time', '12:00:00Z'],
  ['email', 'someone@example.com'],
  ['uri', 'https://example.com/'],
  ['uuid', '123e4567-e89b-42d3-a456-426614174000'],
  ['ipv4', '192.0.2.1'],
  ['hostname', 'example.com'],
])

const samples: ReadonlyMap<string, string> = new Map([
  ['name', 'Alice'],
  ['city', 'Paris'],
  ['location', 'Paris'],
  ['country', 'France'],
  ['title', 'A short title'],
  ['unit', 'celsius'],
  ['color', 'blue'],
  ['colour', 'blue'],
  ['language', 'English'],
  ['sentiment', 'positive'],
])

/** An instance of the schema; `$ref` is looked up in `root`. */
export function instanceOf(
  schema: unknown,
  offer: Offer,
  property = 'value',
  root: JsonObject = asObject(schema),
  depth = 0,
): unknown {
  if (!isObject(schema) || depth > 12) return depth > 12 ? null : 'text'
  const make = (child: unknown, name = property): unknown =>
    instanceOf(child, offer, name, root, depth + 1)
  if ('const' in schema) return schema['const']
  const choices = asArray(schema['enum'])
  if (choices.length > 0)
    return choices.find((value) => offer(property, 'string') === value) ?? choices[0]
  const reference = asString(schema['$ref'])
  if (reference !== undefined) return make(lookUp(root, reference))
  for (const union of ['anyOf', 'oneOf']) {
    const [first] = asArray(schema[union])
    if (first !== undefined) return make(first)
  }
  const parts = asArray(schema['allOf'])
  if (parts.length > 0) return make(merged(schema, parts))
  switch (typeOf(schema)) {
    case 'object':
      return objectOf(schema, make)
    case 'array':
      return arrayOf(schema, make)
    case 'string':
      return textOf(schema, property, offer)
    case 'integer':
    case 'number':
      return numberOf(schema, property, offer)
    case 'boolean':
      return true
    default:
      return null
  }
}

function typeOf(schema: JsonObject): string {
  const [first] = Array.isArray(schema['type']) ? schema['type'] : [schema['type']]
  if (typeof first === 'string') return first
  if (isObject(schema['properties'])) return 'object'
  return schema['items'] === undefined ? 'string' : 'array'
}

function lookUp(root: JsonObject, reference: string): unknown {
  let here: unknown = root
  for (const step of reference.replace(/^#\/?/u, '').split('/').filter(Boolean)) {
    here = asObject(here)[step.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return here
}

function merged(schema: JsonObject, parts: readonly unknown[]): JsonObject {
  const { allOf: _, ...own } = schema
  const all = [...parts.map(asObject), own]
  return {
    ...Object.assign({}, ...all),
    properties: Object.assign({}, ...all.map((part) => asObject(part['properties']))),
    required: all.flatMap((part) => asArray(part['required'])),
  }
}

type Make = (child: unknown, name?: string) => unknown

function objectOf(schema: JsonObject, make: Make): JsonObject {
  const properties = asObject(schema['properties'])
  const made = new Map(
    Object.entries(properties).map(([name, child]) => [name, make(child, name)] as const),
  )
  for (const name of asArray(schema['required'])) {
    if (typeof name === 'string' && !made.has(name)) made.set(name, 'text')
  }
  return Object.fromEntries(made)
}

function arrayOf(schema: JsonObject, make: Make): unknown[] {
  const size = Math.min(Math.max(asNumber(schema['minItems']) ?? 1, 1), 100)
  const fixed = asArray(schema['prefixItems'])
  const wanted = Math.min(size, asNumber(schema['maxItems']) ?? size)
  return Array.from({ length: Math.max(wanted, fixed.length) }, (_, at) =>
    make(fixed[at] ?? schema['items'] ?? {}),
  )
}

function textOf(schema: JsonObject, property: string, offer: Offer): string {
  const format = formats.get(asString(schema['format']) ?? '')
  const pattern = asString(schema['pattern'])
  const candidates = [
    offer(property, 'string'),
    format,
    samples.get(property.toLowerCase()),
    `a ${property}`,
    ...patternGuesses,
  ].filter((text) => text !== undefined)
  const fitting = candidates.find((text) => fits(text, schema, pattern))
  return fitting ?? 'text'.repeat(200).slice(0, asNumber(schema['minLength']) ?? 4)
}

function fits(text: string, schema: JsonObject, pattern: string | undefined): boolean {
  const length = [...text].length
  if (length < (asNumber(schema['minLength']) ?? 0)) return false
  if (length > (asNumber(schema['maxLength']) ?? Number.POSITIVE_INFINITY)) return false
  if (pattern === undefined || pattern.length > 200) return true
  try {
    return new RegExp(pattern, 'u').test(text)
  } catch {
    return true
  }
}

function numberOf(schema: JsonObject, property: string, offer: Offer): number {
  const low = asNumber(schema['minimum']) ?? asNumber(schema['exclusiveMinimum']) ?? -Infinity
  const high = asNumber(schema['maximum']) ?? asNumber(schema['exclusiveMaximum']) ?? Infinity
  const step = asNumber(schema['multipleOf']) ?? 1
  const offered = Number(offer(property, 'number') ?? Number.NaN)
  const whole = typeOf(schema) === 'integer' ? Math.round(offered) : offered
  if (whole > low && whole < high) return whole
  if (low === -Infinity && high === Infinity) return 1
  if (low === -Infinity) return Math.floor((high - 1) / step) * step
  if (high === Infinity) return Math.ceil((low + 1) / step) * step
  return high - low > 2 * step ? Math.ceil((low + step) / step) * step : low
}
