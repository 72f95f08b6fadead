import { expect, it } from 'vitest'
import { comparable, errorMessage } from './words.ts'

const plain = (text: string): string => comparable(text, { model: 'gpt-x', region: 'eu-west-1' })

it.each([
  ['/usage/completion_tokens in item 18 is wrong.', '/metadata/usage/outputTokens is wrong.'],
  ['/usage/prompt_tokens is wrong.', '/inputTextTokenCount is wrong.'],
  ['/response/object in item 0 is missing. So 2 times more.', '/object is missing.'],
  ['/item/summary in item 4 is missing.', '/output/0/summary is missing.'],
  ['/response/output/2/content/0/type is wrong.', '/part/type in item 5 is wrong.'],
  ['Event 22 follows response.completed.', 'Event 9 follows response.incomplete.'],
  ['response.output_text.delta names part 0.', 'response.content_part.done names part 1.'],
  ['gpt-x in eu-west-1 failed 3 times.', 'gpt-x in eu-west-1 failed 4 times.'],
  ['Request 9f0e7c2a-1b2c-4d5e-8f90-aabbccddeeff failed.', 'Request req_0123456789 failed.'],
])('%j compares equal to %j', (one, other) => {
  expect(plain(one).replace('req_#', '#')).toBe(plain(other).replace('req_#', '#'))
})

it.each([
  ['/usage/completion_tokens is wrong.', '/usage/prompt_tokens is wrong.'],
  ['/usage/total_tokens is wrong.', '/usage/output_tokens is wrong.'],
  ['/object is missing.', '/id is missing.'],
])('%j does not compare equal to %j', (one, other) => {
  expect(plain(one)).not.toBe(plain(other))
})

it('of a long text no more is compared than its first 4,000 characters', () => {
  const long = '<'.repeat(3995)
  expect(plain(`${long} one`)).toBe('one')
  expect(plain(`${long}<<<<< one`)).toBe('')
})

it.each([
  ['{"error":{"message":"No."}}', 'No.'],
  ['{"error":{"message":"{\\"error\\":{\\"message\\":\\"No.\\"}}"}}', 'No.'],
  ['{"message":"{\\\\"error\\\\":{\\\\"message\\\\":\\\\"No, thank you', 'No, thank you'],
  ['{"error":{"message":"{\\"code\\":4}"}}', '{"code":4}'],
  ['{"message":"It is \\"no\\".\\nGo \\u6389."}', 'It is "no". Go 掉.'],
  ['{"message":"\\u001b[1mNo\\u202e."}', String.raw`\u001b[1mNo\u202e.`],
  ['{"message":"It is \\\\"no\\\\" and', 'It is "no" and'],
  ['The server said “No.”', 'No.'],
  ['No.', undefined],
])('the message of %j is %j', (body, message) => {
  expect(errorMessage(body)).toBe(message)
})
