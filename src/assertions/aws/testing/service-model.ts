/** Bedrock's service model, as AWS's own client carries it. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as sdk from '@aws-sdk/client-bedrock-runtime'

/** A structure or union of the model. */
export interface Structure {
  readonly name: string
  /** Each with the reference to its schema. */
  readonly members: ReadonlyMap<string, unknown>
  readonly required: readonly string[]
  /** Of an exception. */
  readonly httpStatus?: number
}

/** Tags of structures, exceptions and unions in the client's schemas; 1 is a list. */
const structureTags: readonly unknown[] = [3, -3, 4]

const exported: Readonly<Record<string, unknown>> = { ...sdk }

/** The structure that a reference leads to, lists and traits of members removed; none for scalars. */
export function structureAt(reference: unknown): Structure | undefined {
  const found: unknown = typeof reference === 'function' ? reference() : reference
  if (!Array.isArray(found)) return undefined
  const [tag, , name, traits, members, types, required = 0] = found as readonly unknown[]
  if (tag === 1) return structureAt(members)
  if (!structureTags.includes(tag)) return structureAt(tag) // a reference with traits of its member
  if (!Array.isArray(members) || !Array.isArray(types)) return undefined
  const names = members.map(String)
  const status = (traits as { httpError?: number } | 0 | undefined) || {}
  return {
    name: String(name),
    members: new Map(names.map((member, at) => [member, types[at] as unknown])),
    required: names.slice(0, Number(required)), // the client sorts required members first
    ...(status.httpError !== undefined && { httpStatus: status.httpError }),
  }
}

/** Whether the client's schema of that name is a union. */
export function isUnion(name: string): boolean {
  const schema = exported[`${name}$`]
  return Array.isArray(schema) && schema[0] === 4
}

/** @throws Error when the client exports no such schema */
export function structureNamed(name: string): Structure {
  const found = structureAt(exported[`${name}$`])
  if (found === undefined) throw new Error(`@aws-sdk/client-bedrock-runtime has no ${name}.`)
  return found
}

/** Exceptions of the operations that the suite calls: not the client's base, nor that of asynchronous invocation. */
export const exceptionNames: readonly string[] = Object.keys(exported)
  .filter((key) => key.endsWith('Exception$') && !/Service(?=Exc)|Conflict/.test(key))
  .map((key) => key.slice(0, -1))

const main = createRequire(import.meta.url).resolve('@aws-sdk/client-bedrock-runtime')
const declarations = readFileSync(
  join(dirname(main), '..', 'dist-types', 'models', 'models_0.d.ts'),
  'utf8',
)

/** Name and values of the enumeration that a member is of; only the declarations tell. */
export function enumOf(
  structure: string,
  member: string,
): { readonly name: string; readonly values: readonly string[] } | undefined {
  const body = new RegExp(`^export interface ${structure} \\{\\n([\\s\\S]*?)^\\}`, 'm').exec(
    declarations,
  )?.[1]
  const type = new RegExp(`^ {4}${member}\\??: (\\w+)`, 'm').exec(body ?? '')?.[1] ?? ''
  const found = exported[type]
  if (typeof found !== 'object' || found === null) return undefined
  return { name: type, values: Object.values(found).map(String) }
}

/** Every member below these structures, and every value of their enumerations, as `Shape.name`. */
export function namesBelow(roots: readonly string[]): string[] {
  const seen = new Set<string>()
  const names = new Set<string>()
  const visit = ({ name, members }: Structure): void => {
    if (seen.has(name)) return
    seen.add(name)
    for (const [member, reference] of members) {
      names.add(`${name}.${member}`)
      const words = enumOf(name, member)
      for (const value of words?.values ?? []) names.add(`${words?.name}.${value}`)
      const below = structureAt(reference)
      if (below !== undefined) visit(below)
    }
  }
  for (const root of roots) visit(structureNamed(root))
  return [...names]
}
