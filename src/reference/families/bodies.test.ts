import { afterAll, beforeAll, expect, it } from 'vitest'
import { asObject } from '../json.ts'
import { startReference, type ReferenceServer } from '../server.ts'
import { ask, modelPath } from '../testing/asked.ts'

let server: ReferenceServer

beforeAll(async () => {
  server = await startReference()
})
afterAll(async () => {
  await server.close()
})

it('Nova keeps its own limit of tokens', async () => {
  const invoked = async (inferenceConfig: object) => {
    const messages = [{ role: 'user', content: [{ text: 'Write a story.' }] }]
    const path = modelPath('amazon.nova-micro-v1:0', 'invoke')
    return (await ask(server, { path, body: { messages, inferenceConfig } })).json
  }
  for (const limit of [{ max_new_tokens: 10 }, { maxTokens: 10 }]) {
    expect(await invoked(limit)).toMatchObject({
      stopReason: 'max_tokens',
      usage: { outputTokens: 10 },
    })
  }
})

it('headers and metrics of InvokeModel count input as the body does, beside the cache', async () => {
  const model = 'anthropic.claude-haiku-4-5-20251001-v1:0'
  const text = 'The harbour master keeps a long list. '.repeat(200)
  const body = {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 50,
    system: [{ type: 'text', text, cache_control: { type: 'ephemeral' } }],
    messages: [{ role: 'user', content: 'Hello!' }],
  }
  for (const kind of ['write', 'read']) {
    const { headers, json } = await ask(server, { path: modelPath(model, 'invoke'), body })
    const usage = asObject(asObject(json)['usage'])
    const count = (name: string) => Number(headers.get(`x-amzn-bedrock-${name}-token-count`))
    expect(count('input')).toBe(usage['input_tokens'])
    expect(count('output')).toBe(usage['output_tokens'])
    expect(count('cache-read-input')).toBe(usage['cache_read_input_tokens'])
    expect(count('cache-write-input')).toBe(usage['cache_creation_input_tokens'])
    expect([kind, count(`cache-${kind}-input`) > 1024]).toEqual([kind, true])
  }
  const path = modelPath(model, 'invoke-with-response-stream')
  const frames = (await ask(server, { path, body })).text
  const chunks = Array.from(frames.matchAll(/"bytes":"([^"]+)"/gu), ([, bytes = '']) =>
    asObject(JSON.parse(Buffer.from(bytes, 'base64').toString())),
  )
  const metrics = asObject(chunks.at(-1)?.['amazon-bedrock-invocationMetrics'])
  const { usage } = chunks.find(({ type }) => type === 'message_delta') ?? {}
  expect(metrics).toMatchObject({
    inputTokenCount: asObject(usage)['input_tokens'],
    cacheReadInputTokenCount: asObject(usage)['cache_read_input_tokens'],
    cacheWriteInputTokenCount: 0,
  })
})

it('Claude wants a result for each of its calls in the next message', async () => {
  const call = (id: string) => ({ type: 'tool_use', id, name: 'look', input: {} })
  const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: 'x' })
  const asked = async (...answers: readonly unknown[][]) => {
    const body = {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 50,
      tools: [{ name: 'look', input_schema: { type: 'object' } }],
      messages: [
        { role: 'user', content: 'Look!' },
        { role: 'assistant', content: [call('a'), call('b')] },
        ...answers.map((content) => ({ role: 'user', content })),
      ],
    }
    const path = modelPath('anthropic.claude-haiku-4-5-20251001-v1:0', 'invoke')
    return (await ask(server, { path, body })).status
  }
  const text = { type: 'text', text: 'And?' }
  expect(await asked([result('a'), result('b'), text])).toBe(200)
  expect(await asked([result('b')], [result('a')])).toBe(200)
  expect(await asked([result('a'), text])).toBe(400)
  expect(await asked([text])).toBe(400)
  expect(await asked([result('c')])).toBe(400)
})

it('vectors come in each type that is asked for, and in no other', async () => {
  const invoked = async (model: string, body: object) =>
    ask(server, { path: modelPath(model, 'invoke'), body })
  const cohere = (types?: unknown) =>
    invoked('cohere.embed-v4:0', {
      texts: ['Earth'],
      input_type: 'search_query',
      output_dimension: 256,
      embedding_types: types,
    })
  const types = ['float', 'int8', 'uint8', 'binary', 'ubinary']
  const made = asObject(asObject((await cohere(types)).json)['embeddings'])
  const flat = types.map((type) => (made[type] as number[][])[0] ?? [])
  expect(flat.map(({ length }) => length)).toEqual([256, 256, 256, 32, 32])
  const bounds = flat.slice(1).map((vector) => [Math.min(...vector) < 0, Math.max(...vector) > 127])
  expect(bounds).toEqual([
    [true, false],
    [false, true],
    [true, false],
    [false, true],
  ])
  expect(Object.keys(asObject(asObject((await cohere()).json)['embeddings']))).toEqual(['float'])
  const titan = (embeddingTypes: unknown) =>
    invoked('amazon.titan-embed-text-v2:0', { inputText: 'Earth', embeddingTypes })
  for (const wrong of [['int4'], [], 'float', ['float', 5]]) {
    expect([wrong, (await cohere(wrong)).status]).toEqual([wrong, 400])
    expect([wrong, (await titan(wrong)).status]).toEqual([wrong, 400])
  }
})

it('a ranking has as many results as are asked for, one at least', async () => {
  const ranked = async (top_n: unknown) => {
    const body = { query: 'Earth', documents: ['Earth', 'Mars', 'Moon'], api_version: 2, top_n }
    const { json } = await ask(server, { path: modelPath('cohere.rerank-v3-5:0', 'invoke'), body })
    return asObject(json)['results']
  }
  expect(await ranked(2)).toHaveLength(2)
  expect(await ranked(undefined)).toHaveLength(3)
  for (const wrong of [0, -1, 1.5, '2'])
    expect([wrong, await ranked(wrong)]).toEqual([wrong, undefined])
})
