import OpenAI, {
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReferenceServer } from '../server.ts'
import { playReference } from '../../proof/play-reference.ts'
import { gptOss, stackModel } from '../testing/asked.ts'

let server: ReferenceServer

beforeAll(async () => {
  server = await playReference()
})
afterAll(async () => {
  await server.close()
})

function bedrock(apiKey = server.key, region = 'us-west-2'): OpenAI {
  const baseURL = `${server.bedrock.replace('{region}', region)}/openai/v1`
  return new OpenAI({ baseURL, apiKey, maxRetries: 0 })
}

function mantle(apiKey = server.key): OpenAI {
  const baseURL = `${server.mantle.replace('{region}', 'us-west-2')}/v1`
  return new OpenAI({ baseURL, apiKey, maxRetries: 0 })
}

function stack(): OpenAI {
  return new OpenAI({ baseURL: `${server.llamaStack}/v1`, apiKey: 'unused', maxRetries: 0 })
}

const endpoints = [
  ['Bedrock', () => bedrock(), gptOss],
  ['mantle', () => mantle(), 'openai.gpt-oss-20b'],
  ['Llama Stack', () => stack(), stackModel],
] as const

describe.each(endpoints)('the official openai package on the %s front', (_name, client, model) => {
  it('holds a conversation whose facts are recalled', async () => {
    const answer = await client().chat.completions.create({
      model,
      messages: [
        { role: 'user', content: 'My name is Alice' },
        { role: 'assistant', content: 'Nice to meet you, Alice! How can I help you today?' },
        { role: 'user', content: 'What is my name?' },
      ],
    })
    expect(answer.choices[0]?.message.content).toContain('Alice')
    expect(answer.model).toBe(model)
    const { prompt_tokens, completion_tokens, total_tokens } = answer.usage!
    expect(prompt_tokens + completion_tokens).toBe(total_tokens)
  })

  it('streams deltas that join to the whole answer, then its usage', async () => {
    const messages = [{ role: 'user', content: 'Count to 5' }] as const
    const whole = await client().chat.completions.create({ model, messages: [...messages] })
    const stream = await client().chat.completions.create({
      model,
      messages: [...messages],
      stream: true,
      stream_options: { include_usage: true },
    })
    let text = ''
    let usage: unknown
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? ''
      usage = chunk.usage ?? usage
    }
    expect(text).toBe(whole.choices[0]?.message.content)
    expect(usage).toEqual(whole.usage)
  })

  it('throws NotFoundError for an unknown model, streamed or not', async () => {
    for (const stream of [false, true]) {
      const asked = {
        model: 'no-such-model',
        messages: [{ role: 'user' as const, content: 'Hi' }],
        stream,
      }
      await expect(client().chat.completions.create(asked)).rejects.toThrow(NotFoundError)
    }
  })

  it('throws BadRequestError for a temperature out of range', async () => {
    const asked = { model, messages: [{ role: 'user' as const, content: 'Hi' }], temperature: 3 }
    await expect(client().chat.completions.create(asked)).rejects.toThrow(BadRequestError)
  })

  it('calls a tool, and uses its result', async () => {
    const tools = [
      {
        type: 'function' as const,
        function: {
          name: 'get_weather',
          description: 'Weather of a city',
          parameters: {
            type: 'object',
            properties: { city: { type: 'string' } },
            required: ['city'],
          },
        },
      },
    ]
    const question = { role: 'user' as const, content: 'What is the weather in Paris?' }
    const asked = await client().chat.completions.create({ model, messages: [question], tools })
    const message = asked.choices[0]!.message
    const called = message.tool_calls![0]!
    expect(asked.choices[0]?.finish_reason).toBe('tool_calls')
    expect(called).toMatchObject({
      function: { name: 'get_weather', arguments: '{"city":"Paris"}' },
    })
    const answer = await client().chat.completions.create({
      model,
      tools,
      messages: [
        question,
        message,
        { role: 'tool', tool_call_id: called.id, content: '17 degrees, code QX-5' },
      ],
    })
    expect(answer.choices[0]?.message.content).toContain('QX-5')
  })
})

describe('keys and the official openai package', () => {
  const asked = { model: gptOss, messages: [{ role: 'user' as const, content: 'Hi' }] }

  it('throws PermissionDeniedError on Bedrock for expired, foreign and made-up keys', async () => {
    const keys = [
      server.mintKey('us-west-2', { expired: true }),
      server.mintKey('us-east-2'),
      'bedrock-api-key-bm90aGluZw==',
      'sk-made-up',
    ]
    for (const key of keys) {
      await expect(bedrock(key).chat.completions.create(asked)).rejects.toThrow(
        PermissionDeniedError,
      )
    }
  })

  it('throws AuthenticationError on mantle', async () => {
    const refused = mantle('sk-made-up').chat.completions.create({
      ...asked,
      model: 'openai.gpt-oss-20b',
    })
    await expect(refused).rejects.toThrow(AuthenticationError)
  })

  it('throws AuthenticationError on a Llama Stack whose own key has expired', async () => {
    const expired = await playReference({ keyExpired: true })
    const client = new OpenAI({ baseURL: `${expired.llamaStack}/v1`, apiKey: 'x', maxRetries: 0 })
    const refused = client.chat.completions.create({ ...asked, model: stackModel })
    await expect(refused).rejects.toThrow(AuthenticationError)
    await expired.close()
  })

  it('throws RateLimitError when a deviation throttles', async () => {
    const busy = await playReference({ oddity: 'throttled' })
    const client = new OpenAI({ baseURL: `${busy.llamaStack}/v1`, apiKey: 'x', maxRetries: 0 })
    const refused = client.chat.completions.create({ ...asked, model: stackModel })
    await expect(refused).rejects.toThrow(RateLimitError)
    await busy.close()
  })
})

describe('lists of models', () => {
  it('are read by the official openai package', async () => {
    const ids = []
    for await (const model of stack().models.list()) ids.push(model.id)
    expect(ids).toContain(stackModel)
    expect((await stack().models.retrieve(stackModel)).id).toBe(stackModel)
    expect((await mantle().models.list()).data.map((model) => model.id)).toContain(
      'openai.gpt-oss-20b',
    )
  })
})
