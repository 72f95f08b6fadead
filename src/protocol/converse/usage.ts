import type { Usage } from '../../model/observation.ts'
import { makeUsage } from '../reply/reply.ts'
import { isObject, type Members } from '../../model/json/shape.ts'

/**
 * botocore bedrock-runtime 2023-09-30, TokenUsage; undefined where it is not an object. With
 * automatic caching `inputTokens` is the rest that the cache did not cover (Bedrock User Guide,
 * "Prompt caching"), so the prompt is the sum of all three.
 */
export function readConverseUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined
  return makeUsage({
    prompt: promptOf(usage),
    completion: usage['outputTokens'],
    total: usage['totalTokens'],
  })
}

function promptOf(usage: Members): unknown {
  const { inputTokens } = usage
  if (typeof inputTokens !== 'number') return inputTokens
  const cached = [usage['cacheReadInputTokens'], usage['cacheWriteInputTokens']]
  return cached.reduce<number>((sum, one) => sum + (typeof one === 'number' ? one : 0), inputTokens)
}
