import { seededRandom } from '../../model/run/random.ts'
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReference, type ReferenceServer } from '../server.ts'
import {
  ask,
  chatPath,
  converseSays,
  gptOss,
  llama,
  modelPath,
  stackModel,
  userSays,
  type Asked,
} from '../testing/asked.ts'

let server: ReferenceServer

beforeAll(async () => {
  server = await startReference()
})
afterAll(async () => {
  await server.close()
})

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
}

const good: readonly Asked[] = [
  {
    path: chatPath,
    body: userSays('What is the weather in Paris?', {
      tools: [weather],
      tool_choice: 'auto',
      stop: ['x'],
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'a', schema: { type: 'object' } },
      },
      stream_options: { include_usage: true },
    }),
  },
  {
    endpoint: 'llamaStack',
    path: '/v1/chat/completions',
    body: userSays('Hello', { model: stackModel, logprobs: true, top_logprobs: 2 }),
  },
  {
    path: modelPath(llama, 'converse'),
    body: converseSays('Hello', { system: [{ text: 'x' }], inferenceConfig: { maxTokens: 5 } }),
  },
  {
    path: modelPath(gptOss, 'converse-stream'),
    body: converseSays('Hello', {
      toolConfig: {
        tools: [{ toolSpec: { name: 'f', inputSchema: { json: { type: 'object' } } } }],
      },
    }),
  },
  {
    path: modelPath(llama, 'invoke'),
    body: { prompt: 'Hello', max_gen_len: 10, temperature: 0.5 },
  },
  { path: modelPath(gptOss, 'invoke-with-response-stream'), body: userSays('Hello') },
  { path: modelPath(gptOss, 'count-tokens'), body: { input: { converse: converseSays('Hello') } } },
]

const oddValues: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  '',
  'x',
  '\u0000',
  '\uD800',
  [],
  [null],
  {},
  { type: null },
  [[]],
  'system',
  { text: 5 },
]

/** The value with one member somewhere in it replaced. */
function spoiled(value: unknown, random: () => number): unknown {
  const odd = oddValues[Math.floor(random() * oddValues.length)]
  if (typeof value !== 'object' || value === null || random() < 0.15) return odd
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value }
  const keys = Object.keys(copy)
  const key = keys[Math.floor(random() * keys.length)]
  if (key === undefined) return odd
  Reflect.set(copy, key, spoiled(Reflect.get(copy, key), random))
  return copy
}

/** JSON with something odd in it; now and then cut. */
function spoiledText(body: unknown, random: () => number): string {
  const text = JSON.stringify(spoiled(spoiled(body, random), random)) ?? ''
  return random() < 0.1 ? text.slice(0, Math.floor(random() * text.length)) : text
}

describe('whatever is sent', () => {
  it('never makes the reference fail, nor answer 5xx', { timeout: 60_000 }, async () => {
    const random = seededRandom(20_261_122)
    const statuses = new Set<number>()
    for (let round = 0; round < 40; round += 1) {
      const spoiledOnes = good.map((asked) => ({ ...asked, body: spoiledText(asked.body, random) }))
      const answers = await Promise.all(spoiledOnes.map((asked) => ask(server, asked)))
      for (const [at, got] of answers.entries()) {
        if (got.status >= 500) expect(spoiledOnes[at]).toBe('answered')
        statuses.add(got.status)
      }
    }
    expect(server.faults).toEqual([])
    expect(statuses).toEqual(new Set([200, 400, 404]))
  })

  it('random paths, methods and headers are answered too', async () => {
    const random = seededRandom(7)
    const parts = [
      'model',
      'v1',
      'openai',
      '%',
      '%2F',
      '..',
      'us-west-2',
      'mars-north-1',
      'mantle',
      'control',
      'models',
      llama,
      'converse',
      '',
      '?x=%',
    ]
    const asked = Array.from({ length: 200 }, (_, round): Asked => {
      const path = `/${Array.from({ length: 4 }, () => parts[Math.floor(random() * parts.length)]).join('/')}`
      const endpoint = (['bedrock', 'mantle', 'control', 'llamaStack'] as const)[round % 4]!
      const method = (['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const)[round % 6]!
      return {
        endpoint,
        path,
        method,
        authorization: null,
        headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a/b' },
      }
    })
    const got = await Promise.all(asked.map(async (one) => ask(server, one)))
    expect(got.filter(({ status }) => status >= 500)).toEqual([])
    expect(server.faults).toEqual([])
  })

  it('what is not HTTP at all is answered 400', async () => {
    const socket = connect(Number(new URL(server.llamaStack).port), '127.0.0.1')
    socket.end('\u0000\u0001 nonsense\r\n\r\n')
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /)
    socket.destroy()
    expect(server.faults).toEqual([])
  })

  it('names that every object has are names like any other', async () => {
    const functionOf = (property: string, schema: string) =>
      `{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"${property}":${schema}},"required":["${property}"]}}}`
    const called = async (tool: string) =>
      ask(server, {
        path: chatPath,
        body: `{"model":"${gptOss}","messages":[{"role":"user","content":"Hello"}],"tools":[${tool}],"tool_choice":"required"}`,
      })
    for (const name of ['constructor', '__proto__', 'toString', 'valueOf']) {
      const route = await ask(server, { endpoint: 'control', path: `/${name}` })
      expect([name, route.status]).toEqual([name, 404])
      const property = await called(functionOf(name, '{"type":"string"}'))
      expect([name, property.status]).toEqual([name, 200])
      expect(property.text).toContain(`{\\"${name}\\":`)
      expect((await called(functionOf('a', `{"type":"string","format":"${name}"}`))).status).toBe(
        200,
      )
    }
    const fault = userSays('[reference-fault constructor]')
    expect((await ask(server, { path: chatPath, body: fault })).status).toBe(200)
    expect(server.faults).toEqual([])
  })

  it('a method of HTTP/2 may be any word', async () => {
    for (const method of ['constructor', '__proto__']) {
      const session = connectHttp2(server.llamaStack)
      const stream = session.request({ ':method': method, ':path': '/v1/models' })
      stream.end()
      const [headers] = (await once(stream, 'response')) as [Record<string, unknown>]
      expect([method, headers[':status']]).toEqual([method, 405])
      session.destroy()
    }
    expect(server.faults).toEqual([])
  })

  it('JSON that is nested too deeply to be walked is refused', async () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000)
    const hello = '"messages":[{"role":"user","content":[{"text":"Hello"}]}]'
    const schema = JSON.stringify(`{"const":${deep}}`)
    const count = (text: string) => Buffer.from(text).toString('base64')
    const bodies: readonly Asked[] = [
      {
        path: '/openai/v1/responses',
        body: `{"model":"${gptOss}","input":"Hello","text":{"x":${deep}}}`,
      },
      { path: modelPath(gptOss, 'converse'), body: `{"messages":[{"role":${deep}}]}` },
      {
        path: modelPath(gptOss, 'converse'),
        body: `{${hello},"outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":{"schema":${schema}}}}}}`,
      },
      {
        path: modelPath(gptOss, 'count-tokens'),
        body: { input: { invokeModel: { body: count(`{"messages":${deep}}`) } } },
      },
    ]
    for (const body of bodies) {
      expect([body.path, (await ask(server, body)).status]).toEqual([body.path, 400])
    }
    expect(server.faults).toEqual([])
  })

  it('long prompts are read in little time', async () => {
    const prompts = [
      'my name is '.repeat(6000),
      'a'.repeat(64_000),
      'the the '.repeat(8000),
      '"“'.repeat(30_000),
      'repeat exactly '.repeat(4000),
      '1+'.repeat(30_000),
      `repeat exactly: ${'.'.repeat(20_000)}`,
    ]
    const rules = `use ${"'".repeat(30)}`
    const withRules = userSays('', { messages: [{ role: 'system', content: rules }] })
    const invoked = (model: string, mark: string): Asked => ({
      path: modelPath(model, 'invoke'),
      body: { prompt: mark.repeat(25_000) },
    })
    const asked: readonly Asked[] = [
      ...prompts.map((prompt) => ({ path: chatPath, body: userSays(prompt) })),
      { path: chatPath, body: withRules },
      invoked('mistral.mistral-7b-instruct-v0:2', '[INST]'),
      invoked('deepseek.r1-v1:0', '<｜User｜>'),
    ]
    for (const one of asked) {
      const begins = JSON.stringify(one.body).slice(0, 120)
      const before = performance.now()
      expect((await ask(server, one)).status).toBe(200)
      expect([begins, performance.now() - before < 2000]).toEqual([begins, true])
    }
  })
})
