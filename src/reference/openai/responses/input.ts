/** The `input` of a Responses request. */
import type { JsonObject } from '../../answer.ts'
import { isObject } from '../../json.ts'
import type { PromptTurn } from '../../model/prompt.ts'
import { bad, present } from '../fields.ts'

export interface Input {
  readonly turns: readonly PromptTurn[]
  /** As items, each with an id, in the form in which they are listed again. */
  readonly items: readonly JsonObject[]
}

const roles = ['user', 'assistant', 'system', 'developer'] as const

/** Turns of the input; a request that goes on from an earlier response needs none. */
export function readInput(body: JsonObject): Input {
  const { input } = body
  if (!present(body, 'input')) {
    if (present(body, 'previous_response_id')) return { turns: [], items: [] }
    bad('input', "Missing required parameter: 'input'.")
  }
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : input
  if (!Array.isArray(items)) bad('input', 'input must be a string or an array of items.')
  if (items.length === 0) bad('input', 'input must hold at least one item.')
  const given = items.map((item, at) =>
    isObject(item) ? item : bad(`input[${at}]`, `input[${at}] must be an object.`),
  )
  const turns = joined(given.flatMap((item, at) => readItem(item, `input[${at}]`)))
  checkCalls(turns)
  return { turns, items: given.map(listed) }
}

function readItem(item: JsonObject, at: string): readonly PromptTurn[] {
  const type = item['type'] ?? 'message'
  switch (type) {
    case 'message':
      return [readMessage(item, at)]
    case 'function_call':
      return [{ role: 'assistant', text: '', toolCalls: [readCall(item, at)] }]
    case 'function_call_output':
      return [{ role: 'tool', text: readOutput(item, at), toolCallId: word(item, 'call_id', at) }]
    // what the model thought is not repeated to it
    case 'reasoning':
      return []
    default:
      return bad(at, `Invalid '${at}': value did not match any expected variant.`)
  }
}

function readMessage(item: JsonObject, at: string): PromptTurn {
  const role = roles.find((known) => known === item['role'])
  if (!role) return bad(`${at}.role`, `${at}.role must be one of: ${roles.join(', ')}.`)
  return { role, text: readContent(item['content'], role, `${at}.content`) }
}

function readContent(content: unknown, role: string, at: string): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return bad(at, `${at} must be a string or an array of parts.`)
  const expected = role === 'assistant' ? ['output_text', 'refusal'] : ['input_text']
  return content.map((part, index) => readPart(part, expected, `${at}[${index}]`)).join('')
}

function readPart(part: unknown, expected: readonly string[], at: string): string {
  const { type, text, refusal } = isObject(part) ? part : bad(at, `${at} must be an object.`)
  if (typeof type === 'string' && /^input_(?:image|file|audio)$/u.test(type)) {
    bad(at, `Model does not support ${type.slice('input_'.length)} modality`)
  }
  const words = type === 'refusal' ? refusal : text
  if (!expected.includes(String(type)) || typeof words !== 'string') {
    return bad(at, `${at} must be a part of type ${expected.join(' or ')}.`)
  }
  return words
}

function readCall(item: JsonObject, at: string): NonNullable<PromptTurn['toolCalls']>[number] {
  return {
    id: word(item, 'call_id', at),
    name: word(item, 'name', at),
    arguments: word(item, 'arguments', at),
  }
}

function readOutput(item: JsonObject, at: string): string {
  const { output } = item
  return typeof output === 'string' ? output : readContent(output, 'user', `${at}.output`)
}

function word(item: JsonObject, name: string, at: string): string {
  const value = item[name]
  return typeof value === 'string' ? value : bad(`${at}.${name}`, `${at}.${name} must be a string.`)
}

/** Calls that follow each other, or a text, belong to one turn of the assistant. */
function joined(turns: readonly PromptTurn[]): readonly PromptTurn[] {
  const result: PromptTurn[] = []
  for (const turn of turns) {
    const last = result.at(-1)
    if (turn.toolCalls && last?.role === 'assistant') {
      result.splice(-1, 1, { ...last, toolCalls: [...(last.toolCalls ?? []), ...turn.toolCalls] })
    } else result.push(turn)
  }
  return result
}

/** An output answers a call; that of an earlier response is known from there. */
function checkCalls(turns: readonly PromptTurn[]): void {
  const called = new Set(turns.flatMap(({ toolCalls = [] }) => toolCalls.map(({ id }) => id)))
  const orphan = turns.find(({ toolCallId }) => toolCallId !== undefined && !called.has(toolCallId))
  if (orphan === undefined || called.size === 0) return
  bad('input', `No tool call found for function call output with call_id ${orphan.toolCallId}.`)
}

function listed(item: JsonObject, at: number): JsonObject {
  const { content } = item
  const isMessage = (item['type'] ?? 'message') === 'message'
  const part = item['role'] === 'assistant' ? 'output_text' : 'input_text'
  return {
    id: `${isMessage ? 'msg' : 'item'}_input_${at}`,
    type: 'message',
    ...(isMessage && { status: 'completed' }),
    ...item,
    ...(typeof content === 'string' && { content: [{ type: part, text: content }] }),
  }
}
