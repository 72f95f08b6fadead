/** Whether the arguments of a tool call are what they must be. */
import { isObject, parseJson } from '../../model/json/shape.ts'
import { excerpt } from '../evidence/excerpt.ts'
import { schemaFindings } from '../json/schema/errors.ts'
import { validatorOf, type Schema } from '../json/schema/files.ts'
import { finding, type Finding, type Location } from '../../model/findings/finding.ts'

/**
 * Findings against the JSON text of a call's arguments; empty when it fits.
 *
 * @param isBrokenHeld whether a text that cannot be parsed counts
 */
export function argumentFindings(
  text: string,
  schema: Schema | undefined,
  at: Location,
  isBrokenHeld = true,
): readonly Finding[] {
  const value = parseJson(text)
  if (!isObject(value)) return !isBrokenHeld && isBroken(text) ? [] : [noObject(text, at)]
  if (schema === undefined) return []
  return schemaFindings(validatorOf(schema), value).map((found) => ({
    ...found,
    code: 'tools.arguments-schema',
    message: `In the arguments of a tool call: ${found.message}`,
    at,
  }))
}

/**
 * Whether arguments cannot be parsed, which may be the fault of the model: it "does not always generate
 * valid JSON" (OpenAI). None encodes them twice, or writes nothing.
 */
export function isBroken(text: string): boolean {
  return text.trim() !== '' && parseJson(text) === undefined
}

export function noObject(text: string, at: Location): Finding {
  const message = 'The arguments of a tool call are no JSON object.'
  return finding('tools.arguments-json', message, 'a JSON object as text', excerpt(text), at)
}
