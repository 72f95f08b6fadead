/** The tools that a request offers, in the spelling of its API. */
import { apiFacts } from '../../model/apis.ts'
import { requestBody } from '../evidence/evidence.ts'
import { asObject, isObject, listOf, objectsOf } from '../../model/json/shape.ts'
import type { Schema } from '../json/schema/files.ts'
import type { Observation } from '../../model/observation.ts'

/**
 * Schema of the arguments by the tool's name; true where the request gives none. Converse takes tools
 * that only the model knows, as Claude's computer use, in additionalModelRequestFields.
 */
export function offeredTools(observation: Observation): ReadonlyMap<string, Schema> {
  const body = asObject(requestBody(observation))
  const tools = [body, asObject(body['toolConfig']), asObject(body['additionalModelRequestFields'])]
    .flatMap((group) => objectsOf(group['tools']))
    .map(
      (tool) =>
        tool['function'] ?? tool['toolSpec'] ?? tool['systemTool'] ?? tool['custom'] ?? tool,
    )
  const offers = new Map<string, Schema>()
  for (const described of tools) {
    if (!isObject(described) || typeof described['name'] !== 'string') continue
    offers.set(described['name'], schemaOf(described))
  }
  return offers
}

/**
 * Names of the custom tools among them, whose input is any text (OpenAI CustomToolChatCompletions and
 * CustomToolParam). In Messages `custom` is the type of tools that are functions.
 */
export function customTools(observation: Observation): ReadonlySet<string> {
  const isResponses = apiFacts[observation.api].family === 'responses'
  const described = objectsOf(requestBody(observation)?.['tools']).map((tool) =>
    isResponses && tool['type'] === 'custom' ? tool['name'] : asObject(tool['custom'])['name'],
  )
  return new Set(described.filter((name) => typeof name === 'string'))
}

function schemaOf(described: Readonly<Record<string, unknown>>): Schema {
  const { parameters, inputSchema, input_schema: anthropic } = described
  if (isObject(parameters)) return parameters
  if (isObject(anthropic)) return anthropic
  return isObject(inputSchema) && isObject(inputSchema['json']) ? inputSchema['json'] : true
}

/** Whether arguments of a schema have a member that must be there. */
export function needsArguments(schema: Schema | undefined): boolean {
  return listOf(asObject(schema)['required']).length > 0
}
