/** Edits of OpenAI stream chunks. */
import type { Chunk, JsonObject } from '../../../reference/answer.ts'
import { asArray } from '../../../reference/json.ts'
import { choiceOf } from '../edits/members.ts'

export function isUsage(chunk: Chunk): chunk is JsonObject {
  return typeof chunk !== 'string' && asArray(chunk['choices']).length === 0
}

export function eachUsage(
  edit: (chunk: JsonObject) => JsonObject,
): (chunks: readonly Chunk[]) => Chunk[] {
  return (chunks) => chunks.map((chunk) => (isUsage(chunk) ? edit(chunk) : chunk))
}

/** Position of the chunk with the finish reason; -1 where none has. */
export function finishAt(chunks: readonly Chunk[]): number {
  return chunks.findIndex((chunk) => typeof choiceOf(chunk)?.['finish_reason'] === 'string')
}

export function insertedAt(
  chunks: readonly Chunk[],
  at: number,
  ...more: readonly Chunk[]
): Chunk[] {
  return at < 0 ? [...chunks] : [...chunks.slice(0, at), ...more, ...chunks.slice(at)]
}

export const delta = 'choices/*/delta'
