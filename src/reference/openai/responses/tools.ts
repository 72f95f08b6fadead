/** `tools`, `tool_choice` and `text.format` of a Responses request: flat where chat nests. */
import type { JsonObject } from '../../answer.ts'
import { asObject, isObject } from '../../json.ts'
import type { Prompt, PromptTool } from '../../model/prompt.ts'
import { schemaProblem } from '../../model/schema.ts'
import { bad, listOf, present } from '../fields.ts'

/** OpenAI FunctionTool.name. */
const toolName = /^[a-zA-Z0-9_-]{1,128}$/

export function readTools(body: JsonObject): Pick<Prompt, 'tools' | 'toolChoice'> {
  const tools = present(body, 'tools')
    ? listOf(body, 'tools').map((tool, at) => readTool(tool, `tools[${at}]`))
    : []
  return { tools, toolChoice: readChoice(body, tools) }
}

function readTool(tool: unknown, at: string): PromptTool {
  if (!isObject(tool)) return bad(at, `${at} must be an object.`)
  const { type, name, description, parameters } = tool
  if (type !== 'function') {
    return bad(`${at}.type`, `Tool type '${String(type).slice(0, 40)}' is not supported.`)
  }
  if (typeof name !== 'string' || !toolName.test(name)) {
    return bad(`${at}.name`, `${at}.name must match ${toolName.source}.`)
  }
  const problem = isObject(parameters) ? schemaProblem(parameters, `${at}.parameters`) : undefined
  if (problem) bad(`${at}.parameters`, `Invalid schema for function: ${problem}.`)
  return { name, description: String(description ?? ''), parameters: asObject(parameters) }
}

function readChoice(body: JsonObject, tools: readonly PromptTool[]): string {
  if (!present(body, 'tool_choice')) return 'auto'
  const choice = body['tool_choice']
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice
  const { type, name } = asObject(choice)
  if (type !== 'function' || typeof name !== 'string') {
    return bad('tool_choice', 'tool_choice must be none, auto, required or a named function.')
  }
  if (!tools.some((tool) => tool.name === name)) {
    bad('tool_choice', `Tool choice '${name}' not found in 'tools' parameter.`)
  }
  return name
}

export function readTextFormat(body: JsonObject): Prompt['format'] {
  const format = asObject(asObject(body['text'])['format'])
  switch (format['type'] ?? 'text') {
    case 'text':
      return 'text'
    case 'json_object':
      return 'json'
    case 'json_schema':
      return { schema: readSchema(format) }
    default:
      return bad('text.format', 'text.format.type must be text, json_object or json_schema.')
  }
}

function readSchema({ name, schema }: JsonObject): JsonObject {
  const at = 'text.format'
  if (typeof name !== 'string' || !toolName.test(name)) {
    return bad(`${at}.name`, `${at}.name must match ${toolName.source}.`)
  }
  if (!isObject(schema)) return bad(`${at}.schema`, `${at}.schema must be a JSON Schema object.`)
  const problem = schemaProblem(schema)
  if (problem) bad(`${at}.schema`, `Invalid schema for text.format: ${problem}.`)
  return schema
}
