/** Whether the arguments of a tool call are what they must be. */
import { isObject, parseJson } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { schemaFindings } from '../json/schema/errors.ts'
import { validatorOf, type Schema } from '../json/schema/files.ts'
import { finding, type Finding, type Location } from '../../model/findings/finding.ts'

/** Findings against the JSON text of a call's arguments; empty when it fits. */
export function argumentFindings(
  text: string,
  schema: Schema | undefined,
  at: Location,
): readonly Finding[] {
  const value = parseJson(text)
  if (!isObject(value)) {
    const message = 'The arguments of a tool call are no JSON object.'
    return [finding('tools.arguments-json', message, 'a JSON object as text', excerpt(text), at)]
  }
  if (schema === undefined) return []
  return schemaFindings(validatorOf(schema), value).map((found) => ({
    ...found,
    code: 'tools.arguments-schema',
    message: `In the arguments of a tool call: ${found.message}`,
    at,
  }))
}
