import Anthropic, { AuthenticationError, BadRequestError, NotFoundError } from '@anthropic-ai/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReferenceServer } from '../server.ts'
import { playReference } from '../../proof/play-reference.ts'
import { ask as send, stackModel } from '../testing/asked.ts'

let server: ReferenceServer

beforeAll(async () => {
  server = await playReference()
})
afterAll(async () => {
  await server.close()
})

function clientOf(origin: string, apiKey = server.key): Anthropic {
  return new Anthropic({ baseURL: origin.replace('{region}', 'us-west-2'), apiKey, maxRetries: 0 })
}

const runtime = (key?: string): Anthropic => clientOf(`${server.bedrock}/anthropic`, key)
const mantle = (key?: string): Anthropic => clientOf(`${server.mantle}/anthropic`, key)
const stack = (): Anthropic => clientOf(server.llamaStack, 'unused')

const endpoints = [
  ['bedrock-runtime', () => runtime(), 'us.anthropic.claude-sonnet-4-6'],
  ['bedrock-mantle', () => mantle(), 'anthropic.claude-sonnet-4-6'],
  ['Llama Stack', () => stack(), stackModel],
] as const

const weather: Anthropic.Tool = {
  name: 'get_weather',
  description: 'Current weather of a city.',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

describe.each(endpoints)('the official Anthropic package on %s', (_name, client, model) => {
  it('holds a conversation whose facts are recalled', async () => {
    const message = await client().messages.create({
      model,
      max_tokens: 400,
      messages: [
        { role: 'user', content: 'My name is Alice' },
        { role: 'assistant', content: 'Nice to meet you, Alice! How can I help you today?' },
        { role: 'user', content: 'What is my name?' },
      ],
    })
    expect(message.stop_reason).toBe('end_turn')
    expect(message.stop_sequence).toBeNull()
    expect(JSON.stringify(message.content)).toContain('Alice')
    expect(message.usage.input_tokens).toBeGreaterThan(0)
  })

  it('streams the message that it gives whole', async () => {
    const asked = {
      model,
      max_tokens: 400,
      messages: [{ role: 'user', content: 'Which planet do humans live on?' } as const],
    }
    const streamed = await client().messages.stream(asked).finalMessage()
    const whole = await client().messages.create(asked)
    expect(streamed.content).toEqual(whole.content)
    expect(streamed.stop_reason).toBe(whole.stop_reason)
    expect(streamed.usage.input_tokens).toBe(whole.usage.input_tokens)
    expect(streamed.usage.output_tokens).toBe(whole.usage.output_tokens)
  })

  it('calls a tool, streamed as well', async () => {
    const asked = {
      model,
      max_tokens: 400,
      tools: [weather],
      tool_choice: { type: 'any' } as const,
      messages: [{ role: 'user', content: 'What is the weather in Paris?' } as const],
    }
    for (const message of [
      await client().messages.create(asked),
      await client().messages.stream(asked).finalMessage(),
    ]) {
      expect(message.stop_reason).toBe('tool_use')
      expect(message.content.at(-1)).toMatchObject({
        type: 'tool_use',
        name: 'get_weather',
        input: { city: expect.any(String) as string },
      })
    }
  })

  it('names the stop sequence that was met', async () => {
    const message = await client().messages.create({
      model,
      max_tokens: 400,
      stop_sequences: ['blue'],
      messages: [
        {
          role: 'user',
          content: 'Repeat this text exactly and nothing else: red green blue yellow',
        },
      ],
    })
    expect(message).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: 'blue' })
  })

  it('gets typed errors', async () => {
    const asked = { model, max_tokens: 16, messages: [] }
    await expect(client().messages.create(asked)).rejects.toThrow(BadRequestError)
    const hello = [{ role: 'user', content: 'Hello' } as const]
    const stranger = { model: 'anthropic.nobody', max_tokens: 16, messages: hello }
    await expect(client().messages.create(stranger)).rejects.toThrow(NotFoundError)
  })
})

it('a count is the input that the message is then said to have', async () => {
  const asked = {
    model: 'anthropic.claude-sonnet-4-6',
    system: 'Be brief.',
    tools: [weather],
    messages: [{ role: 'user', content: 'Hello!' } as const],
  }
  const { input_tokens: counted } = await mantle().messages.countTokens(asked)
  const message = await mantle().messages.create({ ...asked, max_tokens: 16 })
  expect(counted).toBe(message.usage.input_tokens)
})

it('a key that is not accepted is an authentication error of mantle', async () => {
  const asked = {
    model: 'anthropic.claude-sonnet-4-6',
    max_tokens: 16,
    messages: [{ role: 'user', content: 'Hello!' } as const],
  }
  await expect(mantle('bad').messages.create(asked)).rejects.toThrow(AuthenticationError)
})

it('thinking that was asked for comes with its signature', async () => {
  const stream = runtime().messages.stream({
    model: 'us.anthropic.claude-sonnet-4-6',
    max_tokens: 2048,
    thinking: { type: 'enabled', budget_tokens: 1024 },
    messages: [{ role: 'user', content: 'Which planet do humans live on?' }],
  })
  const { content } = await stream.finalMessage()
  expect(content[0]).toMatchObject({
    type: 'thinking',
    signature: expect.stringMatching(/./) as string,
  })
  expect(content[1]).toMatchObject({ type: 'text' })
})

describe('images, documents and the prompt cache', () => {
  const model = 'anthropic.claude-sonnet-4-6'
  const ask = async (content: Anthropic.ContentBlockParam[], system?: Anthropic.TextBlockParam[]) =>
    mantle().messages.create({
      model,
      max_tokens: 400,
      messages: [{ role: 'user', content }],
      ...(system && { system }),
    })
  const question = { type: 'text', text: 'What is my locker number?' } as const

  it('are read', async () => {
    const data = 'My locker number is 4711.'
    const source = { type: 'text', media_type: 'text/plain', data } as const
    const message = await ask([{ type: 'document', source }, question])
    expect(JSON.stringify(message.content)).toContain('4711')
    const picture = { type: 'base64', media_type: 'image/png', data: 'aGk=' } as const
    await expect(ask([{ type: 'image', source: picture }, question])).resolves.toMatchObject({
      type: 'message',
    })
  })

  it('are refused by a model that reads text alone', async () => {
    const source = { type: 'base64', media_type: 'image/png', data: 'aGk=' } as const
    const asked = stack().messages.create({
      model: stackModel,
      max_tokens: 9,
      messages: [{ role: 'user', content: [{ type: 'image', source }] }],
    })
    await expect(asked).rejects.toThrow(BadRequestError)
  })

  it('what is marked is written, then read, and counted once', async () => {
    const text = `Notes: ${'one two three four '.repeat(400)}`
    const marked = [{ type: 'text', text, cache_control: { type: 'ephemeral' } }] as const
    const plain = await ask([question], [{ type: 'text', text }])
    const [first, again] = [await ask([question], [...marked]), await ask([question], [...marked])]
    const { cache_creation_input_tokens: written = 0 } = first.usage
    expect(written).toBeGreaterThan(1024)
    expect(first.usage).toMatchObject({ cache_read_input_tokens: 0 })
    expect(again.usage).toMatchObject({
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: written,
    })
    expect(first.usage.input_tokens + Number(written)).toBe(plain.usage.input_tokens)
  })
})

const document = {
  type: 'document',
  source: { type: 'text', media_type: 'text/plain', data: 'A list.' },
} as const
const cited = { type: 'text', text: 'Hi', citations: [{ type: 'char_location' }] }

it.each([
  ['a temperature', { temperature: 1 }],
  ['top_p', { top_p: 1 }],
  ['top_k', { top_k: 5 }],
  ['a document of the assistant', { messages: [{ role: 'assistant', content: [document] }] }],
  ['citations of a user', { messages: [{ role: 'user', content: [cited] }] }],
])('version 2026-10-21 does not take %s', async (_, more) => {
  const asked = async (version: string) => {
    const messages = [{ role: 'user', content: 'Hi' }]
    const body = { model: 'us.anthropic.claude-sonnet-4-6', max_tokens: 16, messages, ...more }
    const headers = { 'anthropic-version': version }
    return (await send(server, { path: '/anthropic/v1/messages', headers, body })).status
  }
  expect([await asked('2023-06-01'), await asked('2026-10-21')]).toEqual([200, 400])
})
