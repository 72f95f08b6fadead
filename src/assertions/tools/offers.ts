/** The tools that a request offers, in the spelling of its API. */
import { requestBody } from '../evidence/evidence.ts'
import { isObject, listOf } from '../../model/json/shape.ts'
import type { Schema } from '../json/schema/files.ts'
import type { Observation } from '../../model/observation.ts'

/** Schema of the arguments by the tool's name; true where the request gives none. */
export function offeredTools(observation: Observation): ReadonlyMap<string, Schema> {
  const body = requestBody(observation)
  const config = body?.['toolConfig']
  const offers = new Map<string, Schema>()
  for (const tool of [
    ...listOf(body?.['tools']),
    ...(isObject(config) ? listOf(config['tools']) : []),
  ]) {
    if (!isObject(tool)) continue
    const described = tool['function'] ?? tool['toolSpec'] ?? tool['custom'] ?? tool
    if (!isObject(described) || typeof described['name'] !== 'string') continue
    offers.set(described['name'], schemaOf(described))
  }
  return offers
}

/** Names of the custom tools among them, whose input is any text (OpenAI CustomToolChatCompletions). */
export function customTools(observation: Observation): ReadonlySet<string> {
  const described = listOf(requestBody(observation)?.['tools']).flatMap((tool) =>
    isObject(tool) && isObject(tool['custom']) ? [tool['custom']['name']] : [],
  )
  return new Set(described.filter((name) => typeof name === 'string'))
}

function schemaOf(described: Readonly<Record<string, unknown>>): Schema {
  const { parameters, inputSchema, input_schema: anthropic } = described
  if (isObject(parameters)) return parameters
  if (isObject(anthropic)) return anthropic
  return isObject(inputSchema) && isObject(inputSchema['json']) ? inputSchema['json'] : true
}
