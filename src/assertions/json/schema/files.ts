/** The wire schemas of `fixtures/schemas`, compiled when first asked for. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { packageRoot } from '../../../model/package.ts'

const folder = join(packageRoot, 'fixtures', 'schemas')

/** Schemas of our own YAML files live in the same folder and are not among them. */
const wireSchema = /^(?:openai|bedrock|llamastack|anthropic)\..*\.json$/u

export type Schema = Readonly<Record<string, unknown>> | boolean

/** By name: every exchange asks again, and Ajv would resolve the name each time. */
const compiled = new Map<string, ValidateFunction>()

/** By text, since a case's arguments are filled anew for every exchange; compiling is the dear part. */
const brought = new Map<string, ValidateFunction>()

/** More than any suite brings; a nonce inside a schema must not make it grow without end. */
const mostBrought = 256

let files: ReadonlyMap<string, Schema> | undefined
let compiler: Ajv2020 | undefined
let bringer: Ajv2020 | undefined

/** Taking what it generates apart again to shorten it costs more than a run gains by it. */
const code = { optimize: false }

/** Names of all wire schemas, for example `openai.chat-completion`. */
export function schemaNames(): readonly string[] {
  return [...schemas().keys()]
}

/** The schema of that name. @throws TypeError when there is none. */
export function schemaNamed(name: string): Schema {
  const schema = schemas().get(name)
  if (schema === undefined) {
    throw new TypeError(`No schema "${name}". Available: ${schemaNames().join(', ')}.`)
  }
  return schema
}

/** The compiled schema of that name. @throws TypeError when there is none. */
export function validatorNamed(name: string): ValidateFunction {
  const known = compiled.get(name)
  if (known !== undefined) return known
  schemaNamed(name)
  const validate = ajv().getSchema(identity(name))
  if (validate === undefined) throw new TypeError(`The schema "${name}" has no usable $id.`)
  compiled.set(name, validate)
  return validate
}

/** The compiled form of a schema that a case brings along. @throws Error when it is no JSON Schema. */
export function validatorOf(schema: Schema): ValidateFunction {
  const key = JSON.stringify(schema)
  const known = brought.get(key)
  if (known !== undefined) return known
  if (brought.size >= mostBrought) brought.clear()
  bringer ??= new Ajv2020({ allErrors: true, code, strict: false, validateFormats: false })
  try {
    const validate = bringer.compile(schema)
    brought.set(key, validate)
    return validate
  } finally {
    bringer.removeSchema() // another may give itself the same name
  }
}

function ajv(): Ajv2020 {
  if (compiler !== undefined) return compiler
  // Formats (`unixtime` and the like) are documentation here: limits are stated as numbers.
  compiler = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    code,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    validateFormats: false,
    validateSchema: false, // a self-test does, once for all runs
  })
  for (const [name, schema] of schemas()) compiler.addSchema(schema, identity(name))
  return compiler
}

function schemas(): ReadonlyMap<string, Schema> {
  files ??= new Map(
    readdirSync(folder)
      .filter((file) => wireSchema.test(file))
      .toSorted()
      .map((file) => [
        file.slice(0, -'.json'.length),
        JSON.parse(readFileSync(join(folder, file), 'utf8')) as Schema,
      ]),
  )
  return files
}

/** As the files name themselves and each other. */
function identity(name: string): string {
  return `${name}.json`
}
