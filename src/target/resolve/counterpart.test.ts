import { describe, expect, it } from 'vitest'
import { counterpartId } from './counterpart.ts'

describe('counterpartId', () => {
  it.each([
    ['bedrock/openai.gpt-oss-20b-1:0', 'bedrock', 'openai.gpt-oss-20b-1:0'],
    ['bedrock/openai.gpt-oss-20b-1:0', 'bedrock-mantle', 'openai.gpt-oss-20b'],
    ['bedrock/openai.gpt-oss-20b', 'bedrock', 'openai.gpt-oss-20b-1:0'],
    ['bedrock/openai.gpt-oss-20b', 'bedrock-mantle', 'openai.gpt-oss-20b'],
    ['openai.gpt-oss-120b-1:0', 'llamastack', 'bedrock/openai.gpt-oss-120b-1:0'],
    ['bedrock/us.meta.llama3-1-8b-instruct-v1:0', 'bedrock', 'us.meta.llama3-1-8b-instruct-v1:0'],
    ['gpt-4o', 'openai-compatible', 'gpt-4o'],
    [
      'arn:aws:bedrock:us-east-1::foundation-model/x',
      'llamastack',
      'arn:aws:bedrock:us-east-1::foundation-model/x',
    ],
  ] as const)('spells %s for %s as %s', (id, endpointKind, expected) => {
    expect(counterpartId(id, endpointKind)).toBe(expected)
  })
})
