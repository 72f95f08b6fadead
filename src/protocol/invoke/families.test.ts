import { describe, expect, it } from 'vitest'
import { apis } from '../registry.ts'
import { conversation, items } from '../testing/build.ts'
import { bodyOf } from '../testing/conversations.ts'
import { familyOfBody } from './family-of-body.ts'

const turns = [
  { role: 'system', text: 'Be brief' },
  { role: 'user', text: 'Hi' },
  { role: 'assistant', text: 'Hello' },
  { role: 'user', text: 'Who?' },
] as const
const asked = conversation({ turns, options: { maxTokens: 9, stop: ['END'] } })
const written = (id: string) => bodyOf(apis.invoke.encode(asked, { id, family: 'unknown' }))
const read = (family: string, json: unknown) => apis.invoke.read({ items: [], json }, { family })
const streamed = (family: string, chunks: readonly unknown[]) =>
  apis['invoke-stream'].read({ items: items(chunks, 'chunk') }, { family })

describe('the body of a family', () => {
  it('of Nova is that of Converse with its schema', () => {
    expect(written('amazon.nova-lite-v1:0')).toEqual({
      schemaVersion: 'messages-v1',
      messages: [
        { role: 'user', content: [{ text: 'Hi' }] },
        { role: 'assistant', content: [{ text: 'Hello' }] },
        { role: 'user', content: [{ text: 'Who?' }] },
      ],
      system: [{ text: 'Be brief' }],
      inferenceConfig: { maxTokens: 9, stopSequences: ['END'] },
    })
  })

  it.each([
    [
      'mistral.mistral-7b-instruct-v0:2',
      '<s>[INST] Be brief\n\nHi [/INST] Hello</s>[INST] Who? [/INST]',
    ],
    [
      'us.deepseek.r1-v1:0',
      '<｜begin▁of▁sentence｜>Be brief<｜User｜>Hi<｜Assistant｜>Hello<｜end▁of▁sentence｜><｜User｜>Who?<｜Assistant｜>',
    ],
  ])('of %s is a prompt in its template', (id, prompt) => {
    expect(written(id)).toEqual({ prompt, max_tokens: 9, stop: ['END'] })
  })

  it('of newer models of Mistral is a chat, in which any stands for required', () => {
    const tools = [{ name: 'f', parameters: {} }]
    const chat = conversation({ tools, toolChoice: 'required' })
    const model = { id: 'mistral.mistral-large-3-675b-instruct', family: 'unknown' }
    expect(bodyOf(apis.invoke.encode(chat, model))).toMatchObject({ tool_choice: 'any' })
    const old = { id: 'mistral.mixtral-8x7b-instruct-v0:1', family: 'unknown' }
    expect(apis.invoke.encode(chat, old)).toBeUndefined()
  })

  it('of Titan is a text of lines', () => {
    expect(written('amazon.titan-text-lite-v1')).toEqual({
      inputText: 'Be brief\nUser: Hi\nBot: Hello\nUser: Who?\nBot:',
      textGenerationConfig: { maxTokenCount: 9, stopSequences: ['END'] },
    })
  })

  it('of a model of vectors says no conversation', () => {
    const model = { id: 'amazon.titan-embed-text-v2:0', family: 'unknown' }
    expect(apis.invoke.encode(asked, model)).toBeUndefined()
  })
})

describe('the reply of a family', () => {
  it.each([
    ['nova', { output: { message: { content: [{ text: 'Sol' }] } }, stopReason: 'end_turn' }],
    ['mistral', { outputs: [{ text: 'Sol', stop_reason: 'stop' }] }],
    ['deepseek', { choices: [{ text: 'Sol', stop_reason: 'stop' }] }],
    [
      'titan-text',
      { inputTextTokenCount: 1, results: [{ outputText: 'Sol', completionReason: 'FINISH' }] },
    ],
  ])('%s is read from a whole body', (family, json) => {
    expect(read(family, json)).toMatchObject({ text: 'Sol', ending: 'stop' })
    expect(read(family, { hello: 'world' })).toBeUndefined()
  })

  it.each([
    [
      'nova',
      [
        { messageStart: { role: 'assistant' } },
        { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'So' } } },
        { contentBlockDelta: { contentBlockIndex: 2, delta: { text: 'l' } } },
        { messageStop: { stopReason: 'max_tokens' } },
      ],
    ],
    [
      'mistral',
      [
        { outputs: [{ text: 'So', stop_reason: null }] },
        { outputs: [{ text: 'l', stop_reason: 'length' }] },
      ],
    ],
    [
      'deepseek',
      [
        { choices: [{ text: 'So', stop_reason: null }] },
        { choices: [{ text: 'l', stop_reason: 'length' }] },
      ],
    ],
    [
      'titan-text',
      [
        { outputText: 'So', completionReason: null },
        { outputText: 'l', completionReason: 'LENGTH' },
      ],
    ],
  ])('%s is read from chunks', (family, chunks) => {
    expect(streamed(family, chunks)).toMatchObject({
      text: 'Sol',
      ending: 'length',
      deltas: [{ text: 'So' }, { text: 'l' }],
    })
  })

  it('nova is read whatever stands beside the event of a chunk', () => {
    const metrics = { inputTokenCount: 1, outputTokenCount: 2 }
    const usage = { inputTokens: 1, outputTokens: 2, totalTokens: 9, cacheReadInputTokens: 6 }
    const reply = streamed('nova', [
      { trace: {}, messageStop: { stopReason: 'max_tokens' } },
      { 'amazon-bedrock-invocationMetrics': metrics, metadata: { usage } },
    ])
    expect(reply).toMatchObject({
      ending: 'length',
      usage: { prompt: 7, completion: 2, total: 9 },
    })
  })

  it('of vectors has no text, and a count where there is one', () => {
    expect(read('titan-embed', { embedding: [1], inputTextTokenCount: 4 })).toMatchObject({
      choices: [],
      usage: { prompt: 4 },
    })
    expect(read('cohere-embed', { embeddings: [[1]] })).toMatchObject({ choices: [], usage: {} })
    expect(read('cohere-rerank', {})).toBeUndefined()
  })
})

describe('the family of bodies', () => {
  it.each([
    ['claude', { anthropic_version: 'bedrock-2023-05-31' }, {}],
    ['nova', { schemaVersion: 'messages-v1' }, {}],
    ['titan-text', { inputText: 'a', textGenerationConfig: {} }, {}],
    ['titan-embed', { inputText: 'a', dimensions: 256 }, {}],
    ['cohere-embed', { texts: [], input_type: 'search_query' }, {}],
    ['llama', { prompt: 'a', max_gen_len: 1 }, {}],
    ['claude', {}, { type: 'message' }],
    ['claude', {}, { type: 'message_start' }],
    ['nova', {}, { messageStart: {} }],
    ['titan-embed', { inputText: 'a' }, { embedding: [], inputTextTokenCount: 1 }],
    ['mistral', { prompt: 'a' }, { outputs: [{ text: 'b' }] }],
    ['nova-embed', {}, { embeddings: [{ embeddingType: 'TEXT' }] }],
    ['cohere-rerank', {}, { results: [{ relevance_score: 1 }] }],
    ['llama', {}, { generation: '' }],
    [undefined, { messages: [] }, { choices: [] }],
  ])('is %s for %j and %j', (family, request, reply) => {
    expect(familyOfBody(request, reply)).toBe(family)
  })
})
