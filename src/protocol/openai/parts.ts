/** What an OpenAI message and a delta have in common. */
import type { ToolCall, Usage } from '../../model/observation.ts'
import { makeUsage } from '../reply/reply.ts'
import {
  asObject,
  asString,
  isObject,
  jsonText,
  objectsOf,
  type Members,
} from '../../model/json/shape.ts'

/** `content` as text: a string, or the texts of an array of parts. */
export function readContent(content: unknown): string {
  if (typeof content === 'string') return content
  return objectsOf(content)
    .map((part) => asString(part['text']) ?? '')
    .join('')
}

/**
 * Reasoning beside the content: `reasoning` on bedrock-mantle, `reasoning_content` elsewhere. A
 * server that sends both sends the same text twice, or leaves one of them empty.
 */
export function readReasoning(message: Members): string {
  return asString(message['reasoning']) || asString(message['reasoning_content']) || ''
}

/** Arguments as JSON text; some servers send the object itself. */
function readArguments(value: unknown): string {
  if (typeof value === 'string') return value
  return isObject(value) ? jsonText(value) : ''
}

/** What a tool call or a fragment of one calls: a function with arguments, or a custom tool. */
export function readCalled(call: Members): Omit<ToolCall, 'id'> {
  const isCustom = call['type'] === 'custom' || isObject(call['custom'])
  const called = asObject(isCustom ? call['custom'] : call['function'])
  const name = asString(called['name'])
  return {
    ...(name !== undefined && { name }),
    arguments: readArguments(called[isCustom ? 'input' : 'arguments']),
    ...(isCustom && { isCustom }),
  }
}

/** openai-openapi, CompletionUsage; undefined where it is not an object. */
export function readOpenAiUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined
  return makeUsage({
    prompt: usage['prompt_tokens'],
    completion: usage['completion_tokens'],
    total: usage['total_tokens'],
  })
}

/** Whether a message, or a delta, says that the model declines to answer (ChatCompletionResponseMessage). */
export function isDeclined(message: Members): boolean {
  return typeof message['refusal'] === 'string' && message['refusal'] !== ''
}
