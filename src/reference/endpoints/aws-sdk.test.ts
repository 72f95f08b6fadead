import {
  AccessDeniedException,
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime'
import { getTokenProvider } from '@aws/bedrock-token-generator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fakeAccessKeyId, fakeSecretAccessKey } from '../auth/credentials.ts'
import type { ReferenceServer } from '../server.ts'
import { playReference } from '../../proof/play-reference.ts'
import { chatPath, ask, gptOss, llama, userSays } from '../testing/asked.ts'

let server: ReferenceServer

beforeAll(async () => {
  server = await playReference()
})
afterAll(async () => {
  await server.close()
})

const credentials = { accessKeyId: fakeAccessKeyId, secretAccessKey: fakeSecretAccessKey }

interface Given {
  readonly region?: string
  readonly credentials?: { accessKeyId: string; secretAccessKey: string }
  readonly at?: ReferenceServer
}

/** Signed with SigV4 by AWS's own code. */
function signedClient(given: Given = {}): BedrockRuntimeClient {
  const region = given.region ?? 'us-west-2'
  return new BedrockRuntimeClient({
    region,
    endpoint: (given.at ?? server).bedrock.replace('{region}', region),
    credentials: given.credentials ?? credentials,
    maxAttempts: 1,
  })
}

function bearerClient(token: string): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region: 'us-west-2',
    endpoint: server.bedrock.replace('{region}', 'us-west-2'),
    token: { token },
    authSchemePreference: ['httpBearerAuth'],
    maxAttempts: 1,
  })
}

function says(modelId: string, text: string) {
  return { modelId, messages: [{ role: 'user' as const, content: [{ text }] }] }
}

describe('the official AWS package', () => {
  it('converses with both families, signed with SigV4', async () => {
    const answer = await signedClient().send(new ConverseCommand(says(llama, 'Hello')))
    expect(answer.output?.message?.content).toEqual([{ text: 'Hello! How can I help you today?' }])
    expect(answer.stopReason).toBe('end_turn')
    const reasoned = await signedClient().send(new ConverseCommand(says(gptOss, 'Hello')))
    expect(reasoned.output?.message?.content?.map((block) => Object.keys(block)[0])).toEqual([
      'reasoningContent',
      'text',
    ])
  })

  it('converses with a bearer key', async () => {
    const answer = await bearerClient(server.key).send(new ConverseCommand(says(llama, 'Hello')))
    expect(answer.usage?.totalTokens).toBe(answer.usage!.inputTokens! + answer.usage!.outputTokens!)
  })

  it('takes an ARN for a model id', async () => {
    const arn = `arn:aws:bedrock:us-west-2:000000000000:inference-profile/${llama}`
    const answer = await signedClient().send(new ConverseCommand(says(arn, 'Hello')))
    expect(answer.stopReason).toBe('end_turn')
  })

  it('streams a conversation whose text and usage are those of Converse', async () => {
    const whole = await signedClient().send(new ConverseCommand(says(llama, 'Count to 20')))
    const streamed = await signedClient().send(
      new ConverseStreamCommand(says(llama, 'Count to 20')),
    )
    let text = ''
    let usage: unknown
    for await (const event of streamed.stream!) {
      text += event.contentBlockDelta?.delta?.text ?? ''
      usage = event.metadata?.usage ?? usage
    }
    expect([{ text }]).toEqual(whole.output?.message?.content)
    expect(usage).toEqual(whole.usage)
  })

  it('counts the tokens that Converse then reports', async () => {
    const asked = says(llama, 'Which planet do humans live on?')
    const counted = await signedClient().send(
      new CountTokensCommand({ modelId: llama, input: { converse: { messages: asked.messages } } }),
    )
    const answer = await signedClient().send(new ConverseCommand(asked))
    expect(counted.inputTokens).toBe(answer.usage?.inputTokens)
  })

  it('invokes Llama as the walkthrough does, with its very answer', async () => {
    const body = { prompt: 'hello, how are you?', max_gen_len: 10, temperature: 0.2, top_p: 0.9 }
    const answer = await signedClient({ region: 'us-east-2' }).send(
      new InvokeModelCommand({ modelId: llama, body: JSON.stringify(body) }),
    )
    expect(JSON.parse(answer.body.transformToString())).toEqual({
      generation: " I'm doing great, thanks for asking! I",
      prompt_token_count: 7,
      generation_token_count: 10,
      stop_reason: 'length',
    })
  })

  it.each([
    [llama, { prompt: 'hello, how are you?', max_gen_len: 20 }],
    [gptOss, userSays('Count to 10', { model: undefined })],
  ])('streams an invocation of %s with metrics in its last chunk', async (modelId, body) => {
    const answer = await signedClient().send(
      new InvokeModelWithResponseStreamCommand({ modelId, body: JSON.stringify(body) }),
    )
    const chunks: Record<string, unknown>[] = []
    for await (const event of answer.body!) {
      chunks.push(JSON.parse(Buffer.from(event.chunk!.bytes!).toString('utf8')))
    }
    expect(chunks.length).toBeGreaterThan(5)
    expect(chunks.at(-1)?.['amazon-bedrock-invocationMetrics']).toMatchObject({
      inputTokenCount: expect.any(Number),
      firstByteLatency: expect.any(Number),
    })
    expect(chunks.slice(0, -1).some((chunk) => 'amazon-bedrock-invocationMetrics' in chunk)).toBe(
      false,
    )
  })

  it('calls a forced tool, streamed', async () => {
    const streamed = await signedClient().send(
      new ConverseStreamCommand({
        ...says(gptOss, 'What is the weather in Lisbon?'),
        toolConfig: {
          tools: [
            {
              toolSpec: {
                name: 'get_weather',
                inputSchema: {
                  json: {
                    type: 'object',
                    properties: { city: { type: 'string' } },
                    required: ['city'],
                  },
                },
              },
            },
          ],
          toolChoice: { tool: { name: 'get_weather' } },
        },
      }),
    )
    let input = ''
    let stopReason: string | undefined
    for await (const event of streamed.stream!) {
      input += event.contentBlockDelta?.delta?.toolUse?.input ?? ''
      stopReason = event.messageStop?.stopReason ?? stopReason
    }
    expect(JSON.parse(input)).toEqual({ city: 'Lisbon' })
    expect(stopReason).toBe('tool_use')
  })
})

describe('typed errors of the official AWS package', () => {
  it('are ValidationException, ResourceNotFoundException and AccessDeniedException', async () => {
    const client = signedClient()
    await expect(
      client.send(new ConverseCommand({ modelId: llama, messages: [] })),
    ).rejects.toThrow(ValidationException)
    await expect(client.send(new ConverseCommand(says('acme.none-v1:0', 'Hi')))).rejects.toThrow(
      ResourceNotFoundException,
    )
    const bearer = bearerClient(server.mintKey('us-east-1'))
    await expect(bearer.send(new ConverseCommand(says(llama, 'Hi')))).rejects.toThrow(
      AccessDeniedException,
    )
  })

  it('are ThrottlingException for a throttled call and for a throttled stream', async () => {
    const busy = await playReference({ oddity: 'throttled' })
    await expect(
      signedClient({ at: busy }).send(new ConverseCommand(says(llama, 'Hi'))),
    ).rejects.toThrow(ThrottlingException)
    await busy.close()
    const failing = await playReference({ oddity: 'throttled-mid-stream' })
    const streamed = await signedClient({ at: failing }).send(
      new ConverseStreamCommand(says(llama, 'Hi')),
    )
    const read = async () => {
      for await (const event of streamed.stream!) expect(event.metadata).toBeUndefined()
    }
    await expect(read()).rejects.toThrow(ThrottlingException)
    await failing.close()
  })

  it('tell a wrong secret, an unknown key and a foreign region apart', async () => {
    const wrong = signedClient({ credentials: { ...credentials, secretAccessKey: 'wrong' } })
    await expect(wrong.send(new ConverseCommand(says(llama, 'Hi')))).rejects.toThrow(
      /signature we calculated/,
    )
    const unknown = signedClient({ credentials: { ...credentials, accessKeyId: 'AKIDOTHER' } })
    await expect(unknown.send(new ConverseCommand(says(llama, 'Hi')))).rejects.toThrow(
      /security token/,
    )
  })

  it('tell the Llama profile of the walkthrough apart from region to region', async () => {
    const account = await playReference({ mutant: 'llama-denied-outside-us-east-2' })
    const hello = new ConverseCommand(says(llama, 'Hello'))
    await expect(signedClient({ at: account, region: 'us-west-2' }).send(hello)).rejects.toThrow(
      AccessDeniedException,
    )
    const answer = await signedClient({ at: account, region: 'us-east-2' }).send(hello)
    expect(answer.stopReason).toBe('end_turn')
    await account.close()
  })
})

describe("keys of AWS's own generator", () => {
  it('are accepted in their region and nowhere else', async () => {
    const key = await getTokenProvider({ credentials, region: 'us-east-2' })()
    const here = { path: chatPath, body: userSays('Hi'), authorization: `Bearer ${key}` }
    expect((await ask(server, { ...here, region: 'us-east-2' })).status).toBe(200)
    expect((await ask(server, { ...here, region: 'us-west-2' })).status).toBe(403)
  })

  it('are refused when another secret has signed them', async () => {
    const other = { ...credentials, secretAccessKey: 'another' }
    const key = await getTokenProvider({ credentials: other, region: 'us-west-2' })()
    const answer = await ask(server, {
      path: chatPath,
      body: userSays('Hi'),
      authorization: `Bearer ${key}`,
    })
    expect(answer.json).toEqual({
      Message: 'Authentication failed: Please make sure your API Key is valid.',
    })
  })

  it('may hold a session token', async () => {
    const session = { ...credentials, sessionToken: 'some+session/token==' }
    const key = await getTokenProvider({ credentials: session, region: 'us-west-2' })()
    const answer = await ask(server, {
      path: chatPath,
      body: userSays('Hi'),
      authorization: `Bearer ${key}`,
    })
    expect(answer.status).toBe(200)
  })
})

describe('what Claude reads beside text', () => {
  const modelId = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'

  it('is a document, which the answer cites', async () => {
    const parts = [{ text: 'My locker number is 4711.' }]
    const document = { name: 'notes', source: { content: parts }, citations: { enabled: true } }
    const content = [{ document }, { text: 'What is my locker number?' }]
    const { output } = await signedClient().send(
      new ConverseCommand({ modelId, messages: [{ role: 'user', content }] }),
    )
    const blocks = output?.message?.content ?? []
    const block = blocks.find(({ citationsContent }) => citationsContent !== undefined)
    const { content: cited, citations } = block?.citationsContent ?? {}
    expect(JSON.stringify(cited)).toContain('4711')
    expect(citations?.[0]?.location?.documentChunk).toEqual({ documentIndex: 0, start: 0, end: 1 })
  })

  it('is a prompt in the cache: written, then read', async () => {
    const text = `Notes: ${'one two three four '.repeat(400)}`
    const converse = async () =>
      signedClient().send(
        new ConverseCommand({
          ...says(modelId, 'Hello!'),
          system: [{ text }, { cachePoint: { type: 'default' } }],
        }),
      )
    const [first, again] = [await converse(), await converse()]
    const written = first.usage?.cacheWriteInputTokens ?? 0
    expect(written).toBeGreaterThan(1024)
    expect(again.usage).toMatchObject({ cacheReadInputTokens: written, cacheWriteInputTokens: 0 })
    expect(again.usage?.totalTokens).toBe(first.usage?.totalTokens)
  })
})
