import type { Usage } from '../../model/observation.ts'
import { makeUsage } from '../reply/reply.ts'
import { isObject } from '../../model/json/shape.ts'

/** botocore bedrock-runtime 2023-09-30, TokenUsage; undefined where it is not an object. */
export function readConverseUsage(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined
  return makeUsage({
    prompt: usage['inputTokens'],
    completion: usage['outputTokens'],
    total: usage['totalTokens'],
  })
}
