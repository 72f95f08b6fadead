import { expect, it } from 'vitest'
import { apis } from '../registry.ts'
import { conversation } from '../testing/build.ts'
import { bodyOf, gptOss, llama, options, toolTalk, weather } from '../testing/conversations.ts'

const turns = [
  { role: 'developer', text: 'Be brief' },
  { role: 'user', text: 'My name is Alice' },
  { role: 'assistant', text: 'Hi, Alice' },
  { role: 'user', text: 'Who am I?' },
] as const

it('writes the Llama 3 template up to where the assistant speaks', () => {
  const sampled = conversation({ turns, options: { maxTokens: 10, temperature: 0.2, topP: 0.9 } })
  expect(bodyOf(apis.invoke.encode(sampled, llama))).toEqual({
    prompt:
      '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief<|eot_id|>' +
      '<|start_header_id|>user<|end_header_id|>\n\nMy name is Alice<|eot_id|>' +
      '<|start_header_id|>assistant<|end_header_id|>\n\nHi, Alice<|eot_id|>' +
      '<|start_header_id|>user<|end_header_id|>\n\nWho am I?<|eot_id|>' +
      '<|start_header_id|>assistant<|end_header_id|>\n\n',
    max_gen_len: 10,
    temperature: 0.2,
    top_p: 0.9,
  })
})

it('writes an OpenAI body without model and stream for gpt-oss', () => {
  const draft = apis['invoke-stream'].encode(conversation({ options }), gptOss)
  expect(draft?.path).toBe('/model/openai.gpt-oss-20b-1%3A0/invoke-with-response-stream')
  expect(draft?.headers).toEqual({
    'content-type': 'application/json',
    'x-amzn-bedrock-accept': 'application/json',
  })
  expect(bodyOf(draft)).toEqual({
    messages: [{ role: 'user', content: 'Hello' }],
    max_completion_tokens: 9,
    temperature: 0.1,
    top_p: 0.95,
    stop: ['END'],
    seed: 7,
  })
})

it.each([
  ['stop', conversation({ options: { stop: ['x'] } })],
  ['seed', conversation({ options: { seed: 1 } })],
  ['tools', conversation({ tools: [weather] })],
  ['tool results', conversation({ turns: toolTalk.turns })],
])('cannot express %s to Llama', (_, one) => {
  expect(apis.invoke.encode(one, llama)).toBeUndefined()
  expect(apis.invoke.encode(one, gptOss)).toBeDefined()
})

it('knows a discovered model by its id, and has no body for a stranger', () => {
  const found = { ...llama, family: 'unknown' }
  expect(bodyOf(apis.invoke.encode(conversation(), found))).toHaveProperty('prompt')
  const stranger = { id: 'ai21.jamba-1-5-mini-v1:0', family: 'unknown' }
  expect(apis.invoke.encode(conversation(), stranger)).toBeUndefined()
})

it('writes the template of Llama 4 for Llama 4, which reads the marks of Llama 3 as text', () => {
  const scout = { id: 'us.meta.llama4-scout-17b-instruct-v1:0', family: 'llama-vision' }
  expect(bodyOf(apis.invoke.encode(conversation({ turns }), scout))).toMatchObject({
    prompt:
      '<|begin_of_text|><|header_start|>system<|header_end|>\n\nBe brief<|eot|>' +
      '<|header_start|>user<|header_end|>\n\nMy name is Alice<|eot|>' +
      '<|header_start|>assistant<|header_end|>\n\nHi, Alice<|eot|>' +
      '<|header_start|>user<|header_end|>\n\nWho am I?<|eot|>' +
      '<|header_start|>assistant<|header_end|>\n\n',
  })
  const older = { id: 'us.meta.llama3-2-11b-instruct-v1:0', family: 'llama-vision' }
  expect(bodyOf(apis.invoke.encode(conversation(), older))).toMatchObject({
    prompt: expect.stringContaining('<|eot_id|>') as string,
  })
})
