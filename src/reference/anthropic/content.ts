/** The `messages` of a Messages request: blocks of text, calls and their results. */
import type { JsonObject } from '../answer.ts'
import { asObject, isObject } from '../json.ts'
import { readMedium } from './media.ts'
import type { CalledTool, Prompt, PromptTurn } from '../model/prompt.ts'
import { invalid, missing } from './fields.ts'

/** Blocks that say nothing to the scripted model, and are taken. */
const silent = new Set(['thinking', 'redacted_thinking', 'search_result'])

/** Turns of the conversation; refuses what the API refuses. */
export function readMessages(body: JsonObject, family: Prompt['family']): PromptTurn[] {
  const { messages } = body
  if (messages === undefined) missing('messages')
  if (!Array.isArray(messages)) invalid('messages: Input should be a valid list')
  if (messages.length === 0) invalid('messages: at least one message is required')
  const turns = messages.flatMap((message, at) => readMessage(message, `messages.${at}`, family))
  checkResults(turns, family)
  return turns
}

function readMessage(message: unknown, at: string, family: Prompt['family']): PromptTurn[] {
  if (!isObject(message)) invalid(`${at}: Input should be an object`)
  const { role, content } = message
  if (role !== 'user' && role !== 'assistant') {
    invalid(`${at}.role: Input should be 'user' or 'assistant'`)
  }
  if (typeof content === 'string') {
    if (content === '') invalid(`${at}: user messages must have non-empty content`)
    return [{ role, text: content }]
  }
  if (content === undefined) missing(`${at}.content`)
  if (!Array.isArray(content)) invalid(`${at}.content: Input should be a valid list`)
  if (content.length === 0) invalid(`${at}: ${role} messages must have non-empty content`)
  const blocks = content.map((block, index) => readBlock(block, `${at}.content.${index}`, family))
  const results = blocks.flatMap(({ result }) => result ?? [])
  const text = blocks.flatMap((block) => block.text ?? []).join('\n')
  if (role === 'user') return text === '' ? results : [...results, { role, text }]
  const toolCalls = blocks.flatMap(({ call }) => call ?? [])
  return [{ role, text, ...(toolCalls.length > 0 && { toolCalls }) }]
}

interface Block {
  readonly text?: string
  readonly call?: CalledTool
  readonly result?: PromptTurn
}

function readBlock(block: unknown, at: string, family: Prompt['family']): Block {
  if (!isObject(block)) invalid(`${at}: Input should be an object`)
  const { type } = block
  if (type === 'text') return { text: readText(block['text'], at) }
  if (type === 'tool_use') return { call: readCall(block, at) }
  if (type === 'tool_result') return { result: readResult(block, at) }
  if (typeof type === 'string' && silent.has(type)) return {}
  if (type === 'image' || type === 'document') {
    if (family !== 'claude') invalid(`${at}: this model does not support ${type} content`)
    return { text: readMedium(type, asObject(block['source']), at) }
  }
  return invalid(
    `${at}: Input tag '${String(type)}' found using 'type' does not match any of the expected tags: 'document', 'image', 'redacted_thinking', 'search_result', 'text', 'thinking', 'tool_result', 'tool_use'`,
  )
}

function readText(text: unknown, at: string): string {
  if (text === undefined) missing(`${at}.text`)
  if (typeof text !== 'string') invalid(`${at}.text: Input should be a valid string`)
  if (text === '') invalid('messages: text content blocks must be non-empty')
  return text
}

/** Pattern of ids and names on the way in (API reference, tool use). */
const idPattern = /^[a-zA-Z0-9_-]+$/u

function readCall(block: JsonObject, at: string): CalledTool {
  const { id, name, input } = block
  if (typeof id !== 'string' || !idPattern.test(id)) {
    invalid(`${at}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'`)
  }
  if (typeof name !== 'string') missing(`${at}.tool_use.name`)
  if (!isObject(input)) invalid(`${at}.tool_use.input: Input should be an object`)
  return { id, name, arguments: JSON.stringify(input) }
}

function readResult(block: JsonObject, at: string): PromptTurn {
  const { tool_use_id: toolCallId, content, is_error: isError = false } = block
  if (typeof toolCallId !== 'string') missing(`${at}.tool_result.tool_use_id`)
  if (typeof isError !== 'boolean') {
    invalid(`${at}.tool_result.is_error: Input should be a valid boolean`)
  }
  return { role: 'tool', toolCallId, text: readResultText(content) }
}

function readResultText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('\n')
}

/** Results answer calls of the message before them; Claude wants one for each. */
function checkResults(turns: readonly PromptTurn[], family: Prompt['family']): void {
  let asked = new Set<string>()
  let open = new Set<string>()
  for (const { role, toolCalls = [], toolCallId = '' } of turns) {
    if (role === 'tool' && !asked.has(toolCallId)) {
      invalid(
        `messages: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${toolCallId}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      )
    }
    open.delete(toolCallId)
    if (role !== 'tool') checkAnswered(open)
    if (role === 'user') asked = new Set()
    if (role === 'assistant') asked = new Set(toolCalls.map(({ id }) => id))
    if (role === 'assistant' && family === 'claude') open = new Set(asked)
  }
  checkAnswered(open)
}

function checkAnswered(open: ReadonlySet<string>): void {
  if (open.size === 0) return
  invalid(
    `messages: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${[...open].join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
  )
}
