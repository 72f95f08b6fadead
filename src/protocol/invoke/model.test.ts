import { describe, expect, it } from 'vitest'
import { readInvoke } from './model.ts'
import { items } from '../testing/build.ts'

const llama = { family: 'llama' }

const chunk = (generation: string, more: object = {}): object => ({
  generation,
  prompt_token_count: null,
  generation_token_count: 1,
  stop_reason: null,
  ...more,
})

describe('Llama', () => {
  it("reads the walkthrough's response", () => {
    const json = {
      generation: " I'm doing great, thanks for asking! I",
      prompt_token_count: 7,
      generation_token_count: 10,
      stop_reason: 'length',
    }
    expect(readInvoke({ json, items: [] }, llama)).toMatchObject({
      text: json.generation,
      finish: 'length',
      ending: 'length',
      usage: { prompt: 7, completion: 10 },
    })
  })

  const metrics = { inputTokenCount: 13, outputTokenCount: 8 }
  const last = { stop_reason: 'stop', 'amazon-bedrock-invocationMetrics': metrics }

  it('reads running counts, and what only Bedrock counted', () => {
    const chunks = [chunk('How'), chunk(''), chunk(' are', { generation_token_count: 8, ...last })]
    const reply = readInvoke({ items: items(chunks, 'chunk') }, llama)
    expect(reply).toMatchObject({
      text: 'How are',
      finish: 'stop',
      usage: { prompt: 13, completion: 8 },
    })
    expect(reply?.deltas).toEqual([
      { at: 0, item: 0, choice: 0, text: 'How' },
      { at: 20, item: 2, choice: 0, text: ' are' },
    ])
  })

  it("prefers the model's own counts to Bedrock's", () => {
    const chunks = [
      chunk('a', { prompt_token_count: 12 }),
      chunk('b', { generation_token_count: 2, ...last }),
    ]
    expect(readInvoke({ items: items(chunks) }, llama)?.usage).toEqual({
      prompt: 12,
      completion: 2,
    })
  })

  it('does not forget a reason for a null that follows it', () => {
    const chunks = [chunk('a', { stop_reason: 'length' }), chunk('')]
    expect(readInvoke({ items: items(chunks) }, llama)).toMatchObject({ finish: 'length' })
  })

  it('says null while no chunk gave a reason', () => {
    expect(readInvoke({ items: items([chunk('a')]) }, llama)).toMatchObject({ finish: null })
  })

  it('finds no reply in a body of another family', () => {
    expect(readInvoke({ json: { choices: [] }, items: [] }, llama)).toBeUndefined()
    expect(readInvoke({ json: { generation: 5 }, items: [] }, llama)).toBeUndefined()
  })
})

describe('gpt-oss', () => {
  const chunks = [
    { choices: [{ index: 0, delta: { content: 'Sol' }, finish_reason: 'stop' }] },
    {
      choices: [],
      'amazon-bedrock-invocationMetrics': { inputTokenCount: 3, outputTokenCount: 4 },
    },
  ]

  it('reads chunks as OpenAI would send them, and the counts that Bedrock adds', () => {
    expect(readInvoke({ items: items(chunks, 'chunk') }, { family: 'gpt-oss' })).toMatchObject({
      text: 'Sol',
      ending: 'stop',
      usage: { prompt: 3, completion: 4 },
    })
  })

  it('finds no reply in a body of another family', () => {
    const json = { generation: 'x', stop_reason: 'stop' }
    expect(readInvoke({ json, items: [] }, { family: 'gpt-oss' })).toBeUndefined()
  })
})

it('reads either form where the family is not known', () => {
  const unknown = { family: 'unknown' }
  expect(readInvoke({ json: { generation: 'x' }, items: [] }, unknown)?.text).toBe('x')
  const json = { choices: [{ message: { content: 'y' } }] }
  expect(readInvoke({ json, items: [] }, unknown)?.text).toBe('y')
})
