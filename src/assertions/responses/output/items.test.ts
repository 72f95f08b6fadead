/** What the items of a response hold. */
import { describe, expect, it } from 'vitest'
import type { Json } from '../../testing/completion.ts'
import { judge, verdict } from '../../testing/judge.ts'
import { call, message, reasoning, response, whole } from '../testing/response.ts'

const other = (more: Json): Json => ({ ...message, id: 'msg_2', ...more })
const saying = (text: string): Json => ({
  content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
})
const holding = (...output: readonly Json[]) => whole(response({ output }))

describe('response-messages-once', () => {
  it.each<[string, readonly Json[], string]>([
    ['finds an answer that came twice', [message, other({})], 'responses.message-repeated'],
    [
      'leaves a short text that is said twice',
      [other(saying('Yes.')), { ...message, ...saying('Yes.') }],
      'pass',
    ],
    ['leaves another text', [message, other(saying('Humans live on the Earth.'))], 'pass'],
    ['leaves a comment that became the answer', [other({ phase: 'commentary' }), message], 'pass'],
  ])('%s', (_, output, wanted) => {
    expect(verdict('response-messages-once', true, holding(...output))).toBe(wanted)
  })
})

describe('response-call-id-length', () => {
  it.each<[string, string, string]>([
    ['takes 64 characters', 'c'.repeat(64), 'pass'],
    ['counts characters, not their bytes', '𝒳'.repeat(64), 'pass'],
    ['finds one more', 'c'.repeat(65), 'responses.call-id-length'],
  ])('%s', (_, id, wanted) => {
    const observation = holding({ ...call, call_id: id })
    expect(verdict('response-call-id-length', true, observation)).toBe(wanted)
  })
})

describe('response-unreasoned', () => {
  const usage = (tokens: number): Json => ({
    input_tokens: 1,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 9,
    output_tokens_details: { reasoning_tokens: tokens },
    total_tokens: 10,
  })
  it.each<[string, string, string, Json, string]>([
    ['finds reasoning', 'none', 'none', {}, 'responses.reasoned'],
    ['finds tokens of it', 'none', 'none', { output: [message] }, 'responses.reasoned'],
    ['passes without', 'none', 'none', { output: [message], usage: usage(0) }, 'pass'],
    ['leaves a response that used another effort', 'none', 'low', {}, 'pass'],
    ['leaves another effort', 'low', 'low', {}, 'pass'],
  ])('%s', (_, asked, used, more, wanted) => {
    const observation = whole(response({ ...more, reasoning: { effort: used } }), {
      asked: { reasoning: { effort: asked } },
    })
    expect(verdict('response-unreasoned', true, observation)).toBe(wanted)
  })
})

describe('the schema of responses', () => {
  const codes = (...output: readonly Json[]) =>
    judge('schema', 'openai.response', holding(...output)).findings.map(
      ({ code, at }) => `${code} ${at?.pointer ?? ''}`,
    )
  const text = (message['content'] as Json[])[0]!

  it.each<[string, Json, readonly string[]]>([
    [
      'refuses a bare kind in a message',
      { ...message, content: [{ ...text, type: 'text' }] },
      ['schema.enum /output/0/content/0/type'],
    ],
    [
      'refuses reasoning in a message',
      { ...message, content: [{ ...text, type: 'reasoning_text' }] },
      ['schema.enum /output/0/content/0/type'],
    ],
    [
      'refuses a text of the answer in reasoning',
      { ...reasoning, content: [text] },
      ['schema.enum /output/0/content/0/type'],
    ],
    ['takes the kind of a vendor', { ...message, content: [{ type: 'example:chart' }] }, []],
    [
      'misses a type, and nothing that hangs on it',
      { ...message, content: [{ ...text, annotations: [{ url: 'https://example.com/' }] }] },
      ['schema.required /output/0/content/0/annotations/0/type'],
    ],
  ])('%s', (_, item, wanted) => {
    expect(codes(item)).toEqual(wanted)
  })
})

describe('a response without the call that is due', () => {
  it('names an item of an unknown type', () => {
    const { findings } = judge('tool-calls', true, holding({ ...call, type: 'tool_call' }))
    expect(findings[0]?.message).toContain('unknown type "tool_call"')
  })
})
