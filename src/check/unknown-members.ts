/** Members that a value has and its schema does not know: seen, noted, never held against anyone. */
import { escaped } from './pointer.ts'
import { isObject, type JsonObject } from './evidence.ts'
import { schemaNamed, type Schema } from './schema-files.ts'

/** Pointers of unknown members, array indices replaced by `*`, each once. */
export function unknownMembers(value: unknown, schemaName: string): readonly string[] {
  const found = new Set<string>()
  const root = schemaNamed(schemaName)
  walk(value, [{ schema: root, root }], '', found)
  return [...found]
}

/** A schema with the file that its local references point into. */
interface Located {
  readonly schema: Schema
  readonly root: Schema
}

function walk(
  value: unknown,
  schemas: readonly Located[],
  pointer: string,
  found: Set<string>,
): void {
  const all = schemas.flatMap((located) => alternatives(located))
  if (Array.isArray(value)) {
    const items = all.flatMap((located) => child(located, 'items'))
    for (const item of value) walk(item, items, `${pointer}/*`, found)
    return
  }
  if (!isObject(value)) return
  const described = all.filter(({ schema }) => isObject(schema) && isObject(schema['properties']))
  if (described.length === 0) return
  for (const [name, member] of Object.entries(value)) {
    const known = described.flatMap((located) => property(located, name))
    const place = `${pointer}/${escaped(name)}`
    if (known.length > 0) walk(member, known, place, found)
    else if (!all.some(({ schema }) => isObject(schema) && 'additionalProperties' in schema)) {
      found.add(place)
    }
  }
}

/** By schema: the files do not change, and every exchange asks again. */
const known = new WeakMap<object, readonly Located[]>()

/** A schema and those that it refers to or combines. */
function alternatives(located: Located): readonly Located[] {
  const { schema } = located
  if (!isObject(schema)) return []
  const found = known.get(schema) ?? combined(located, schema)
  known.set(schema, found)
  return found
}

function combined(located: Located, schema: JsonObject): readonly Located[] {
  const { root } = located
  const referred = typeof schema['$ref'] === 'string' ? [follow(schema['$ref'], root)] : []
  const parts = ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) => {
    const list = schema[keyword]
    return Array.isArray(list) ? list.map((part: Schema) => ({ schema: part, root })) : []
  })
  const branches = ['then', 'else'].flatMap((keyword) => child(located, keyword))
  return [located, ...[...referred, ...parts, ...branches].flatMap((part) => alternatives(part))]
}

/** References are `#/$defs/NAME`, `FILE.json` or `FILE.json#/$defs/NAME`. */
function follow(reference: string, root: Schema): Located {
  const [file = '', path = ''] = reference.split('#')
  const base = file === '' ? root : schemaNamed(file.replace(/\.json$/u, ''))
  let schema: Schema = base
  for (const token of path.split('/').slice(1)) {
    const next: unknown = isObject(schema) ? schema[token] : undefined
    schema = isObject(next) ? next : true
  }
  return { schema, root: base }
}

function child({ schema, root }: Located, keyword: string): readonly Located[] {
  const next = isObject(schema) ? schema[keyword] : undefined
  return isObject(next) ? [{ schema: next, root }] : []
}

function property({ schema, root }: Located, name: string): readonly Located[] {
  const properties = isObject(schema) ? (schema['properties'] as JsonObject) : {}
  if (!Object.hasOwn(properties, name)) return []
  const next = properties[name]
  return [{ schema: isObject(next) ? next : true, root }]
}
