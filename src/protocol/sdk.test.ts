/** The official client as an oracle: what it makes of our request is what we send. */
import {
  BedrockRuntimeClient,
  ConverseCommand,
  InvokeModelWithResponseStreamCommand,
  type ConverseCommandInput,
} from '@aws-sdk/client-bedrock-runtime'
import { expect, it } from 'vitest'
import { apis } from './registry.ts'
import { conversation } from './testing/build.ts'

interface Sent {
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** A client that sends nothing and keeps what it would have sent. */
function createClient(): { client: BedrockRuntimeClient; sent: Sent[] } {
  const sent: Sent[] = []
  const handle = async (request: Sent): Promise<never> => {
    sent.push(request)
    throw new Error('kept')
  }
  const client = new BedrockRuntimeClient({
    region: 'us-west-2',
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: { handle } as never,
  })
  return { client, sent }
}

it('writes a Converse request that the AWS SDK would write, member for member', async () => {
  const stated = conversation({
    turns: [
      { role: 'system', text: 'Be brief' },
      { role: 'user', text: 'Weather?' },
      {
        role: 'assistant',
        text: 'Let me see',
        toolCalls: [{ id: 't', name: 'w', arguments: { a: [1] } }],
      },
      { role: 'tool', toolCallId: 't', result: 'sunny' },
    ],
    options: { maxTokens: 5, temperature: 0.5, topP: 0.9, stop: ['x'] },
    tools: [{ name: 'w', parameters: { type: 'object' } }],
    toolChoice: 'required',
  })
  const modelId = 'us.meta.llama3-1-8b-instruct-v1:0'
  const draft = apis.converse.encode(stated, { id: modelId, family: 'llama' })
  const body: unknown = JSON.parse(Buffer.from(draft?.body ?? []).toString())
  const { client, sent } = createClient()
  await client
    .send(new ConverseCommand({ modelId, ...(body as Partial<ConverseCommandInput>) }))
    .catch(() => undefined)
  expect(sent[0]?.path).toBe(draft?.path)
  expect(JSON.parse(new TextDecoder().decode(sent[0]?.body))).toEqual(body)
})

it('asks for chunks in JSON in the header that the AWS SDK uses', async () => {
  const modelId = 'openai.gpt-oss-20b-1:0'
  const draft = apis['invoke-stream'].encode(conversation(), { id: modelId, family: 'gpt-oss' })
  const { client, sent } = createClient()
  const input = { modelId, body: draft?.body ?? new Uint8Array(), accept: 'application/json' }
  await client.send(new InvokeModelWithResponseStreamCommand(input)).catch(() => undefined)
  expect(sent[0]?.path).toBe(draft?.path)
  expect(sent[0]?.headers).toMatchObject({
    'x-amzn-bedrock-accept': draft?.headers['x-amzn-bedrock-accept'],
  })
})
