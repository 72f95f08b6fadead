/** The `messages` of a chat completion request. */
import type { JsonObject } from '../answer.ts'
import { asArray, isObject } from '../json.ts'
import type { CalledTool, PromptTurn } from '../model/prompt.ts'
import { bad, listOf, present } from './fields.ts'

const roles = ['developer', 'system', 'user', 'assistant', 'tool'] as const
type Role = (typeof roles)[number]

/** Turns of the conversation, each checked against its role. */
export function readMessages(body: JsonObject): PromptTurn[] {
  if (!present(body, 'messages')) bad('messages', 'Missing required parameter: messages.')
  const messages = listOf(body, 'messages')
  if (messages.length === 0) bad('messages', 'messages must hold at least one message.')
  const turns = messages.map((message, at) => readMessage(message, `messages[${at}]`))
  checkToolOrder(turns)
  return turns
}

function readMessage(message: unknown, at: string): PromptTurn {
  if (!isObject(message)) bad(at, `${at} must be an object.`)
  const role = readRole(message, at)
  const toolCalls = role === 'assistant' ? readToolCalls(message, at) : []
  const calls = toolCalls.length > 0 || present(message, 'function_call')
  const text = readContent(message, role, calls, at)
  if (role === 'tool') {
    const id = message['tool_call_id']
    if (typeof id !== 'string') bad(`${at}.tool_call_id`, `${at}.tool_call_id must be a string.`)
    return { role, text, toolCallId: id }
  }
  return toolCalls.length > 0 ? { role, text, toolCalls } : { role, text }
}

function readRole(message: JsonObject, at: string): Role {
  const role = roles.find((known) => known === message['role'])
  if (!role) bad(`${at}.role`, `${at}.role must be one of: ${roles.join(', ')}.`)
  return role
}

function readContent(message: JsonObject, role: Role, calls: boolean, at: string): string {
  const content = message['content']
  if (typeof content === 'string') return content
  const optional = role === 'assistant' && (calls || present(message, 'refusal'))
  if ((content === null || content === undefined) && optional) return ''
  if (!Array.isArray(content)) {
    bad(`${at}.content`, `${at}.content must be a string or an array of parts.`)
  }
  if (content.length === 0) bad(`${at}.content`, `${at}.content must hold at least one part.`)
  return content.map((part, index) => readPart(part, role, `${at}.content[${index}]`)).join('')
}

const mediaParts = new Set(['image_url', 'input_audio', 'file', 'input_image', 'video_url'])

function readPart(part: unknown, role: Role, at: string): string {
  if (!isObject(part)) bad(at, `${at} must be an object.`)
  const type = part['type']
  if (type === 'text' && typeof part['text'] === 'string') return part['text']
  if (type === 'refusal' && role === 'assistant' && typeof part['refusal'] === 'string') {
    return part['refusal']
  }
  if (typeof type === 'string' && mediaParts.has(type)) {
    bad(at, `Model does not support ${type.includes('image') ? 'image' : type} modality`)
  }
  return bad(at, `${at} must be a part of type text.`)
}

function readToolCalls(message: JsonObject, at: string): CalledTool[] {
  if (!present(message, 'tool_calls')) return []
  return listOf(message, 'tool_calls').map((entry, index) => {
    const location = `${at}.tool_calls[${index}]`
    const called = isObject(entry) ? entry : bad(location, `${location} must be an object.`)
    const made = called['function']
    if (!isObject(made)) bad(`${location}.function`, `${location}.function must be an object.`)
    const { name, arguments: args } = made
    const id = called['id']
    if (typeof id !== 'string') bad(`${location}.id`, `${location}.id must be a string.`)
    if (typeof name !== 'string')
      bad(`${location}.function.name`, `${location}.function.name must be a string.`)
    if (typeof args !== 'string') {
      bad(`${location}.function.arguments`, `${location}.function.arguments must be a string.`)
    }
    return { id, name, arguments: args }
  })
}

/** A tool message answers a call of the assistant turn before it. */
function checkToolOrder(turns: readonly PromptTurn[]): void {
  let open = new Set<string>()
  for (const [at, turn] of turns.entries()) {
    if (turn.role === 'assistant') open = new Set(asArray(turn.toolCalls).map(idOf))
    else if (turn.role === 'tool' && !open.has(turn.toolCallId ?? '')) {
      bad(
        `messages[${at}].role`,
        "messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
      )
    }
  }
}

function idOf(called: unknown): string {
  return isObject(called) && typeof called['id'] === 'string' ? called['id'] : ''
}
