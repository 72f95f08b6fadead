/** The official client of OpenAI on the Responses API of the reference. */
import OpenAI, { BadRequestError, ConflictError, NotFoundError } from 'openai'
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

function client(base: string): OpenAI {
  return new OpenAI({
    baseURL: base.replace('{region}', 'us-west-2'),
    apiKey: server.key,
    maxRetries: 0,
  })
}

const endpoints = [
  ['Bedrock', () => client(`${server.bedrock}/openai/v1`), gptOss],
  ['mantle', () => client(`${server.mantle}/v1`), 'openai.gpt-oss-20b'],
  ['Llama Stack', () => client(`${server.llamaStack}/v1`), stackModel],
] as const

const tools = [
  {
    type: 'function' as const,
    name: 'get_weather',
    description: 'Current weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    strict: false,
  },
]

describe.each(endpoints)('the openai package on the responses of %s', (_, connect, model) => {
  it('gets an answer, and one that continues it', async () => {
    const { responses } = connect()
    const first = await responses.create({ model, input: 'My name is Alice' })
    expect(first.status).toBe('completed')
    const second = await responses.create({
      model,
      input: 'What is my name?',
      previous_response_id: first.id,
    })
    expect(second.output_text).toContain('Alice')
    expect(second.usage!.input_tokens).toBeGreaterThan(first.usage!.input_tokens)
  })

  it('gathers a stream with its helper to the response that is stored', async () => {
    const { responses } = connect()
    const stream = responses.stream({ model, input: 'Count to 5' })
    const deltas: string[] = []
    stream.on('response.output_text.delta', ({ delta }) => deltas.push(delta))
    const final = await stream.finalResponse()
    expect(deltas.join('')).toBe(final.output_text)
    const stored = await responses.retrieve(final.id)
    expect(stored.output_text).toBe(final.output_text)
  })

  it('calls a tool, streamed, and uses its result', async () => {
    const { responses } = connect()
    const input = 'What is the weather in Paris?'
    const stream = responses.stream({ model, input, tools, tool_choice: 'required' })
    const { id, output } = await stream.finalResponse()
    const call = output.find((item) => item.type === 'function_call')
    expect(JSON.parse(call!.arguments)).toEqual({ city: 'Paris' })
    const answer = await responses.create({
      model,
      previous_response_id: id,
      input: [{ type: 'function_call_output', call_id: call!.call_id, output: '{"sky":"clear"}' }],
      tools,
    })
    expect(answer.output_text).toContain('clear')
  })

  it('says that a limit cut the answer', async () => {
    const { responses } = connect()
    const input = 'Write a story of about 300 words.'
    const { status, incomplete_details: details } = await responses.create({
      model,
      input,
      max_output_tokens: 16,
    })
    expect([status, details]).toEqual(['incomplete', { reason: 'max_output_tokens' }])
  })

  it('lists input items, deletes, and does not find what is gone', async () => {
    const { responses } = connect()
    const { id } = await responses.create({ model, input: 'Hello' })
    const listed = await responses.inputItems.list(id)
    expect(listed.data.map((item) => item.type)).toEqual(['message'])
    await responses.delete(id)
    await expect(responses.retrieve(id)).rejects.toBeInstanceOf(NotFoundError)
  })

  it('gets typed errors, before a stream begins as much as without one', async () => {
    const { responses } = connect()
    const small = { model, input: 'Hello', max_output_tokens: 8 }
    await expect(responses.create(small)).rejects.toBeInstanceOf(BadRequestError)
    await expect(responses.create({ ...small, stream: true })).rejects.toMatchObject({
      status: 400,
      param: expect.anything(),
    })
    const unknown = { model: 'no-such-model', input: 'Hello', stream: true as const }
    await expect(responses.create(unknown)).rejects.toBeInstanceOf(NotFoundError)
  })

  it('gives JSON of the schema that was asked for', async () => {
    const schema = {
      type: 'object',
      properties: { name: { type: 'string' } },
      required: ['name'],
      additionalProperties: false,
    }
    const { output_text: text } = await connect().responses.create({
      model,
      input: 'Alice is 30 years old. Who is she?',
      text: { format: { type: 'json_schema', name: 'person', schema, strict: true } },
    })
    expect(Object.keys(JSON.parse(text) as object)).toEqual(['name'])
  })
})

describe.each(endpoints.slice(1))('a response in the background on %s', (_name, own, model) => {
  const start = async () =>
    own().responses.create({ model, input: 'Say hello.', background: true, store: true })

  it('is retrieved until it is completed', async () => {
    const { id, status, background } = await start()
    expect(['queued', 'in_progress']).toContain(status)
    expect(background).toBe(true)
    expect((await own().responses.retrieve(id)).status).toBe('in_progress')
    const done = await own().responses.retrieve(id)
    expect(done.status).toBe('completed')
    expect(done.output_text).not.toBe('')
  })

  it('is cancelled once, and not after its end', async () => {
    const { id } = await start()
    expect((await own().responses.cancel(id)).status).toBe('cancelled')
    expect((await own().responses.cancel(id)).status).toBe('cancelled')
    expect((await own().responses.retrieve(id)).status).toBe('cancelled')
    const other = await start()
    await own().responses.retrieve(other.id)
    await own().responses.retrieve(other.id)
    await expect(own().responses.cancel(other.id)).rejects.toThrow(ConflictError)
  })

  it('is refused as a stream, and where nothing is stored', async () => {
    const body = { model, input: 'Hi', background: true }
    await expect(own().responses.create({ ...body, stream: true })).rejects.toThrow(BadRequestError)
    await expect(own().responses.create({ ...body, store: false })).rejects.toThrow(BadRequestError)
  })
})

it('bedrock-runtime has no responses in the background', async () => {
  const [, own, model] = endpoints[0]
  const asked = own().responses.create({ model, input: 'Hi', background: true })
  await expect(asked).rejects.toThrow(BadRequestError)
})
