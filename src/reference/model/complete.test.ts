import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Ajv } from 'ajv'
import { startReference, type ReferenceServer } from '../server.ts'
import { ask, chatPath, userSays, type Got } from '../testing/asked.ts'

let server: ReferenceServer

beforeAll(async () => {
  server = await startReference()
})
afterAll(async () => {
  await server.close()
})

interface Completion {
  readonly choices: readonly {
    readonly message: {
      readonly content: string | null
      readonly tool_calls?: readonly {
        readonly id: string
        readonly function: { readonly name: string; readonly arguments: string }
      }[]
    }
    readonly finish_reason: string
    readonly logprobs: {
      readonly content: readonly {
        readonly token: string
        readonly logprob: number
        readonly top_logprobs: readonly unknown[]
      }[]
    } | null
  }[]
  readonly usage: {
    readonly prompt_tokens: number
    readonly completion_tokens: number
    readonly total_tokens: number
    readonly completion_tokens_details: { readonly reasoning_tokens: number }
  }
}

async function completion(asked: string, more: Record<string, unknown> = {}): Promise<Completion> {
  const got: Got = await ask(server, { path: chatPath, body: userSays(asked, more) })
  expect([got.status, got.status === 200 ? '' : got.text]).toEqual([200, ''])
  return got.json as Completion
}

async function text(asked: string, more: Record<string, unknown> = {}): Promise<string> {
  return (await completion(asked, more)).choices[0]!.message.content!
}

describe('limits', () => {
  it.each(['max_tokens', 'max_completion_tokens'])(
    '%s cuts the answer and says so',
    async (name) => {
      for (const limit of [1, 16, 64]) {
        const cut = await completion('Write a 300-word story.', { [name]: limit })
        expect(cut.choices[0]?.finish_reason).toBe('length')
        expect(cut.usage.completion_tokens).toBe(limit)
      }
      expect((await completion('Hello', { [name]: 500 })).choices[0]?.finish_reason).toBe('stop')
    },
  )

  it('the notebook: quantum computing does not fit into 400 tokens', async () => {
    const cut = await completion('Explain quantum computing', { max_tokens: 400 })
    expect([cut.choices[0]?.finish_reason, cut.usage.completion_tokens]).toEqual(['length', 400])
  })

  it('stop sequences end the text before them', async () => {
    expect(await text('Repeat exactly: alpha beta GAMMA delta', { stop: 'GAMMA' })).toBe(
      'alpha beta ',
    )
    const stopped = await completion('Count to 9', { stop: ['8', '4', 'x', 'y'] })
    expect(stopped.choices[0]).toMatchObject({
      message: { content: '1, 2, 3, ' },
      finish_reason: 'stop',
    })
  })
})

describe('usage', () => {
  it('adds up, is the same for the same prompt, and grows with it', async () => {
    const messages = [{ role: 'user', content: 'Hi' }]
    const seen: number[] = []
    for (let turn = 0; turn < 3; turn += 1) {
      const { usage } = await completion('', { messages })
      expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens)
      expect((await completion('', { messages })).usage.prompt_tokens).toBe(usage.prompt_tokens)
      seen.push(usage.prompt_tokens)
      messages.push({ role: 'assistant', content: 'Hello' }, { role: 'user', content: 'Go on' })
    }
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen)
    expect(new Set(seen).size).toBe(3)
  })

  it('counts content parts as it counts their text, and tools on top', async () => {
    const plain = await completion('Hi there')
    const parts = await completion('', {
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi there' }] }],
    })
    expect(parts.usage.prompt_tokens).toBe(plain.usage.prompt_tokens)
    const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }]
    expect((await completion('Hi there', { tools })).usage.prompt_tokens).toBeGreaterThan(
      plain.usage.prompt_tokens,
    )
  })

  it('reasons more, the higher the effort', async () => {
    const counts: number[] = []
    for (const effort of ['none', 'low', 'medium', 'high']) {
      const { usage } = await completion('Hello', { reasoning_effort: effort })
      counts.push(usage.completion_tokens_details.reasoning_tokens)
      expect(usage.completion_tokens).toBeGreaterThanOrEqual(counts.at(-1)!)
    }
    expect(counts[0]).toBe(0)
    expect(counts.toSorted((a, b) => a - b)).toEqual(counts)
    expect(new Set(counts).size).toBe(4)
  })
})

describe('sampling', () => {
  const haiku = 'Write a haiku about coding.'
  const many = (more: Record<string, unknown>) =>
    Promise.all(Array.from({ length: 12 }, () => text(haiku, more)))

  it('is constant at temperature 0 and with a seed, and varies at 1', async () => {
    expect(new Set(await many({ temperature: 0 })).size).toBe(1)
    expect(new Set(await many({ temperature: 1, top_p: 0.01 })).size).toBe(1)
    expect(new Set(await many({ temperature: 1, seed: 5 })).size).toBe(1)
    expect(new Set(await many({ temperature: 1 })).size).toBeGreaterThan(1)
  })

  it('gives as many choices as are asked for', async () => {
    const two = await completion('Hello', { n: 2 })
    expect(two.choices).toHaveLength(2)
  })

  it('gives log probabilities that join to the text', async () => {
    const { choices } = await completion('Count to 5', { logprobs: true, top_logprobs: 2 })
    const tokens = choices[0]!.logprobs!.content
    expect(tokens.map((entry) => entry.token).join('')).toBe(choices[0]!.message.content)
    expect(tokens.every((entry) => entry.logprob <= 0 && entry.top_logprobs.length === 2)).toBe(
      true,
    )
  })
})

describe('tools', () => {
  const weather = {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'Get the current weather of a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  }
  const now = { type: 'function', function: { name: 'server-time_now' } }

  it('are called for each of two cities, with ids of their own', async () => {
    const { choices } = await completion('What is the weather in Paris and in Tokyo?', {
      tools: [weather],
    })
    const calls = choices[0]!.message.tool_calls!
    expect(calls.map((call) => JSON.parse(call.function.arguments))).toEqual([
      { city: 'Paris' },
      { city: 'Tokyo' },
    ])
    expect(new Set(calls.map((call) => call.id)).size).toBe(2)
  })

  it('are called one at a time when asked so', async () => {
    const { choices } = await completion('What is the weather in Paris and Tokyo?', {
      tools: [weather],
      parallel_tool_calls: false,
    })
    expect(choices[0]!.message.tool_calls).toHaveLength(1)
  })

  it('are called by name, with {} where there are no arguments', async () => {
    const { choices } = await completion('Hello', {
      tools: [weather, now],
      tool_choice: { type: 'function', function: { name: 'server-time_now' } },
    })
    expect(choices[0]!.message.tool_calls![0]!.function).toEqual({
      name: 'server-time_now',
      arguments: '{}',
    })
  })

  it('are left alone when nothing asks for them or the client forbids it', async () => {
    const asked = [
      await completion('Hello', { tools: [weather] }),
      await completion('What is the weather in Paris?', { tools: [weather], tool_choice: 'none' }),
    ]
    expect(asked.map(({ choices }) => choices[0]!.message.tool_calls)).toEqual([
      undefined,
      undefined,
    ])
  })
})

describe('structured output', () => {
  it('is JSON when JSON is asked for', async () => {
    const json: unknown = JSON.parse(
      await text('Give me JSON with keys name and age for Bob.', {
        response_format: { type: 'json_object' },
      }),
    )
    expect(json).toEqual({ name: 'Bob', age: expect.any(Number) })
  })

  it('is an instance of the schema', async () => {
    const schemas = [
      {
        type: 'object',
        properties: {
          name: { type: 'string' },
          age: { type: 'integer', minimum: 0, maximum: 150 },
        },
        required: ['name', 'age'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: {
          tags: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 2 },
          ok: { type: 'boolean' },
          none: { type: ['null'] },
        },
        required: ['tags', 'ok', 'none'],
      },
      {
        type: 'object',
        properties: { item: { $ref: '#/$defs/item' } },
        required: ['item'],
        $defs: {
          item: {
            type: 'object',
            properties: {
              price: { type: 'number', exclusiveMinimum: 0 },
              id: { type: 'string', pattern: '^[A-Z]{3}$' },
            },
            required: ['price', 'id'],
          },
        },
      },
      {
        type: 'object',
        properties: {
          either: { anyOf: [{ type: 'string', maxLength: 3 }, { type: 'null' }] },
          fixed: { const: 7 },
        },
        required: ['either', 'fixed'],
      },
    ]
    const ajv = new Ajv()
    for (const schema of schemas) {
      const json_schema = { name: 'answer', strict: true, schema }
      const made = JSON.parse(
        await text('Alice is 30 years old.', {
          response_format: { type: 'json_schema', json_schema },
        }),
      )
      expect([made, ajv.validate(schema, made)]).toEqual([made, true])
    }
  })
})

describe('streams', () => {
  it('come in many pieces over time', async () => {
    const response = await fetch(server.bedrock.replace('{region}', 'us-west-2') + chatPath, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(userSays('Write a 300-word story.', { stream: true })),
    })
    const times: number[] = []
    for await (const part of response.body!) if (part.length > 0) times.push(performance.now())
    expect(times.length).toBeGreaterThan(20)
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(50)
  })

  it('of two choices hold both, each with an end of its own', async () => {
    const got = await ask(server, {
      path: chatPath,
      body: userSays('Count to 5', { stream: true, n: 2 }),
    })
    const chunks = got.text
      .split('\n\n')
      .filter((block) => block.startsWith('data: {'))
      .map((block) => JSON.parse(block.slice(6)))
    const choices = chunks.flatMap((chunk) => chunk.choices)
    for (const index of [0, 1]) {
      const own = choices.filter((choice) => choice.index === index)
      expect(own.map((choice) => choice.delta.content ?? '').join('')).toBe('1, 2, 3, 4, 5')
      expect(own.map((choice) => choice.finish_reason).filter(Boolean)).toEqual(['stop'])
    }
    expect(got.text.endsWith('data: [DONE]\n\n')).toBe(true)
  })
})
