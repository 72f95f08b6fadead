import { expect, it } from 'vitest'
import { familyOf } from './family.ts'

it.each([
  ['openai.gpt-oss-20b-1:0', 'gpt-oss'],
  ['bedrock/openai.gpt-oss-120b', 'gpt-oss'],
  ['us.meta.llama3-1-8b-instruct-v1:0', 'llama'],
  ['arn:aws:bedrock:us-east-2:0:inference-profile/us.meta.llama3-1-8b-instruct-v1:0', 'llama'],
  ['us.meta.llama4-scout-17b-instruct-v1:0', 'llama-vision'],
  ['us.meta.llama3-2-90b-instruct-v1:0', 'llama-vision'],
  ['us.meta.llama3-2-1b-instruct-v1:0', 'llama'],
  ['us.anthropic.claude-sonnet-4-6', 'claude'],
  ['anthropic.claude-v2:1', 'unknown'],
  ['amazon.nova-canvas-v1:0', 'unknown'],
  ['amazon.nova-lite-v1:0', 'nova'],
  ['amazon.nova-2-multimodal-embeddings-v1:0', 'nova-embed'],
  ['amazon.titan-embed-text-v2:0', 'titan-embed'],
  ['amazon.titan-text-lite-v1', 'titan-text'],
  ['cohere.embed-v4:0', 'cohere-embed'],
  ['cohere.rerank-v3-5:0', 'cohere-rerank'],
  ['mistral.mistral-7b-instruct-v0:2', 'mistral'],
  ['us.deepseek.r1-v1:0', 'deepseek'],
  ['ai21.jamba-1-5-mini-v1:0', 'unknown'],
])('tells the family of %s: %s', (id, family) => {
  expect(familyOf(id)).toBe(family)
})
