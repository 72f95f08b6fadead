/** `toolConfig` of a Converse request. */
import type { JsonObject } from '../answer.ts'
import { asArray, asObject, asString, isObject } from '../json.ts'
import type { Prompt, PromptTool } from '../model/prompt.ts'
import { schemaProblem } from '../model/schema.ts'
import { constraint, invalid } from './fields.ts'

/** ToolName: `[a-zA-Z0-9_-]+`, 1 to 64 characters. */
export const toolNamePattern = /^[a-zA-Z0-9_-]{1,64}$/

export function readToolConfig(body: JsonObject): Pick<Prompt, 'tools' | 'toolChoice'> {
  const config = body['toolConfig']
  if (config === undefined || config === null) {
    requireNoToolBlocks(body)
    return { tools: [], toolChoice: 'auto' }
  }
  if (!isObject(config)) constraint(config, 'toolConfig', 'be a structure')
  const list = config['tools']
  if (!Array.isArray(list) || list.length === 0) {
    constraint(list, 'toolConfig.tools', 'have length greater than or equal to 1')
  }
  const tools = list
    .filter((tool) => !('cachePoint' in asObject(tool)))
    .map((tool, at) =>
      readTool(asObject(tool)['toolSpec'], `toolConfig.tools.${at + 1}.member.toolSpec`),
    )
  return { tools, toolChoice: readChoice(config['toolChoice'], tools) }
}

function requireNoToolBlocks(body: JsonObject): void {
  const used = asArray(body['messages'])
    .flatMap((message) => asArray(asObject(message)['content']))
    .some((block) => isObject(block) && ('toolUse' in block || 'toolResult' in block))
  if (used) {
    invalid(
      'The toolConfig field must be defined when using toolUse and toolResult content blocks.',
    )
  }
}

function readTool(spec: unknown, at: string): PromptTool {
  if (!isObject(spec)) constraint(spec, at, 'not be null')
  const { name, description } = spec
  if (typeof name !== 'string' || !toolNamePattern.test(name)) {
    constraint(
      name,
      `${at}.name`,
      typeof name === 'string' && name.length > 64
        ? 'have length less than or equal to 64'
        : 'satisfy regular expression pattern: [a-zA-Z0-9_-]+',
    )
  }
  const schema = asObject(spec['inputSchema'])['json']
  if (!isObject(schema)) {
    invalid(`The value at ${at}.inputSchema.json is not a JSON Schema object.`)
  }
  const problem = schemaProblem(schema, `${at}.inputSchema.json`)
  if (problem) invalid(`The value at ${problem}.`)
  return { name, description: asString(description) ?? '', parameters: schema }
}

function readChoice(choice: unknown, tools: readonly PromptTool[]): string {
  if (choice === undefined || choice === null) return 'auto'
  const given = asObject(choice)
  if ('auto' in given) return 'auto'
  if ('any' in given) return 'required'
  const name = asObject(given['tool'])['name']
  if (typeof name !== 'string' || !tools.some((tool) => tool.name === name)) {
    invalid(
      'The value at toolConfig.toolChoice.tool.name does not match any of the provided tools.',
    )
  }
  return name
}
