/** Members that a value has and its schema does not know: seen, noted, never held against anyone. */
import { escaped } from '../pointer.ts'
import { isObject, type Members } from '../../../model/json/shape.ts'
import { schemaNamed, type Schema } from './files.ts'

/** More names than any API has are no members of a newer version. */
const most = 1000

/** Pointers of unknown members, array indices replaced by `*`, each once; of a thousand at most. */
export function unknownMembers(value: unknown, schemaName: string): ReadonlySet<string> {
  const found = new Set<string>()
  walk(value, rootOf(schemaName), found)
  return found
}

/** What is known of a place in a value. Read from the schemas as far as values lead there. */
interface Known {
  /** Of the place, with `*` for array indices. */
  readonly pointer: string
  readonly items: () => Known
  /** What is known of a member; undefined where no schema names it. */
  readonly member: (name: string) => Known | undefined
  /** Whether members are described here at all. */
  readonly isDescribed: boolean
  /** Whether a schema itself says what other members may be. */
  readonly isOpen: boolean
}

const roots = new Map<string, Known>()

/** By name: the files do not change, and every exchange asks again. */
function rootOf(schemaName: string): Known {
  const known = roots.get(schemaName)
  if (known !== undefined) return known
  const root = schemaNamed(schemaName)
  const made = knownFrom('', [{ schema: root, root }])
  roots.set(schemaName, made)
  return made
}

function knownFrom(pointer: string, schemas: readonly Located[]): Known {
  const all = schemas.flatMap((located) => alternatives(located))
  const objects = all.filter(({ schema }) => isObject(schema))
  const described = objects.filter(({ schema }) => isObject((schema as Members)['properties']))
  const members = new Map<string, Known>()
  let items: Known | undefined
  const itemsOf = (): Known =>
    knownFrom(
      `${pointer}/*`,
      all.flatMap((located) => child(located, 'items')),
    )
  return {
    pointer,
    items: () => (items ??= itemsOf()),
    member: (name) => {
      const met = members.get(name)
      if (met !== undefined) return met
      const found = described.flatMap((located) => property(located, name))
      if (found.length === 0) return undefined
      const member = knownFrom(`${pointer}/${escaped(name)}`, found)
      members.set(name, member)
      return member
    },
    isDescribed: described.length > 0,
    isOpen: objects.some(({ schema }) => 'additionalProperties' in (schema as Members)),
  }
}

/** A schema with the file that its local references point into. */
interface Located {
  readonly schema: Schema
  readonly root: Schema
}

function walk(value: unknown, known: Known, found: Set<string>): void {
  if (found.size >= most) return
  if (Array.isArray(value)) {
    for (const item of value) walk(item, known.items(), found)
    return
  }
  if (!isObject(value) || !known.isDescribed) return
  for (const name of Object.keys(value)) {
    const member = known.member(name)
    if (member !== undefined) walk(value[name], member, found)
    else if (!known.isOpen && found.size < most) found.add(`${known.pointer}/${escaped(name)}`)
  }
}

/** A schema and those that it refers to or combines. */
function alternatives(located: Located): readonly Located[] {
  const { schema } = located
  return isObject(schema) ? combined(located, schema) : []
}

function combined(located: Located, schema: Members): readonly Located[] {
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
  const properties = isObject(schema) ? (schema['properties'] as Members) : {}
  if (!Object.hasOwn(properties, name)) return []
  const next = properties[name]
  return [{ schema: isObject(next) ? next : true, root }]
}
