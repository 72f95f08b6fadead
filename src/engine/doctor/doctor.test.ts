import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReference, type ReferenceServer } from '../../reference/server.ts'
import { runProgram } from '../../cli/testing/program.ts'
import type { Diagnosis } from '../../model/run/diagnosis.ts'

let server: ReferenceServer
beforeAll(async () => {
  server = await startReference()
})
afterAll(async () => server.close())

const nothing = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_BEARER_TOKEN_BEDROCK: '',
  AWS_ACCESS_KEY_ID: '',
  AWS_PROFILE: '',
  OPENAI_API_KEY: '',
  HTTPS_PROXY: '',
}

async function ask(flags: readonly string[], env: Record<string, string> = {}) {
  const ran = await runProgram(['doctor', '--json', ...flags], { ...nothing, ...env })
  return { ...ran, diagnosis: JSON.parse(ran.stdout) as Diagnosis }
}

const fact = ({ found }: Diagnosis, name: string) => found.find((one) => one.name === name)

describe('doctor without a target', () => {
  it('sends no request, and shows what it found and what each target resolves to', async () => {
    const before = server.requests
    const { code, diagnosis } = await ask([], { LLAMA_STACK_BASE_URL: server.llamaStack })
    expect(code).toBe(0)
    expect(server.requests).toBe(before)
    expect(fact(diagnosis, 'Node')?.value).toBe(process.versions.node)
    expect(fact(diagnosis, 'AWS_BEARER_TOKEN_BEDROCK')?.value).toBe('not set')
    expect(fact(diagnosis, 'AWS credentials')?.value).toMatch(/^none/)
    expect(diagnosis.targets.map(({ target }) => target)).toEqual(
      expect.arrayContaining(['bedrock', 'bedrock-mantle', 'llamastack', 'openai-compatible']),
    )
    const bedrock = diagnosis.targets.find(({ target }) => target === 'bedrock')
    expect(bedrock?.problems.join()).toMatch(/There are no credentials.*Make a key/)
    const stack = diagnosis.targets.find(({ target }) => target === 'llamastack')
    expect(stack?.endpoint).toBe(server.llamaStack)
    expect(diagnosis.reached).toBeUndefined()
    expect(diagnosis.remedies.length).toBeGreaterThan(15)
  })

  it('shows how each target with regions would be reached in those that are named', async () => {
    const { diagnosis } = await ask(['--region=us-east-2'])
    const bedrock = diagnosis.targets.find(({ target }) => target === 'bedrock')
    expect(bedrock?.regions).toEqual(['us-east-2'])
    expect(bedrock?.notes.join()).not.toContain('the default')
    const stack = diagnosis.targets.find(({ target }) => target === 'llamastack')
    expect(stack?.problems).toEqual([])
  })

  it('describes a key and credentials without showing any of them', async () => {
    const { accessKeyId, secretAccessKey } = server.credentials
    const env = {
      AWS_BEARER_TOKEN_BEDROCK: server.key,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      HTTPS_PROXY: 'http://user:proxy-password@127.0.0.1:1',
      OPENAI_API_KEY: 'sk-planted-openai-key',
    }
    const { stdout, stderr, diagnosis } = await ask([], env)
    const plain = await runProgram(['doctor'], { ...nothing, ...env })
    expect(fact(diagnosis, 'AWS_BEARER_TOKEN_BEDROCK')?.value).toMatch(
      /^A short-term key for us-west-2\. Made at .* left\.$/,
    )
    expect(fact(diagnosis, 'AWS credentials')?.value).toBe('long-term, from the environment')
    expect(fact(diagnosis, 'HTTPS_PROXY')?.value).toBe('http://…@127.0.0.1:1')
    const decoded = Buffer.from(server.key.slice('bedrock-api-key-'.length), 'base64').toString()
    const signature = /Signature=([0-9a-f]+)/.exec(decoded)?.[1] ?? ''
    for (const text of [stdout, stderr, plain.stdout, plain.stderr]) {
      for (const secret of [
        server.key,
        server.key.slice(20, 60),
        signature,
        accessKeyId,
        secretAccessKey,
        'proxy-password',
        'sk-planted-openai-key',
      ]) {
        expect(text).not.toContain(secret)
      }
    }
  })

  it('says what is wrong with a key, a certificate file and an old habit', async () => {
    const { diagnosis } = await ask([], {
      AWS_BEARER_TOKEN_BEDROCK: server.mintKey('us-west-2', { expired: true }),
      AWS_CA_BUNDLE: '/no/such/file.pem',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    })
    expect(fact(diagnosis, 'AWS_BEARER_TOKEN_BEDROCK')?.problem).toMatch(/expired.*Make a new key/)
    expect(fact(diagnosis, 'AWS_CA_BUNDLE')?.problem).toContain('no file')
    expect(fact(diagnosis, 'NODE_TLS_REJECT_UNAUTHORIZED')?.problem).toBeDefined()
  })
})

describe('doctor with a target', () => {
  it('asks it in every region, and is content when it can be judged', async () => {
    const { code, diagnosis } = await ask(
      ['--target=bedrock', `--endpoint=${server.bedrock}`, '--region=us-west-2'],
      { AWS_BEARER_TOKEN_BEDROCK: server.key },
    )
    expect(code).toBe(0)
    expect(diagnosis.targets.map(({ target }) => target)).toEqual(['bedrock'])
    expect(diagnosis.reached?.map(({ ok }) => ok)).toEqual([true, true]) // a line for each model
  })

  it('names the step that fails and what to do, with exit code 3', async () => {
    const { code, diagnosis } = await ask(
      ['--target=bedrock', `--endpoint=${server.bedrock}`, '--region=us-west-2,us-east-2'],
      { AWS_BEARER_TOKEN_BEDROCK: server.key },
    )
    expect(code).toBe(3)
    expect(diagnosis.reached?.find(({ region }) => region === 'us-east-2')).toMatchObject({
      ok: false,
      step: 'credentials',
      class: 'config-key-region',
      remedy: expect.stringContaining('--auth=key') as string,
    })
    expect(diagnosis.reached?.find(({ region }) => region === 'us-west-2')?.ok).toBe(true)
  })

  it.each([
    [404, '<html>Not here</html>', 'no answer of the API: Not here The address is that of a web'],
    [200, '<!doctype html><title>Sign in</title>', 'Sign in The address is that of a web server'],
    [502, '<html><title>Bad Gateway</title>', 'Bad Gateway Read the log of the server'],
    [200, '{"hello":"world"}', '{"hello":"world"} The server answers, but not in the form'],
    [500, '{"error":{"message":"Out of order."}}', 'Out of order'],
    [
      400,
      '{"detail":"Model m not found in provider bedrock"}',
      'Name a model that the server lists',
    ],
    [
      400,
      '{"message":"Invocation of model ID m with on-demand throughput isn’t supported."}',
      'profile',
    ],
    [
      404,
      '{"message":"Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 15 days."}',
      'newer model',
    ],
    [
      403,
      '{"message":"You don\'t have access to the model with the specified model ID."}',
      'access',
    ],
    [403, '{"message":"User is not authorized to perform: bedrock:InvokeModel"}', 'Allow'],
    [404, '{"message":"Model use case details have not been submitted."}', 'use-case form'],
    [429, '{"message":"Too many requests, please wait before trying again."}', 'Wait'],
    [
      200,
      '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"}}',
      'base path',
    ],
  ])('rejects %i %s, and shows the message of the server', async (status, body, words) => {
    const stub = createServer((_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body)
    })
    await new Promise<void>((resolve) => {
      stub.listen(0, '127.0.0.1', resolve)
    })
    const { port } = stub.address() as AddressInfo
    try {
      const flags = ['--target=openai-compatible', `--endpoint=http://127.0.0.1:${port}/v1`]
      const { code, diagnosis } = await ask(flags, { OPENAI_API_KEY: 'sk-stub' })
      const [reached] = diagnosis.reached ?? []
      expect(code).toBe(3)
      expect(reached?.ok).toBe(false)
      expect(`${reached?.message} ${reached?.remedy}`).toContain(words)
    } finally {
      stub.close()
    }
  })

  it('asks for the key of the server itself where that is no Bedrock', async () => {
    const stub = createServer(({ url }, response) => {
      const isList = url === '/v1/models'
      response.writeHead(isList ? 200 : 401, { 'content-type': 'application/json' })
      response.end(isList ? '{"object":"list","data":[{"id":"m"}]}' : '{"error":{"message":"No."}}')
    })
    await new Promise<void>((resolve) => {
      stub.listen(0, '127.0.0.1', resolve)
    })
    const { port } = stub.address() as AddressInfo
    try {
      const flags = ['--target=openai-compatible', `--endpoint=http://127.0.0.1:${port}/v1`]
      const { diagnosis } = await ask(flags, {})
      expect(diagnosis.reached?.[0]?.remedy).toBe('Set OPENAI_API_KEY to a key of this server.')
    } finally {
      stub.close()
    }
  })

  it('refuses an unknown target with exit code 2', async () => {
    const ran = await runProgram(['doctor', '--target=bedrok'], nothing)
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain('bedrock')
  })
})

it('is read by people in lines that fit', async () => {
  const { stdout } = await runProgram(['doctor'], nothing)
  expect(stdout).toMatch(/^Found\n {2}Node: /)
  expect(stdout).toContain('\nWould use\n')
  expect(stdout).toContain('\nWhen it says\n')
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(130)
})
