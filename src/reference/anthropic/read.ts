/** Reads and validates a Messages request (@anthropic-ai/sdk 1.14.0, MessageCreateParams). */
import type { JsonObject } from '../answer.ts'
import { asArray, asObject, isObject } from '../json.ts'
import { upToMark } from '../model/cache.ts'
import type { Prompt, PromptTool, PromptTurn } from '../model/prompt.ts'
import { schemaProblem } from '../model/schema.ts'
import { readMessages } from './content.ts'
import { integer, invalid, missing, number } from './fields.ts'
import { thinkingProblem, thinks } from './thinking.ts'

/** The prompt behind a Messages body; `family` is that of the model that answers. */
export function readAnthropic(body: unknown, family: Prompt['family']): Prompt {
  if (!isObject(body)) invalid('Input should be an object')
  if ((body['max_tokens'] ?? null) === null) missing('max_tokens')
  const maxTokens = integer(body, 'max_tokens', 1)
  const temperature = number(body, 'temperature', 0, 1)
  const topP = number(body, 'top_p', 0, 1)
  integer(body, 'top_k', 0)
  const prompt = {
    ...readPrompt(body, family),
    stop: readStops(body['stop_sequences']),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
  }
  const problem = family === 'claude' ? thinkingProblem(body, prompt) : undefined
  if (problem !== undefined) invalid(problem)
  return prompt
}

/** What is counted of a request: everything that the model is given. */
export function readPrompt(body: unknown, family: Prompt['family']): Prompt {
  if (!isObject(body)) invalid('Input should be an object')
  const tools = readTools(body['tools'])
  return {
    family,
    turns: [...readSystem(body['system']), ...readMessages(body, family)],
    tools,
    toolChoice: readChoice(body, tools),
    parallelTools: asObject(body['tool_choice'])['disable_parallel_tool_use'] !== true,
    format: readFormat(asObject(body['output_config'])['format']),
    effort: thinks(body) ? 'medium' : 'none',
    stop: [],
    choices: 1,
    ...readCached(body, family),
  }
}

/** What is kept for later requests: tools, system and messages up to the last `cache_control`. */
function readCached(body: JsonObject, family: Prompt['family']): Pick<Prompt, 'cached'> {
  const messages = asArray(body['messages']).map(asObject)
  const contents = messages.map(({ content }) => (Array.isArray(content) ? content : [content]))
  const lists = [asArray(body['tools']), asArray(body['system']), ...contents]
  const isMarked = (block: unknown): boolean => isObject(asObject(block)['cache_control'])
  const [tools, system, ...kept] = upToMark(lists, isMarked) ?? []
  if (tools === undefined) return {}
  const begun = messages.flatMap((message, at) => {
    const content = kept[at] ?? []
    return content.length === 0
      ? []
      : [Array.isArray(message['content']) ? { ...message, content } : message]
  })
  const spoken = begun.length === 0 ? [] : readMessages({ messages: begun }, family)
  return {
    cached: {
      turns: [
        ...readSystem(typeof body['system'] === 'string' ? body['system'] : system),
        ...spoken,
      ],
      tools: readTools(tools),
    },
  }
}

function readSystem(system: unknown): PromptTurn[] {
  if (system === undefined || system === null) return []
  if (typeof system === 'string') return [{ role: 'system', text: system }]
  if (!Array.isArray(system)) invalid('system: Input should be a valid list')
  return system.map((block, at) => {
    const { type, text } = asObject(block)
    if (type !== 'text' || typeof text !== 'string') missing(`system.${at}.text`)
    return { role: 'system', text }
  })
}

function readFormat(format: unknown): Prompt['format'] {
  if (format === undefined || format === null) return 'text'
  const { type, schema } = asObject(format)
  if (type !== 'json_schema') invalid("output_config.format.type: Input should be 'json_schema'")
  if (!isObject(schema)) missing('output_config.format.schema')
  const problem = schemaProblem(schema, 'output_config.format.schema')
  if (problem) invalid(problem)
  return { schema }
}

const toolName = /^[a-zA-Z0-9_-]{1,128}$/u

function readTools(tools: unknown): PromptTool[] {
  if (tools === undefined || tools === null) return []
  if (!Array.isArray(tools)) invalid('tools: Input should be a valid list')
  return tools.map((tool, at) => {
    const { name, description, input_schema: schema, type } = asObject(tool)
    if (typeof type === 'string' && type !== 'custom') {
      invalid(
        `tools.${at}: Input tag '${type}' found using 'type' does not match any of the expected tags: 'custom'`,
      )
    }
    if (typeof name !== 'string' || !toolName.test(name)) {
      invalid(`tools.${at}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`)
    }
    if (!isObject(schema)) missing(`tools.${at}.custom.input_schema`)
    const problem = schemaProblem(schema, `tools.${at}.custom.input_schema`)
    if (problem) invalid(`${problem}`)
    return { name, description: String(description ?? ''), parameters: schema }
  })
}

function readChoice(body: JsonObject, tools: readonly PromptTool[]): string {
  const choice = body['tool_choice']
  if (choice === undefined || choice === null) return 'auto'
  const { type, name } = asObject(choice)
  if (tools.length === 0) invalid('tool_choice may only be specified while providing tools.')
  if (type === 'auto' || type === 'none') return type
  if (type === 'any') return 'required'
  if (type !== 'tool' || typeof name !== 'string') {
    invalid("tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'")
  }
  if (!tools.some((tool) => tool.name === name)) {
    invalid(`tool_choice: Tool '${name}' not found in provided tools`)
  }
  return name
}

function readStops(stops: unknown): string[] {
  if (stops === undefined || stops === null) return []
  if (!Array.isArray(stops)) invalid('stop_sequences: Input should be a valid list')
  return stops.map((stop: unknown) => {
    if (typeof stop !== 'string') invalid('stop_sequences: Input should be a valid string')
    if (stop.trim() === '') {
      invalid('stop_sequences: each stop sequence must contain non-whitespace')
    }
    return stop
  })
}

/** What version 2026-10-21 no longer takes (platform.claude.com/docs/en/api/migration-2026-10-21). */
export function requireNewest(body: JsonObject): void {
  const sampling = ['temperature', 'top_p', 'top_k'].find((name) => (body[name] ?? null) !== null)
  if (sampling !== undefined) invalid(`${sampling}: Extra inputs are not permitted`)
  for (const [at, message] of asArray(body['messages']).map(asObject).entries()) {
    for (const [index, block] of asArray(message['content']).map(asObject).entries()) {
      const where = `messages.${at}.content.${index}`
      if (message['role'] === 'assistant' && block['type'] === 'document') {
        invalid(`${where}: document blocks are not permitted in assistant messages`)
      }
      if (
        block['type'] === 'text' &&
        message['role'] === 'user' &&
        asArray(block['citations'])[0]
      ) {
        invalid(`${where}.text.citations: Extra inputs are not permitted`)
      }
    }
  }
}
