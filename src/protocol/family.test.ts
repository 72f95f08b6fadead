import { expect, it } from 'vitest'
import { familyOf } from './family.ts'

it.each([
  ['openai.gpt-oss-20b-1:0', 'gpt-oss'],
  ['bedrock/openai.gpt-oss-120b', 'gpt-oss'],
  ['us.meta.llama3-1-8b-instruct-v1:0', 'llama'],
  ['arn:aws:bedrock:us-east-2:0:inference-profile/us.meta.llama3-1-8b-instruct-v1:0', 'llama'],
  ['amazon.nova-lite-v1:0', 'unknown'],
])('tells the family of %s: %s', (id, family) => {
  expect(familyOf(id)).toBe(family)
})
