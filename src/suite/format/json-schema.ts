/** JSON Schema of the files below `suites/`, for completion and validation in editors. */
import { z } from 'zod'
import type { AssertionSchemas } from './assertion-schema.ts'
import { suiteFormat } from './format.ts'

type JsonSchema = Readonly<Record<string, unknown>>

function toJsonSchema(schema: z.ZodType, title: string): JsonSchema {
  // What people write is the input; what only code can check (a refinement) editors cannot.
  const made = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    target: 'draft-7',
    reused: 'ref',
  })
  return { title, ...made }
}

/** Of `suites/<theme>/*.yaml`. */
export function suiteJsonSchema(assertions: AssertionSchemas): JsonSchema {
  return toJsonSchema(suiteFormat(assertions).suite, 'Cases of bedrock-conformance')
}

/** Of `suites/protocol/*.yaml`. */
export function protocolJsonSchema(assertions: AssertionSchemas): JsonSchema {
  return toJsonSchema(suiteFormat(assertions).protocol, 'Protocol checks of bedrock-conformance')
}

/** Of `suites/rules/*.yaml`. */
export function rulesJsonSchema(): JsonSchema {
  return toJsonSchema(suiteFormat(new Map()).rules, 'Rules of bedrock-conformance')
}

/**
 * The schema files of this format.
 *
 * @returns name below `fixtures/schemas` to expected content
 */
export function generateSchemas(assertions: AssertionSchemas): Map<string, string> {
  const schemas: readonly [string, JsonSchema][] = [
    ['suite.schema.json', suiteJsonSchema(assertions)],
    ['protocol.schema.json', protocolJsonSchema(assertions)],
    ['rules.schema.json', rulesJsonSchema()],
  ]
  return new Map(schemas.map(([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`]))
}
