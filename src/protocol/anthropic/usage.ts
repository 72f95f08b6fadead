import type { Usage } from '../../model/observation.ts'
import { makeUsage } from '../reply/reply.ts'
import { asNumber, isObject } from '../../model/json/shape.ts'

/** Disjoint parts of the input: tokens read from and written to the cache are not in `input_tokens`. */
const inputParts = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens']

/** @anthropic-ai/sdk 1.14.0, Usage; undefined where it is not an object. */
export function readAnthropicUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined
  const parts = inputParts.flatMap((name) => asNumber(usage[name]) ?? [])
  const counts = typeof usage['input_tokens'] === 'number'
  return makeUsage({
    prompt: counts ? parts.reduce((sum, count) => sum + count, 0) : undefined,
    completion: usage['output_tokens'],
  })
}
