import OpenAI, { BadRequestError, InternalServerError, NotFoundError } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReference, type ReferenceServer } from '../server.ts'
import { stackModel } from '../testing/asked.ts'

const model = 'sentence-transformers/nomic-ai/nomic-embed-text-v1.5'

let server: ReferenceServer
let client: OpenAI

beforeAll(async () => {
  server = await startReference()
  client = new OpenAI({
    baseURL: `${server.llamaStack}/v1`,
    apiKey: 'unused',
    maxRetries: 0,
  })
})
afterAll(async () => {
  await server.close()
})

describe('the official openai package', () => {
  it('reads vectors in base64, which it asks for by itself, as it reads numbers', async () => {
    const input = 'Which planet do humans live on?'
    const given = await client.embeddings.create({ model, input })
    const numbers = await client.embeddings.create({ model, input, encoding_format: 'float' })
    const [own] = given.data
    const [other] = numbers.data
    expect(own?.embedding).toHaveLength(768)
    expect(own?.embedding).toEqual(other?.embedding.map(Math.fround))
    expect(given.usage).toEqual(numbers.usage)
  })

  it('gets one vector for each text or list of tokens, of the dimensions that it asks for', async () => {
    const texts = await client.embeddings.create({ model, input: ['a', 'b', 'c'], dimensions: 64 })
    expect(texts.data.map(({ index }) => index)).toEqual([0, 1, 2])
    expect(texts.data.map(({ embedding }) => embedding.length)).toEqual([64, 64, 64])
    expect(texts.usage.total_tokens).toBe(texts.usage.prompt_tokens)
    const tokens = await client.embeddings.create({ model, input: [[5, 6], [7]] })
    expect(tokens.data).toHaveLength(2)
    expect((await client.embeddings.create({ model, input: [5, 6] })).data).toHaveLength(1)
  })

  it('gets typed errors', async () => {
    const ask = async (more: object) =>
      client.embeddings.create({ model, input: 'a', ...more } as { model: string; input: string })
    await expect(ask({ input: '' })).rejects.toThrow(BadRequestError)
    await expect(ask({ input: [] })).rejects.toThrow(BadRequestError)
    await expect(ask({ input: Array.from({ length: 2049 }, () => 'a') })).rejects.toThrow('2048')
    await expect(ask({ dimensions: 769 })).rejects.toThrow(BadRequestError)
    await expect(ask({ encoding_format: 'octal' })).rejects.toThrow(BadRequestError)
    await expect(ask({ model: 'nothing' })).rejects.toThrow(NotFoundError)
    await expect(ask({ model: stackModel })).rejects.toThrow("type 'llm'")
    await expect(ask({ model: 'bedrock/amazon.titan-embed' })).rejects.toThrow(InternalServerError)
  })

  it('cannot talk to a model that has vectors alone', async () => {
    const messages = [{ role: 'user' as const, content: 'Hi' }]
    await expect(client.chat.completions.create({ model, messages })).rejects.toThrow(
      "type 'embedding'",
    )
  })
})
