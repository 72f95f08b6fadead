import { afterEach, describe, expect, it } from 'vitest'
import { fakeAccessKeyId, fakeSecretAccessKey } from '../../../reference/auth/credentials.ts'
import { amzDate, sha256Hex, signature } from '../../../reference/auth/sigv4.ts'
import { playReference } from '../../play-reference.ts'
import type { ReferenceServer } from '../../../reference/server.ts'
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
} from '../../../reference/testing/asked.ts'

const running: ReferenceServer[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})

const path = modelPath(gptOss, 'converse')
const weather = { toolSpec: { name: 'get_weather', inputSchema: { json: { type: 'object' } } } }
const use = { toolUse: { toolUseId: 'a', name: 'get_weather', input: {} } }
const result = { toolResult: { toolUseId: 'a', content: [{ text: 'It is kiwi.' }] } }
const withPicture = [{ text: 'What is this?' }, { image: { format: 'png', source: { bytes: '' } } }]

/** Signed by the reference's own account, some minutes ago, or with nonsense for a signature. */
function signed(minutes: number, own = true) {
  return (server: ReferenceServer): Asked => {
    const body = JSON.stringify(converseSays('Hello'))
    const date = amzDate(Date.now() - minutes * 60_000)
    const host = new URL(server.bedrock).host
    const scope = { date, region: 'us-west-2', service: 'bedrock' }
    const request = {
      method: 'POST',
      path: `/us-west-2${path}`,
      query: [],
      headers: [
        ['host', host],
        ['x-amz-date', date],
      ] as const,
      payloadHash: sha256Hex(body),
    }
    const right = signature(request, scope, fakeSecretAccessKey)
    const credential = `${fakeAccessKeyId}/${date.slice(0, 8)}/us-west-2/bedrock/aws4_request`
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${own ? right : '0'.repeat(64)}`
    return { path, body, authorization, headers: { 'x-amz-date': date } }
  }
}

/** What is sent, and the status of the correct server and of the mutant. */
type Proof = readonly [
  asked: Asked | ((server: ReferenceServer) => Asked),
  right: number,
  wrong: number,
]

const says = (body: object): Asked => ({ path, body })

const proofs: Readonly<Record<string, Proof>> = {
  'inference-config-unchecked': [
    says(converseSays('Hello', { inferenceConfig: { temperature: 2 } })),
    400,
    200,
  ],
  'blank-text-accepted': [says(converseSays(' ')), 400, 200],
  'no-messages-accepted': [says({ messages: [] }), 400, 200],
  'unknown-role-accepted': [
    says({ messages: [{ role: 'robot', content: [{ text: 'Hello' }] }] }),
    400,
    200,
  ],
  'image-dropped': [says({ messages: [{ role: 'user', content: withPicture }] }), 400, 200],
  'tool-name-unchecked': [
    says(
      converseSays('Hello', {
        toolConfig: { tools: [{ toolSpec: { ...weather.toolSpec, name: 'a b' } }] },
      }),
    ),
    400,
    200,
  ],
  'alien-body-accepted': [
    { path: modelPath(llama, 'invoke'), body: { prompt: 'Hello', max_tokens_to_sample: 9 } },
    400,
    200,
  ],
  'body-model-wins': [
    { path: modelPath(gptOss, 'invoke'), body: userSays('Hello', { model: 'other' }) },
    400,
    200,
  ],
  'arn-rejected': [
    {
      path: modelPath(`arn:aws:bedrock:us-west-2::foundation-model/${gptOss}`, 'converse'),
      body: converseSays('Hello'),
    },
    200,
    404,
  ],
  'media-type-ignored': [
    { path, body: converseSays('Hello'), headers: { 'content-type': 'text/plain' } },
    400,
    200,
  ],
  'get-answered': [{ path }, 405, 200],
  'unknown-path-500': [{ path: '/model/m/no-such-operation', body: {} }, 404, 500],
  'throttled-as-500': [says(converseSays('Hello')), 200, 500],
  'access-denied-500': [
    {
      path: modelPath('anthropic.claude-3-opus-20240229-v1:0', 'converse'),
      body: converseSays('A'),
    },
    403,
    500,
  ],
  'access-denied-400': [
    {
      path: modelPath('anthropic.claude-3-opus-20240229-v1:0', 'converse'),
      body: converseSays('A'),
    },
    403,
    400,
  ],
  'signatures-refused': [signed(0), 200, 403],
  'signature-unchecked': [signed(0, false), 403, 200],
  'skew-unchecked': [signed(20), 403, 200],
  'basic-accepted': [
    { path: chatPath, body: userSays('Hello'), authorization: 'Basic bm9ib2R5' },
    403,
    200,
  ],
}

/** Those that change what is said, and not the status. */
const spoken: Readonly<Record<string, Asked>> = {
  'count-tokens-off': {
    path: modelPath(gptOss, 'count-tokens'),
    body: { input: { converse: converseSays('Hello') } },
  },
  'stream-counts-differ': {
    path: modelPath(gptOss, 'converse-stream'),
    body: converseSays('Hello'),
  },
  'stop-sequence-unsaid': says(
    converseSays('Repeat exactly: red green blue', {
      inferenceConfig: { stopSequences: ['green'] },
    }),
  ),
  'tool-result-dropped': says({
    messages: [
      { role: 'user', content: [{ text: 'Weather?' }] },
      { role: 'assistant', content: [use] },
      { role: 'user', content: [result] },
    ],
    toolConfig: { tools: [weather] },
  }),
}

async function start(mutant?: string): Promise<ReferenceServer> {
  const server = await playReference(mutant === undefined ? {} : { mutant })
  running.push(server)
  return server
}

describe('each mutant of the native APIs', () => {
  it.each(Object.entries(proofs))('%s answers otherwise', async (id, [asked, right, wrong]) => {
    const [correct, mutant] = [await start(), await start(id)]
    const on = (server: ReferenceServer) => (typeof asked === 'function' ? asked(server) : asked)
    expect((await ask(correct, on(correct))).status).toBe(right)
    expect((await ask(mutant, on(mutant))).status).toBe(wrong)
    expect(mutant.faults).toEqual([])
  })

  it.each(Object.entries(spoken))('%s says otherwise', async (id, asked) => {
    const stable = (text: string) =>
      text
        .replaceAll(/"latencyMs":\d+|"p":"\w+"|[^\x20-\x7E]/gu, '')
        .replaceAll(/[0-9a-f]{8,}/gu, '')
    const answers = await Promise.all(
      [await start(), await start(id)].map(async (server) => ask(server, asked)),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const stated = (text: string) =>
      stable(text).match(/"(?:inputTokens|stopReason|text)":[^,}]+/gu)
    expect(stated(answers[1]!.text)).not.toEqual(stated(answers[0]!.text))
  })

  it('keys-cross uses the first key for everybody', async () => {
    const body = userSays('Hello', { model: stackModel })
    const stack: Asked = { endpoint: 'llamaStack', path: '/v1/chat/completions', body }
    const bad: Asked = {
      ...stack,
      headers: { 'x-llamastack-provider-data': '{"aws_bearer_token_bedrock":"bad"}' },
    }
    const [correct, mutant] = [await start(), await start('keys-cross')]
    const statuses = async (server: ReferenceServer) => [
      (await ask(server, stack)).status,
      (await ask(server, bad)).status,
    ]
    expect(await statuses(correct)).toEqual([200, 401])
    expect(await statuses(mutant)).toEqual([200, 200])
  })
})
