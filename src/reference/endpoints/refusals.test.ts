import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asObject } from '../json.ts'
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
  type Got,
} from '../testing/asked.ts'

let server: ReferenceServer

beforeAll(async () => {
  server = await startReference()
})
afterAll(async () => {
  await server.close()
})

function chat(body: unknown, more: Partial<Asked> = {}): Promise<Got> {
  return ask(server, { path: chatPath, body, ...more })
}

function native(operation: string, body: unknown, more: Partial<Asked> & { model?: string } = {}) {
  return ask(server, { path: modelPath(more.model ?? llama, operation), body, ...more })
}

const user = { role: 'user', content: 'Hi' }
const tool = { type: 'function', function: { name: 'f', parameters: { type: 'object' } } }

const badChats: readonly (readonly [string, unknown])[] = [
  ['malformed JSON', '{"model": '],
  ['an empty body', ''],
  ['a list', []],
  ['no model', { messages: [user] }],
  ['a model that is a number', { model: 5, messages: [user] }],
  ['no messages', { model: gptOss }],
  ['empty messages', { model: gptOss, messages: [] }],
  ['messages that are text', { model: gptOss, messages: 'Hi' }],
  ['an unknown role', { model: gptOss, messages: [{ role: 'wizard', content: 'Hi' }] }],
  ['no content', { model: gptOss, messages: [{ role: 'user' }] }],
  ['null content of a user', { model: gptOss, messages: [{ role: 'user', content: null }] }],
  [
    'an image',
    {
      model: gptOss,
      messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] }],
    },
  ],
  [
    'an orphaned tool message',
    { model: gptOss, messages: [user, { role: 'tool', tool_call_id: 'x', content: '1' }] },
  ],
  ['temperature -1', userSays('Hi', { temperature: -1 })],
  ['temperature 3', userSays('Hi', { temperature: 3 })],
  ['temperature as text', userSays('Hi', { temperature: 'hot' })],
  ['top_p -0.1', userSays('Hi', { top_p: -0.1 })],
  ['top_p 1.1', userSays('Hi', { top_p: 1.1 })],
  ['max_tokens 0', userSays('Hi', { max_tokens: 0 })],
  ['max_tokens -1', userSays('Hi', { max_tokens: -1 })],
  ['max_tokens as text', userSays('Hi', { max_tokens: '5' })],
  ['max_completion_tokens 0', userSays('Hi', { max_completion_tokens: 0 })],
  ['n 0', userSays('Hi', { n: 0 })],
  ['five stops', userSays('Hi', { stop: ['a', 'b', 'c', 'd', 'e'] })],
  ['a penalty of 3', userSays('Hi', { presence_penalty: 3 })],
  ['a bias of 101', userSays('Hi', { logit_bias: { 50256: 101 } })],
  ['top_logprobs without logprobs', userSays('Hi', { top_logprobs: 2 })],
  ['an unknown effort', userSays('Hi', { reasoning_effort: 'banana' })],
  ['an unknown format', userSays('Hi', { response_format: { type: 'banana' } })],
  [
    'a bad schema',
    userSays('Hi', {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'x', schema: { type: 'banana' } },
      },
    }),
  ],
  ['tool_choice without tools', userSays('Hi', { tool_choice: 'auto' })],
  ['a tool of an unknown type', userSays('Hi', { tools: [{ type: 'banana' }] })],
  [
    'a tool with a bad schema',
    userSays('Hi', {
      tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'banana' } } }],
    }),
  ],
  [
    'a choice of a tool that is not there',
    userSays('Hi', { tools: [tool], tool_choice: { type: 'function', function: { name: 'g' } } }),
  ],
  ['stream as text', userSays('Hi', { stream: 'yes' })],
]

describe('chat completions on the Bedrock front', () => {
  it.each(badChats)('refuse %s with 400 and the OpenAI envelope', async (_what, body) => {
    const got = await chat(body)
    expect(got.status).toBe(400)
    expect(got.json).toEqual({
      error: {
        message: expect.any(String),
        type: 'invalid_request_error',
        param: expect.toSatisfy((param) => param === null || typeof param === 'string'),
        code: 'validation_error',
      },
    })
    expect(got.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('refuse a stream before it begins', async () => {
    const got = await chat({
      model: gptOss,
      stream: true,
      messages: [{ role: 'wizard', content: '' }],
    })
    expect([got.status, got.headers.get('content-type')]).toEqual([400, 'application/json'])
  })

  it('answer what is unusual but allowed', async () => {
    const allowed = [
      { x_test: 1 },
      { max_tokens: 1e9 },
      { stop: '' },
      {
        temperature: null,
        top_p: null,
        stop: null,
        tools: null,
        stream: null,
        n: null,
        seed: null,
      },
      { logit_bias: { 50256: -100 }, frequency_penalty: -2 },
      { service_tier: 'default', user: 'u' },
      { temperature: 2 },
    ]
    const got = await Promise.all(allowed.map((more) => chat(userSays('Hi', more))))
    expect(got.map(({ status }) => status)).toEqual(allowed.map(() => 200))
  })

  it('refuse what does not fit into the context window, naming the length', async () => {
    const got = await chat(userSays('word '.repeat(140_000)))
    expect(got.status).toBe(400)
    expect(got.text).toMatch(/maximum context length/)
  })

  it('refuse invalid UTF-8 and other content types', async () => {
    const response = await fetch(server.bedrock.replace('{region}', 'us-west-2') + chatPath, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
      body: Buffer.from([0x7b, 0xff, 0x7d]),
    })
    expect(response.status).toBe(400)
    expect((await chat('{}', { headers: { 'content-type': 'text/plain' } })).status).toBe(400)
  })

  it.each([
    ['an unknown model', 'acme.none', 404, 'model_not_found'],
    ['a model of another API', llama, 404, 'model_not_found'],
    ["mantle's spelling", 'openai.gpt-oss-20b', 400, 'validation_error'],
  ])('refuse %s', async (_what, model, status, code) => {
    const got = await chat(userSays('Hi', { model }))
    expect([got.status, asObject(asObject(got.json)['error'])['code']]).toEqual([status, code])
  })

  it('do not offer gpt-oss outside its regions', async () => {
    expect((await chat(userSays('Hi'), { region: 'ca-west-1' })).status).toBe(400)
    expect((await chat(userSays('Hi'), { region: 'sa-east-1' })).status).toBe(200)
  })

  it('answer paths that are not served as the service does', async () => {
    const paths = [
      '/v1/chat/completions',
      '/openai/v1/models',
      '/openai/v1/embeddings',
      '/openai/v1/completions',
    ]
    for (const path of paths) {
      const got = await ask(server, { path, method: 'POST', body: {} })
      expect(got.status).toBe(200)
      expect(got.text).toContain('UnknownOperationException')
    }
    expect((await ask(server, { path: '/nowhere' })).status).toBe(404)
    expect((await ask(server, { path: chatPath })).status).toBe(405)
  })

  it('need no region in the path', async () => {
    const origin = new URL(server.bedrock).origin
    const response = await fetch(origin + chatPath, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(userSays('Hi')),
    })
    expect(response.status).toBe(200)
    await response.body?.cancel()
  })
})

describe('keys on the Bedrock front', () => {
  const asked = { path: chatPath, body: userSays('Hi', { stream: true }) }

  it.each([
    ['no header', () => null, 'Authorization header is missing'],
    [
      'garbage',
      () => 'Bearer garbage',
      'Invalid API Key format: Must start with pre-defined prefix',
    ],
    [
      'another scheme',
      () => 'Basic dTpw',
      'Invalid API Key format: Must start with pre-defined prefix',
    ],
    [
      'an expired key',
      () => `Bearer ${server.mintKey('us-west-2', { expired: true })}`,
      'Bearer Token has expired',
    ],
    [
      'a key of another region',
      () => `Bearer ${server.mintKey('us-east-1')}`,
      'Authentication failed: Please make sure your API Key is valid.',
    ],
    [
      'a tampered key',
      () => `Bearer ${tampered(server.mintKey('us-west-2'))}`,
      'Authentication failed: Please make sure your API Key is valid.',
    ],
  ])('refuse %s with 403 and the literal message', async (_what, authorization, message) => {
    const got = await ask(server, { ...asked, authorization: authorization() })
    expect([got.status, got.json]).toEqual([403, { Message: message }])
    const onNative = await native('converse-stream', converseSays('Hi'), {
      authorization: authorization(),
    })
    expect([onNative.status, onNative.json]).toEqual([403, { Message: message }])
    expect(onNative.headers.get('x-amzn-errortype')).toMatch(/^AccessDeniedException:/)
  })

  it('accept a long-term key in every region, unless it has expired', async () => {
    const key = server.mintKey('us-west-2', { kind: 'long' })
    expect(key).toMatch(/^ABSK[A-Za-z0-9+/]{109,269}={0,2}$/)
    for (const region of ['us-west-2', 'eu-west-1']) {
      const got = await ask(server, { ...asked, region, authorization: `Bearer ${key}` })
      expect(got.status).toBe(200)
    }
    const gone = server.mintKey('us-west-2', { kind: 'long', expired: true })
    expect((await ask(server, { ...asked, authorization: `Bearer ${gone}` })).status).toBe(403)
    const forged = `${key.slice(0, -6)}AAAA==`
    expect((await ask(server, { ...asked, authorization: `Bearer ${forged}` })).status).toBe(403)
  })

  it('are minted with the minutes that were asked for', () => {
    const key = server.mintKey('eu-west-1', { minutesLeft: 10 })
    const url = Buffer.from(key.slice('bedrock-api-key-'.length), 'base64').toString()
    const query = new URLSearchParams(url.slice(url.indexOf('?')))
    const issued = query
      .get('X-Amz-Date')!
      .replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')
    const minutes =
      (Date.parse(issued) + Number(query.get('X-Amz-Expires')) * 1000 - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(9)
    expect(minutes).toBeLessThanOrEqual(10)
    expect(query.get('X-Amz-Credential')).toContain('/eu-west-1/bedrock/aws4_request')
  })
})

/** The same key with another expiry inside, which its signature does not cover. */
function tampered(key: string): string {
  const text = Buffer.from(key.slice('bedrock-api-key-'.length), 'base64').toString()
  const longer = text.replace('X-Amz-Expires=43200', 'X-Amz-Expires=43100')
  return `bedrock-api-key-${Buffer.from(longer).toString('base64')}`
}

const textBlock = { role: 'user', content: [{ text: 'Hi' }] }
const spec = (name: string) => ({ toolSpec: { name, inputSchema: { json: { type: 'object' } } } })

const badConverses: readonly (readonly [string, unknown])[] = [
  ['malformed JSON', '{'],
  ['an empty body', ''],
  ['no messages', {}],
  ['empty messages', { messages: [] }],
  ['an unknown role', { messages: [{ role: 'wizard', content: [{ text: 'Hi' }] }] }],
  ['an assistant first', { messages: [{ role: 'assistant', content: [{ text: 'Hi' }] }] }],
  [
    'an assistant last',
    { messages: [textBlock, { role: 'assistant', content: [{ text: 'Hi' }] }] },
  ],
  ['two user turns', { messages: [textBlock, textBlock] }],
  ['no blocks', { messages: [{ role: 'user', content: [] }] }],
  ['a blank text', converseSays('  ')],
  ['an empty text', converseSays('')],
  ['two members in a block', { messages: [{ role: 'user', content: [{ text: 'a', image: {} }] }] }],
  [
    'an image',
    { messages: [{ role: 'user', content: [{ image: { format: 'png', source: {} } }] }] },
  ],
  ['temperature 1.1', converseSays('Hi', { inferenceConfig: { temperature: 1.1 } })],
  ['topP -0.1', converseSays('Hi', { inferenceConfig: { topP: -0.1 } })],
  ['maxTokens 0', converseSays('Hi', { inferenceConfig: { maxTokens: 0 } })],
  ['an empty stop', converseSays('Hi', { inferenceConfig: { stopSequences: [''] } })],
  ['a tool name with a space', converseSays('Hi', { toolConfig: { tools: [spec('a b')] } })],
  [
    'a tool name of 65 characters',
    converseSays('Hi', { toolConfig: { tools: [spec('a'.repeat(65))] } }),
  ],
  ['no tools in toolConfig', converseSays('Hi', { toolConfig: { tools: [] } })],
  [
    'an unanswered tool use',
    {
      messages: [
        textBlock,
        { role: 'assistant', content: [{ toolUse: { toolUseId: 't1', name: 'f', input: {} } }] },
        textBlock,
      ],
      toolConfig: { tools: [spec('f')] },
    },
  ],
]

describe.each(['converse', 'converse-stream'])('%s', (operation) => {
  it.each(badConverses)('refuses %s with 400 ValidationException', async (_what, body) => {
    const got = await native(operation, body)
    expect(got.status).toBe(400)
    expect(got.json).toEqual({ message: expect.any(String) })
    expect(got.headers.get('x-amzn-errortype')).toMatch(/^ValidationException:/)
  })
})

describe('model ids of the native API', () => {
  it.each([
    [
      'a bare id where only the profile works',
      'meta.llama3-1-8b-instruct-v1:0',
      'us-east-1',
      400,
      /on-demand throughput/,
    ],
    ['a bare id where it works', 'meta.llama3-1-8b-instruct-v1:0', 'us-west-2', 200, /end_turn/],
    ['a profile outside its geography', llama, 'eu-west-1', 400, /identifier is invalid/],
    [
      'a profile of another geography',
      'eu.meta.llama3-1-8b-instruct-v1:0',
      'us-west-2',
      400,
      /identifier is invalid/,
    ],
    ['an unknown model', 'acme.none-v1:0', 'us-west-2', 404, /Could not resolve/],
    [
      'an ARN of another region',
      `arn:aws:bedrock:us-east-1::foundation-model/${gptOss}`,
      'us-west-2',
      400,
      /invalid/,
    ],
    [
      'an ARN of this region',
      `arn:aws:bedrock:us-west-2::foundation-model/${gptOss}`,
      'us-west-2',
      200,
      /end_turn/,
    ],
    ['characters that no id has', 'a b!', 'us-west-2', 400, /regular expression pattern/],
  ])('%s', async (_what, model, region, status, message) => {
    const got = await native('converse', converseSays('Hello'), { model, region })
    expect([got.status, got.text]).toEqual([status, expect.stringMatching(message)])
  })

  it('may stand raw in the path', async () => {
    const got = await ask(server, { path: `/model/${llama}/converse`, body: converseSays('Hello') })
    expect(got.status).toBe(200)
  })

  it('that cannot be decoded are refused', async () => {
    const got = await ask(server, { path: '/model/%E0%A4%A/converse', body: converseSays('Hello') })
    expect(got.status).toBe(400)
  })
})

describe('invoke', () => {
  it.each([
    ['malformed JSON', '{', llama],
    ['an empty body', '', llama],
    ['an alien key', { prompt: 'Hi', banana: 1 }, llama],
    ['no prompt', { max_gen_len: 5 }, llama],
    ['max_gen_len 0', { prompt: 'Hi', max_gen_len: 0 }, llama],
    ['max_gen_len 2049', { prompt: 'Hi', max_gen_len: 2049 }, llama],
    ['temperature 2', { prompt: 'Hi', temperature: 2 }, llama],
    ['a body without messages', { banana: 1 }, gptOss],
    ['another model in the body', userSays('Hi', { model: 'openai.gpt-oss-120b-1:0' }), gptOss],
    ['stream in a call that does not', userSays('Hi', { stream: true }), gptOss],
  ])('refuses %s with 400 ValidationException', async (_what, body, model) => {
    const got = await native('invoke', body, { model })
    expect(got.status).toBe(400)
    expect(got.headers.get('x-amzn-errortype')).toMatch(/^ValidationException:/)
  })

  it('says the counts in headers too', async () => {
    const got = await native('invoke', { prompt: 'Once upon a time', max_gen_len: 32 })
    expect(got.json).toMatchObject({ stop_reason: 'length', generation_token_count: 32 })
    expect(got.headers.get('x-amzn-bedrock-output-token-count')).toBe('32')
  })
})

describe('the Llama Stack front', () => {
  it('refuses with the whole OpenAI envelope', async () => {
    const cases = [
      ['/v1/chat/completions', userSays('Hi', { model: gptOss }), 404],
      ['/v1/chat/completions', userSays('Hi', { model: stackModel, temperature: 9 }), 400],
      ['/v1/completions', { model: stackModel, prompt: 'Hi' }, 501],
      ['/v1/embeddings', { model: 'bedrock/amazon.titan-embed', input: 'Hi' }, 501],
      ['/v1/embeddings', { model: stackModel, input: 'Hi' }, 400],
      ['/v1/nothing', {}, 404],
    ] as const
    for (const [path, body, status] of cases) {
      const got = await ask(server, { endpoint: 'llamaStack', path, body })
      expect(got.status).toBe(status)
      expect(Object.keys(asObject(asObject(got.json)['error']))).toEqual([
        'message',
        'type',
        'param',
        'code',
      ])
    }
  })

  it('takes a key of its client in the provider-data header', async () => {
    const asked = {
      endpoint: 'llamaStack',
      path: '/v1/chat/completions',
      body: userSays('Hi', { model: stackModel }),
    } as const
    const withKey = (key: string) =>
      ask(server, {
        ...asked,
        authorization: null,
        headers: {
          'x-llamastack-provider-data': JSON.stringify({ aws_bearer_token_bedrock: key }),
        },
      })
    const [good, bad] = await Promise.all([withKey(server.key), withKey('nonsense')])
    expect([good.status, bad.status]).toEqual([200, 401])
  })
})

describe('the control plane', () => {
  const get = (path: string, region: string) => ask(server, { endpoint: 'control', path, region })

  it('lists profiles where they can be called from', async () => {
    expect((await get('/inference-profiles', 'us-east-1')).text).toContain(llama)
    expect((await get('/inference-profiles', 'eu-west-1')).json).toEqual({
      inferenceProfileSummaries: [],
    })
    const profile = await get(`/inference-profiles/${encodeURIComponent(llama)}`, 'us-east-2')
    expect(profile.json).toMatchObject({
      inferenceProfileId: llama,
      status: 'ACTIVE',
      type: 'SYSTEM_DEFINED',
    })
    expect((await get('/inference-profiles/nothing', 'us-east-2')).status).toBe(404)
  })

  it('tells region from access in the availability of a model', async () => {
    const path = `/foundation-model-availability/${encodeURIComponent(gptOss)}`
    expect((await get(path, 'us-west-2')).json).toMatchObject({ regionAvailability: 'AVAILABLE' })
    expect((await get(path, 'af-south-1')).json).toMatchObject({
      regionAvailability: 'NOT_AVAILABLE',
    })
  })

  it('filters models by provider and needs a key', async () => {
    const got = await get('/foundation-models?byProvider=meta', 'us-west-2')
    expect(got.text).not.toContain('gpt-oss')
    expect(got.text).toContain('meta.llama3-1-8b-instruct-v1:0')
    const refused = await ask(server, {
      endpoint: 'control',
      path: '/foundation-models',
      authorization: null,
    })
    expect(refused.status).toBe(403)
  })
})

describe('plain answers', () => {
  it('are compressed when the client asks for it', async () => {
    const asked = { path: chatPath, body: userSays('Hi') }
    const zipped = await chat(asked.body, { headers: { 'accept-encoding': 'gzip' } })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(zipped.json).toMatchObject({ object: 'chat.completion' })
    const plain = await chat(asked.body, { headers: { 'accept-encoding': 'identity' } })
    expect(plain.headers.get('content-encoding')).toBeNull()
  })
})
