/** Whether a JSON Schema is one: the keywords that tools and structured output rely on. */
import { isObject } from '../json.ts'

const types = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'])
const nested = [
  'items',
  'additionalProperties',
  'not',
  'contains',
  'propertyNames',
  'if',
  'then',
  'else',
]
const lists = ['anyOf', 'oneOf', 'allOf', 'prefixItems']
const maps = ['properties', '$defs', 'definitions', 'patternProperties']

/** What is wrong with a schema, with the place; undefined when nothing is. */
export function schemaProblem(schema: unknown, at = 'schema', depth = 0): string | undefined {
  if (typeof schema === 'boolean') return undefined
  if (!isObject(schema)) return `${at} is not an object`
  if (depth > 50) return `${at} is nested too deeply`
  return (
    typeProblem(schema['type'], at) ?? keywordProblem(schema, at) ?? childProblem(schema, at, depth)
  )
}

function typeProblem(type: unknown, at: string): string | undefined {
  if (type === undefined) return undefined
  const given = Array.isArray(type) ? type : [type]
  const wrong = given.find((name) => typeof name !== 'string' || !types.has(name))
  return given.length === 0 || wrong !== undefined
    ? `${at}.type ${JSON.stringify(wrong ?? type)} is not valid under any of the given schemas`
    : undefined
}

function keywordProblem(schema: Record<string, unknown>, at: string): string | undefined {
  const { required, enum: values, pattern } = schema
  if (required !== undefined) {
    const names = Array.isArray(required) && required.every((name) => typeof name === 'string')
    if (!names) return `${at}.required is not an array of strings`
  }
  if (values !== undefined && !Array.isArray(values)) return `${at}.enum is not an array`
  if (pattern !== undefined && typeof pattern !== 'string') return `${at}.pattern is not a string`
  for (const bound of ['minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum']) {
    const value = schema[bound]
    if (value !== undefined && typeof value !== 'number') return `${at}.${bound} is not a number`
  }
  return undefined
}

function childProblem(
  schema: Record<string, unknown>,
  at: string,
  depth: number,
): string | undefined {
  for (const [path, child] of children(schema)) {
    const problem = schemaProblem(child, `${at}.${path}`, depth + 1)
    if (problem) return problem
  }
  for (const name of maps) {
    if (schema[name] !== undefined && !isObject(schema[name]))
      return `${at}.${name} is not an object`
  }
  for (const name of lists) {
    if (schema[name] !== undefined && !Array.isArray(schema[name]))
      return `${at}.${name} is not an array`
  }
  return undefined
}

function* children(schema: Record<string, unknown>): Generator<[string, unknown]> {
  for (const name of nested) {
    const child = schema[name]
    if (child !== undefined && !Array.isArray(child)) yield [name, child]
  }
  for (const name of lists) {
    const list = schema[name]
    if (Array.isArray(list))
      for (const [at, child] of list.entries()) yield [`${name}.${at}`, child]
  }
  for (const name of maps) {
    const map = schema[name]
    if (isObject(map))
      for (const [key, child] of Object.entries(map)) yield [`${name}.${key}`, child]
  }
}
