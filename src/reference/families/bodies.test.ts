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
