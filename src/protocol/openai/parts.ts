/** What an OpenAI message and a delta have in common. */
import type { Usage } from '../../model/observation.ts'
import { makeUsage } from '../reply/reply.ts'
import { asString, isObject, jsonText, objectsOf, type Members } from '../../model/json/shape.ts'

/** `content` as text: a string, or the texts of an array of parts. */
export function readContent(content: unknown): string {
  if (typeof content === 'string') return content
  return objectsOf(content)
    .map((part) => asString(part['text']) ?? '')
    .join('')
}

/**
 * Reasoning beside the content: `reasoning` on bedrock-mantle, `reasoning_content` elsewhere. A
 * server that sends both sends the same text twice.
 */
export function readReasoning(message: Members): string {
  return asString(message['reasoning']) ?? asString(message['reasoning_content']) ?? ''
}

/** Arguments as JSON text; some servers send the object itself. */
export function readArguments(value: unknown): string {
  if (typeof value === 'string') return value
  return isObject(value) ? jsonText(value) : ''
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
