/** Members of a Converse request beside its conversation: tiers, metadata and the form of the answer. */
import type { JsonObject } from '../answer.ts'
import { asObject, asString, isObject, parsedJson } from '../json.ts'
import type { Prompt } from '../model/prompt.ts'
import { schemaProblem } from '../model/schema.ts'
import { constraint, invalid } from './fields.ts'

const enumerations: readonly (readonly [member: string, key: string, values: readonly string[]])[] =
  [
    ['serviceTier', 'type', ['priority', 'default', 'flex', 'reserved']],
    ['performanceConfig', 'latency', ['standard', 'optimized']],
  ]

/** Refuses values that the service model does not have. */
export function requireKnownExtras(body: JsonObject): void {
  for (const [member, key, values] of enumerations) {
    const value = asObject(body[member])[key]
    if (value === undefined || values.includes(String(value))) continue
    constraint(value, `${member}.${key}`, `satisfy enum value set: [${values.join(', ')}]`)
  }
  const metadata = Object.values(asObject(body['requestMetadata']))
  if (metadata.length > 16 || metadata.some((value) => typeof value !== 'string')) {
    constraint(body['requestMetadata'], 'requestMetadata', 'be a map of at most 16 strings')
  }
}

/** `outputConfig.textFormat`: the schema is JSON as text. */
export function readOutputConfig(body: JsonObject): Pick<Prompt, 'format'> {
  const format = asObject(body['outputConfig'])['textFormat']
  if (format === undefined || format === null) return { format: 'text' }
  const { type, structure } = asObject(format)
  if (type !== 'json_schema') {
    constraint(type, 'outputConfig.textFormat.type', 'satisfy enum value set: [json_schema]')
  }
  const text = asString(asObject(asObject(structure)['jsonSchema'])['schema'])
  const schema = parsedJson(text ?? '')
  const problem = isObject(schema) ? schemaProblem(schema, 'schema') : 'no JSON object'
  if (!isObject(schema) || problem) {
    return invalid(`The schema of outputConfig.textFormat is not valid: ${problem}.`)
  }
  return { format: { schema } }
}
