/** Member names that one flipped bit made of names which are known: no server spells so, a broken file does. */
import { schemaNamed, schemaNames } from '../../../assertions/json/schema/files.ts'
import { unknownMembers } from '../../../assertions/json/schema/unknown-members.ts'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import type { Observation } from '../../../model/observation.ts'

/** Members that the service sends and its model does not have, as recordings show. */
const unmodelled = ['cacheReadInputTokenCount', 'cacheWriteInputTokenCount', 'serverToolUsage']

/** Shorter names are near each other by chance. */
const shortest = 4

let vocabulary: ReadonlySet<string> | undefined

/** Name of a schema, and whether it is about each item of a stream in place of the whole body. */
export interface NameSchema {
  readonly name: string
  readonly each: boolean
}

/**
 * The first member of a response whose name is unknown, and known but for one bit.
 */
export function flippedName({ body, items }: Observation, schema: NameSchema): Finding | undefined {
  const values = schema.each ? items.map(({ json }) => json) : [body?.json]
  for (const [item, value] of values.entries()) {
    for (const pointer of unknownMembers(value, schema.name)) {
      const found = meant(value, pointer)
      if (found !== undefined) return flipped(found, pointer, schema.each ? item : undefined)
    }
  }
  return undefined
}

interface Flipped {
  readonly name: string
  readonly known: string
}

function flipped({ name, known }: Flipped, pointer: string, item: number | undefined): Finding {
  const message = 'A member has a name that one flipped bit made of a known one.'
  const at = { pointer, ...(item !== undefined && { item }) }
  return finding('har.flipped-name', message, JSON.stringify(known), JSON.stringify(name), at)
}

/** The known name that is missing where the unknown one stands. */
function meant(value: unknown, pointer: string): Flipped | undefined {
  const tokens = pointer.split('/').slice(1).map(unescaped)
  const name = tokens.at(-1) ?? ''
  // A name that is known elsewhere is spelt as it was meant, wherever it stands.
  if (name.length < shortest || knownNames().has(name)) return undefined
  const owners = objectsAt(value, tokens.slice(0, -1)).filter((owner) => Object.hasOwn(owner, name))
  for (const known of knownNames()) {
    if (!isOneBitOff(name, known)) continue
    if (owners.some((owner) => !Object.hasOwn(owner, known))) return { name, known }
  }
  return undefined
}

/** RFC 6901 section 4. */
function unescaped(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** Every object at a pointer in which `*` stands for all elements of a list. */
function objectsAt(value: unknown, tokens: readonly string[]): readonly object[] {
  const [token, ...rest] = tokens
  if (token === undefined) return typeof value === 'object' && value !== null ? [value] : []
  if (Array.isArray(value)) return value.flatMap((item: unknown) => objectsAt(item, rest))
  if (typeof value !== 'object' || value === null) return []
  const member = Object.entries(value).find(([name]) => name === token)
  return member === undefined ? [] : objectsAt(member[1], rest)
}

function isOneBitOff(name: string, known: string): boolean {
  if (name.length !== known.length) return false
  let bits = 0
  for (let index = 0; index < name.length && bits < 2; index += 1) {
    let change = name.charCodeAt(index) ^ known.charCodeAt(index)
    for (; change > 0; change >>>= 1) bits += change & 1
  }
  return bits === 1
}

function knownNames(): ReadonlySet<string> {
  vocabulary ??= new Set([
    ...schemaNames().flatMap((name) => namesIn(schemaNamed(name))),
    ...unmodelled,
  ])
  return vocabulary
}

/** Names of the members that a schema describes, at any depth. */
function namesIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(namesIn)
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([keyword, part]: [string, unknown]) => {
    const isList = keyword === 'properties' && typeof part === 'object' && part !== null
    return [...(isList ? Object.keys(part) : []), ...namesIn(part)]
  })
}
