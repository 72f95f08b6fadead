/** `tools`, `tool_choice` and `response_format` of a chat completion request. */
import type { JsonObject } from '../answer.ts'
import { asObject, isObject } from '../json.ts'
import type { Prompt, PromptTool } from '../model/prompt.ts'
import { schemaProblem } from '../model/schema.ts'
import { bad, listOf, present } from './fields.ts'

/** OpenAI FunctionObject.name. */
const toolName = /^[a-zA-Z0-9_-]{1,64}$/

export function readTools(body: JsonObject): Pick<Prompt, 'tools' | 'toolChoice'> {
  const tools = present(body, 'tools')
    ? listOf(body, 'tools').map((tool, at) => readTool(tool, `tools[${at}]`))
    : []
  return { tools, toolChoice: readChoice(body, tools) }
}

function readTool(tool: unknown, at: string): PromptTool {
  if (!isObject(tool)) bad(at, `${at} must be an object.`)
  if (tool['type'] !== 'function') bad(`${at}.type`, `${at}.type must be "function".`)
  const made = tool['function']
  if (!isObject(made)) bad(`${at}.function`, `${at}.function must be an object.`)
  const { name, description, parameters } = made
  if (typeof name !== 'string' || !toolName.test(name)) {
    bad(`${at}.function.name`, `${at}.function.name must match ^[a-zA-Z0-9_-]{1,64}$.`)
  }
  if (description !== undefined && description !== null && typeof description !== 'string') {
    bad(`${at}.function.description`, `${at}.function.description must be a string.`)
  }
  checkParameters(parameters, `${at}.function.parameters`)
  return { name, description: String(description ?? ''), parameters: asObject(parameters) }
}

function checkParameters(parameters: unknown, at: string): void {
  if (parameters === undefined || parameters === null) return
  const problem = isObject(parameters)
    ? schemaProblem(parameters, at)
    : `${at} must be a JSON Schema object`
  if (problem) bad(at, `Invalid schema for function: ${problem}.`)
}

function readChoice(body: JsonObject, tools: readonly PromptTool[]): string {
  if (!present(body, 'tool_choice')) return 'auto'
  const choice = body['tool_choice']
  if (tools.length === 0) {
    bad('tool_choice', "'tool_choice' is only allowed when 'tools' are specified.")
  }
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice
  const name = asObject(asObject(choice)['function'])['name']
  if (!isObject(choice) || choice['type'] !== 'function' || typeof name !== 'string') {
    bad('tool_choice', 'tool_choice must be none, auto, required or a named function.')
  }
  if (!tools.some((tool) => tool.name === name)) {
    bad('tool_choice', `Tool choice '${name}' not found in 'tools' parameter.`)
  }
  return name
}

export function readFormat(body: JsonObject): Prompt['format'] {
  if (!present(body, 'response_format')) return 'text'
  const format = asObject(body['response_format'])
  switch (format['type']) {
    case 'text':
      return 'text'
    case 'json_object':
      return 'json'
    case 'json_schema':
      return { schema: readSchema(format['json_schema']) }
    default:
      return bad(
        'response_format',
        'response_format.type must be one of: text, json_object, json_schema.',
      )
  }
}

function readSchema(given: unknown): JsonObject {
  const at = 'response_format.json_schema'
  if (!isObject(given)) bad(at, `${at} must be an object.`)
  if (typeof given['name'] !== 'string' || !toolName.test(given['name'])) {
    bad(`${at}.name`, `${at}.name must match ^[a-zA-Z0-9_-]{1,64}$.`)
  }
  const schema = given['schema']
  if (!isObject(schema)) bad(`${at}.schema`, `${at}.schema must be a JSON Schema object.`)
  const problem = schemaProblem(schema)
  if (problem) bad(`${at}.schema`, `Invalid schema for response_format: ${problem}.`)
  return schema
}
