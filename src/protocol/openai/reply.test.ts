import { expect, it } from 'vitest'
import { readOpenAi } from './reply.ts'

const read = (json: unknown) => readOpenAi({ json, items: [] })

it('reads the reply that bedrock-runtime gave to a gpt-oss model', () => {
  const reply = read({
    id: 'chatcmpl-edc562cd',
    choices: [
      {
        finish_reason: 'stop',
        index: 0,
        message: { content: '<reasoning>hm</reasoning>**answer**', role: 'assistant' },
      },
    ],
    created: 1754494969,
    model: 'openai.gpt-oss-120b-1:0',
    service_tier: 'standard',
    object: 'chat.completion',
    usage: { completion_tokens: 169, prompt_tokens: 23, total_tokens: 192 },
  })
  const choice = {
    text: '**answer**',
    rawText: '<reasoning>hm</reasoning>**answer**',
    reasoning: 'hm',
    finish: 'stop',
    toolCalls: [],
  }
  expect(reply).toEqual({
    ...choice,
    ending: 'stop',
    usage: { prompt: 23, completion: 169, total: 192 },
    choices: [{ index: 0, ...choice }],
    id: 'chatcmpl-edc562cd',
    model: 'openai.gpt-oss-120b-1:0',
    created: 1754494969,
    deltas: [],
  })
})

it('reads tool calls, whether arguments are text or, wrongly, an object', () => {
  const calls = [
    { id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
    { id: 'b', type: 'function', function: { name: 'g', arguments: { y: [2] } } },
    { function: {} },
    'garbage',
  ]
  const message = { role: 'assistant', content: null, tool_calls: calls }
  const reply = read({ choices: [{ index: 0, message, finish_reason: 'tool_calls' }] })
  expect(reply?.toolCalls).toEqual([
    { id: 'a', name: 'f', arguments: '{"x":1}' },
    { id: 'b', name: 'g', arguments: '{"y":[2]}' },
    { arguments: '' },
  ])
  expect(reply?.ending).toBe('tool')
  expect(reply?.text).toBe('')
})

it.each(['reasoning', 'reasoning_content'])('reads %s beside the content', (member) => {
  const message = { content: 'Sol', [member]: 'latin' }
  expect(read({ choices: [{ message }] })).toMatchObject({ text: 'Sol', reasoning: 'latin' })
})

it('reads the one that has a text where both are there', () => {
  const message = { content: 'Sol', reasoning: '', reasoning_content: 'latin' }
  expect(read({ choices: [{ message }] })).toMatchObject({ reasoning: 'latin' })
})

it('keeps every choice, by its index or else by its place', () => {
  const choices = [{ index: 1, message: { content: 'b' } }, { message: { content: 'c' } }]
  const reply = read({ choices })
  expect(reply?.choices.map(({ index, text }) => [index, text])).toEqual([
    [1, 'b'],
    [1, 'c'],
  ])
})

it('tells finish_reason null from none, and takes no other kind of value', () => {
  const finishes = [null, undefined, 5].map((finish_reason) => {
    const reply = read({ choices: [{ message: {}, finish_reason }] })
    return [reply?.finish, reply?.ending]
  })
  expect(finishes).toEqual([
    [null, undefined],
    [undefined, undefined],
    [undefined, undefined],
  ])
})

it('takes counts as they are, and none that is no number', () => {
  const usage = { prompt_tokens: -1.5, completion_tokens: '7', total_tokens: null }
  expect(read({ choices: [], usage })?.usage).toEqual({ prompt: -1.5 })
  expect(read({ choices: [], usage: null })).not.toHaveProperty('usage')
})

it('joins the texts of content in parts', () => {
  const content = [
    { type: 'text', text: 'a' },
    5,
    { type: 'image_url' },
    { type: 'text', text: 'b' },
  ]
  expect(read({ choices: [{ message: { content } }] })?.text).toBe('ab')
})

it.each([{}, { choices: 'x' }, [], null, 'text', { error: {} }, { data: [] }])(
  'finds no reply in %j',
  (json) => {
    expect(read(json)).toBeUndefined()
  },
)

it('reads an answer that the model declines as one that was held back', () => {
  const declined = { content: null, refusal: 'I cannot do that.' }
  const whole = (message: object) => read({ choices: [{ message, finish_reason: 'stop' }] })
  expect(whole(declined)?.ending).toBe('filter')
  expect(whole({ content: 'Hi', refusal: null })?.ending).toBe('stop')
})
