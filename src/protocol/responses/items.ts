/** Reads the output items of a response (openai-openapi f85dbe2, OutputItem). */
import type { ToolCall } from '../../model/observation.ts'
import { asString, objectsOf, type Members } from '../../model/json/shape.ts'

/** What an item contributes to a reply. */
export interface ItemParts {
  readonly text: string
  readonly reasoning: string
  readonly call?: ToolCall
}

/** The parts of one item; items of hosted tools contribute nothing. */
export function readItem(item: Members): ItemParts {
  switch (item['type']) {
    case 'message':
      return { text: textsOf(item['content'], 'output_text'), reasoning: '' }
    case 'reasoning':
      return { text: '', reasoning: readReasoning(item) }
    case 'function_call':
      return { text: '', reasoning: '', call: readCall(item, asString(item['arguments']) ?? '') }
    case 'custom_tool_call':
      return { text: '', reasoning: '', call: readCall(item, asString(item['input']) ?? '') }
    default:
      return { text: '', reasoning: '' }
  }
}

/** A call with the arguments, or the input of a custom tool, that the item itself or its deltas gave. */
export function readCall(item: Members, text: string): ToolCall {
  const id = asString(item['call_id'])
  const name = asString(item['name'])
  return {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    arguments: text,
    ...(item['type'] === 'custom_tool_call' && { isCustom: true }),
  }
}

/** gpt-oss shows its reasoning; GPT-5 only a summary, or nothing. */
function readReasoning(item: Members): string {
  return textsOf(item['content'], 'reasoning_text') || textsOf(item['summary'], 'summary_text')
}

function textsOf(parts: unknown, type: string): string {
  return objectsOf(parts)
    .filter((part) => part['type'] === type)
    .map((part) => asString(part['text']) ?? '')
    .join('')
}
