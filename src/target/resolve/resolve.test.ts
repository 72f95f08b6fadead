import { describe, expect, it, vi } from 'vitest'
import { headerValue } from '../../model/headers.ts'
import type { Endpoint } from '../../model/target.ts'
import { decodeKey } from '../auth/key/key.ts'
import { isProblem } from '../problem.ts'
import { resolveTarget } from './resolve.ts'
import type { Environment, ResolvedTarget, ResolveDeps, StartedReference } from './resolved.ts'
import type { TargetFlags } from '../flags.ts'
import { secretsOfKey } from '../auth/secrets.ts'
import { answered, failed, recorder, type Recorder } from '../testing/exchange.ts'
import { fakeCredentials, generatedKey } from '../testing/keys.ts'
import { forgeKey, usualLife } from '../auth/key/forge.ts'

const longKey = `ABSK${'QmVkcm9ja0FQSUtleS0x'.repeat(6)}`
const none = async (): Promise<never> => Promise.reject(new Error('none here'))

async function resolve(
  name: string,
  flags: TargetFlags = {},
  env: Environment = {},
  deps: ResolveDeps = {},
): Promise<ResolvedTarget> {
  const target = await resolveTarget(name, flags, env, { credentials: none, ...deps })
  if (isProblem(target)) throw new Error(target.problem)
  return target
}

async function problem(
  name: string,
  flags: TargetFlags = {},
  env: Environment = {},
): Promise<string> {
  const target = await resolveTarget(name, flags, env, { credentials: none })
  return isProblem(target) ? target.problem : 'no problem'
}

function only(target: ResolvedTarget): Endpoint {
  const [endpoint] = target.endpoints
  if (endpoint === undefined) throw new Error('no endpoint')
  return endpoint
}

async function headersOf(
  endpoint: Endpoint,
  region: string,
  choice: 'default' | 'expired' = 'default',
) {
  const url = endpoint.baseUrl('openai-chat', region)
  return endpoint.authorize({
    method: 'GET',
    url,
    headers: [],
    body: new Uint8Array(),
    region,
    choice,
  })
}

async function regionsOf(flags: TargetFlags, env: Environment): Promise<readonly string[]> {
  return only(await resolve('bedrock', flags, env)).regions
}

async function stackBase(flags: TargetFlags, env: Environment): Promise<string> {
  return only(await resolve('llamastack', flags, env)).baseUrl('openai-chat', '-')
}

async function stackModel(
  flags: TargetFlags,
  env: Environment,
  deps: ResolveDeps = stackWorld(),
): Promise<string | undefined> {
  return only(await resolve('llamastack', flags, env, deps)).models[0]?.id
}

/** A Llama Stack that lists one Bedrock model. */
function stackWorld(): Recorder {
  const data = [{ id: 'bedrock/x', custom_metadata: { provider_id: 'bedrock' } }]
  return recorder(({ url }) =>
    answered(200, url.endsWith('/version') ? { version: '0.7.1' } : { data }),
  )
}

/** A reference whose addresses are never called. */
function reference(): { started: StartedReference; deps: ResolveDeps } {
  const started: StartedReference = {
    bedrock: 'http://127.0.0.1:7001/{region}',
    mantle: 'http://127.0.0.1:7001/mantle/{region}',
    llamaStack: 'http://127.0.0.1:7002',
    control: 'http://127.0.0.1:7001/{region}',
    mintKey: async (region, options) =>
      forgeKey({ region, issuedAt: options?.expired === true ? 0 : Date.now(), life: usualLife }),
    close: vi.fn(async () => {}),
  }
  return { started, deps: { startReference: vi.fn(async () => started) } }
}

describe('names', () => {
  it('may be aliases, in any case', async () => {
    expect((await resolve('ogx')).name).toBe('llamastack')
    expect((await resolve('LlamaStack')).name).toBe('llamastack')
    expect((await resolve('mantle')).name).toBe('bedrock-mantle')
  })

  it('that are unknown are answered with the nearest, and with all known ones', async () => {
    const described = await problem('lamastack')
    expect(described).toContain('did you mean "llamastack"?')
    for (const name of ['bedrock', 'ogx', 'openai-compatible', 'reference'])
      expect(described).toContain(name)
    expect(await problem('xyz')).not.toContain('did you mean')
  })
})

describe('bedrock', () => {
  const env = { AWS_BEARER_TOKEN_BEDROCK: longKey }

  it('has its own addresses, profiles and claims', async () => {
    const target = await resolve('bedrock', { region: ['us-west-2'] }, env)
    const endpoint = only(target)
    expect(target.endpoint).toBe('https://bedrock-runtime.{region}.amazonaws.com')
    expect(endpoint.baseUrl('openai-chat', 'us-west-2')).toBe(
      'https://bedrock-runtime.us-west-2.amazonaws.com/openai/v1',
    )
    expect(endpoint.baseUrl('converse', 'eusc-de-east-1')).toBe(
      'https://bedrock-runtime.eusc-de-east-1.amazonaws.eu',
    )
    expect(endpoint.baseUrl('bedrock-control', 'us-west-2')).toBe(
      'https://bedrock.us-west-2.amazonaws.com',
    )
    expect(endpoint.profile('converse').id).toMatch(/^bedrock-native@/)
    expect(endpoint.profile('openai-chat').id).toMatch(/^bedrock-runtime-openai@/)
    expect(endpoint.capabilities).toMatchObject({ embeddings: false, 'models-list': false })
    expect(endpoint.capabilities).not.toHaveProperty('tools')
  })

  it('takes its region from flag, environment, key, default, in this order', async () => {
    const key = await generatedKey('eu-west-1')
    const all = {
      AWS_BEARER_TOKEN_BEDROCK: key,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-2',
    }
    expect(await regionsOf({ region: ['eu-north-1'] }, all)).toEqual(['eu-north-1'])
    expect(await regionsOf({}, all)).toEqual(['us-east-1'])
    expect(await regionsOf({}, { ...all, AWS_REGION: '' })).toEqual(['us-east-2'])
    expect(await regionsOf({}, { AWS_BEARER_TOKEN_BEDROCK: key })).toEqual(['eu-west-1'])
    expect(await regionsOf({}, env)).toEqual(['us-west-2'])
  })

  it('says where its region came from', async () => {
    const { notes } = await resolve('bedrock', {}, { ...env, AWS_DEFAULT_REGION: 'us-east-2' })
    expect(notes).toContain('Region us-east-2: from AWS_DEFAULT_REGION.')
  })

  it('refuses an unknown region wherever it comes from', async () => {
    expect(await problem('bedrock', { region: ['us-wst-2'] }, env)).toMatch(/^--region.*us-west-2/)
    expect(await problem('bedrock', {}, { ...env, AWS_REGION: 'us-wst-2' })).toMatch(/^AWS_REGION/)
  })

  it('lives elsewhere when told so, its control plane with it', async () => {
    const address = 'http://127.0.0.1:4000/{region}/'
    const target = await resolve('bedrock', { endpoint: address, region: ['us-east-2'] }, env)
    const endpoint = only(target)
    expect(target.endpoint).toBe('http://127.0.0.1:4000/{region}')
    expect(endpoint.baseUrl('openai-chat', 'us-east-2')).toBe(
      'http://127.0.0.1:4000/us-east-2/openai/v1',
    )
    expect(endpoint.baseUrl('converse', 'us-east-2')).toBe('http://127.0.0.1:4000/us-east-2')
    expect(endpoint.baseUrl('bedrock-control', 'us-east-2')).toBe('http://127.0.0.1:4000/us-east-2')
  })

  it('takes the models that it is told, with family and APIs guessed', async () => {
    const models = ['openai.gpt-oss-120b-1:0', ' anthropic.claude-x', 'anthropic.claude-x']
    const endpoint = only(await resolve('bedrock', { model: models }, env))
    expect(endpoint.models.map(({ id, family }) => [id, family])).toEqual([
      ['openai.gpt-oss-120b-1:0', 'gpt-oss'],
      ['anthropic.claude-x', 'claude'],
    ])
    expect(await problem('bedrock', { model: [' '] }, env)).toMatch(/^--model names no model/)
  })

  it('plans models only where they are known to be', async () => {
    const endpoint = only(await resolve('bedrock', { region: ['all'] }, env))
    expect(endpoint.regions).toHaveLength(33)
    expect(endpoint.models.map(({ regions }) => regions?.length)).toEqual([13, 3])
    const elsewhere = only(await resolve('bedrock', { region: ['ca-*'] }, env))
    expect(elsewhere.regions).toEqual(['ca-central-1', 'ca-west-1'])
    expect(elsewhere.models.map(({ regions }) => regions)).toEqual([[], []])
  })

  it('sends the key as it is, and keeps all that is in it secret', async () => {
    const key = await generatedKey('us-west-2')
    const target = await resolve('bedrock', {}, { AWS_BEARER_TOKEN_BEDROCK: ` ${key}\n` })
    expect(headerValue(await headersOf(only(target), 'us-west-2'), 'authorization')).toBe(
      `Bearer ${key}`,
    )
    expect(target.secrets).toEqual(expect.arrayContaining(secretsOfKey(key)))
    const shown = JSON.stringify([
      target.notes,
      target.endpoint,
      target.localProblems(only(target), 'us-east-1'),
    ])
    for (const secret of target.secrets) expect(shown).not.toContain(secret)
  })

  it('refuses a key with a line break in it, and does not repeat it', async () => {
    const described = await problem(
      'bedrock',
      {},
      { AWS_BEARER_TOKEN_BEDROCK: 'bedrock-api-key-abc\ndef' },
    )
    expect(described).toMatch(/^AWS_BEARER_TOKEN_BEDROCK contains spaces/)
    expect(described).not.toContain('abc')
  })

  it('signs with AWS credentials where there is no key', async () => {
    const target = await resolve('bedrock', {}, {}, { credentials: async () => fakeCredentials })
    const authorization = headerValue(await headersOf(only(target), 'us-west-2'), 'authorization')
    expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=ASIAFAKE.*us-west-2\/bedrock/)
    expect(target.secrets).toEqual(expect.arrayContaining(Object.values(fakeCredentials)))
  })

  it('learns the secrets of renewed credentials', async () => {
    let secretAccessKey = 'first/secret/0123456789'
    const credentials = async () => ({ ...fakeCredentials, secretAccessKey })
    const target = await resolve('bedrock', {}, {}, { credentials })
    const { secrets } = target
    secretAccessKey = 'second/secret/0123456789'
    await headersOf(only(target), 'us-west-2')
    expect(secrets).toContain('first/secret/0123456789')
    expect(secrets).toContain('second/secret/0123456789')
  })

  it('reports a lack of credentials by its local problems, at a gateway as a warning', async () => {
    const target = await resolve('bedrock')
    expect(target.localProblems(only(target), 'us-west-2')).toMatchObject([
      { class: 'config-key-missing', severity: 'error' },
    ])
    const gateway = await resolve('bedrock', { endpoint: 'http://127.0.0.1:4000' })
    expect(gateway.localProblems(only(gateway), 'us-west-2')).toMatchObject([
      { severity: 'warning' },
    ])
  })

  it('holds a key’s region against it, but for a gateway that has one address for all', async () => {
    const given = { AWS_BEARER_TOKEN_BEDROCK: await generatedKey('us-west-2') }
    const severity = async (endpoint?: string) => {
      const target = await resolve('bedrock', endpoint === undefined ? {} : { endpoint }, given)
      return target.localProblems(only(target), 'us-east-2')[0]?.severity
    }
    expect(await severity()).toBe('error')
    expect(await severity('http://127.0.0.1:4000/{region}')).toBe('error')
    expect(await severity('http://127.0.0.1:4000')).toBe('warning')
  })
})

describe('bedrock-mantle', () => {
  it('has one base path, whether or not the address says so', async () => {
    const env = { AWS_BEARER_TOKEN_BEDROCK: longKey }
    const own = only(await resolve('bedrock-mantle', {}, env))
    expect(own.baseUrl('openai-models', 'us-west-2')).toBe(
      'https://bedrock-mantle.us-west-2.api.aws/v1',
    )
    for (const address of [
      'http://127.0.0.1:1/mantle/{region}',
      'http://127.0.0.1:1/mantle/{region}/v1',
    ]) {
      const endpoint = only(await resolve('bedrock-mantle', { endpoint: address }, env))
      expect(endpoint.baseUrl('openai-chat', 'us-east-1')).toBe(
        'http://127.0.0.1:1/mantle/us-east-1/v1',
      )
    }
  })
})

describe('llamastack', () => {
  it('lives at localhost:8321, or where LLAMA_STACK_BASE_URL or --endpoint say', async () => {
    expect(await stackBase({}, {})).toBe('http://localhost:8321/v1')
    const env = { LLAMA_STACK_BASE_URL: 'http://stack:9000/v1/' }
    expect(await stackBase({}, env)).toBe('http://stack:9000/v1')
    expect(await stackBase({ endpoint: 'http://other' }, env)).toBe('http://other/v1')
    expect(await problem('llamastack', {}, { LLAMA_STACK_BASE_URL: 'stack:9000' })).toBe(
      'LLAMA_STACK_BASE_URL: "stack:9000" cannot be used: it must begin with http:// or https://. Did you mean http://stack:9000?',
    )
  })

  it('takes its own routes from the root', async () => {
    expect(only(await resolve('llamastack')).baseUrl('llama-stack', '-')).toBe(
      'http://localhost:8321',
    )
  })

  it('takes its model from flag, environment, discovery, fallback, in this order', async () => {
    const env = { LLAMA_STACK_MODEL_ID: 'bedrock/env' }
    expect(await stackModel({ model: ['bedrock/flag'] }, env)).toBe('bedrock/flag')
    expect(await stackModel({ model: ['provider,name'] }, env)).toBe('provider,name')
    expect(await stackModel({}, { LLAMA_STACK_MODEL_ID: 'provider\\,name' })).toBe('provider,name')
    expect(await stackModel({}, env)).toBe('bedrock/env')
    expect(await stackModel({}, {})).toBe('bedrock/x')
    expect(
      await stackModel(
        {},
        {},
        recorder(() => failed('refused')),
      ),
    ).toBe('bedrock/openai.gpt-oss-20b-1:0')
  })

  it('asks only for the version when the model is given', async () => {
    const { send, sent } = stackWorld()
    const target = await resolve('llamastack', { model: ['m'] }, {}, { connect: () => send })
    expect(sent.map(({ url }) => url)).toEqual(['http://localhost:8321/v1/version'])
    expect(target.version).toBe('0.7.1')
    expect(target.baselineName).toBe('llamastack-0.7')
  })

  it('gives its key when it asks', async () => {
    const { send, sent } = stackWorld()
    const target = await resolve(
      'llamastack',
      {},
      { OPENAI_API_KEY: 'sk-my-own-key' },
      { connect: () => send },
    )
    expect(sent[0]?.headers).toContainEqual(['authorization', 'Bearer sk-my-own-key'])
    expect(target.version).toBe('0.7.1')
    expect(target.secrets).toContain('sk-my-own-key')
  })

  it('has no regions', async () => {
    expect(only(await resolve('llamastack')).regions).toEqual(['-'])
    expect(await problem('llamastack', { region: ['us-west-2'] })).toMatch(
      /^--region means nothing/,
    )
    expect(await problem('llamastack', { endpoint: 'http://x/{region}' })).toMatch(
      /\{region\} means nothing/,
    )
  })

  it('is untouched by what is meant for AWS', async () => {
    const env = { AWS_BEARER_TOKEN_BEDROCK: longKey, AWS_REGION: 'nowhere' }
    const target = await resolve('llamastack', {}, env)
    expect(await headersOf(only(target), '-')).toEqual([])
    expect(target.secrets).toContain(longKey)
  })
})

describe('openai-compatible', () => {
  it('needs an address that ends in /v1', async () => {
    expect(await problem('openai-compatible')).toMatch(/add --endpoint=http:\/\/HOST:PORT\/v1/)
    expect(await problem('openai-compatible', { endpoint: 'http://x' })).toMatch(
      /as in http:\/\/x\/v1/,
    )
    const target = await resolve('openai', { endpoint: 'http://x/api/v1' })
    expect(target.endpoint).toBe('http://x/api/v1')
    expect(only(target).baseUrl('openai-chat', '-')).toBe('http://x/api/v1')
  })

  it('is judged even when it names no model', async () => {
    const { send } = recorder(() => answered(200, {}))
    const target = await resolve('openai', { endpoint: 'http://x/v1' }, {}, { connect: () => send })
    expect(only(target).models[0]?.id).toBe('default')
    expect(target.notes.join()).toContain('--model chooses another')
  })

  it('has credentials to judge where it has a key', async () => {
    const open = only(await resolve('openai', { endpoint: 'http://x/v1' }))
    expect(open.hasCredentials).toBe(false)
    const closed = await resolve('openai', { endpoint: 'http://x/v1' }, { OPENAI_API_KEY: 'sk-1' })
    expect(only(closed).hasCredentials).toBe(true)
  })
})

describe('of the models that a server lists', () => {
  const listed = ['text-embedding-3-small', 'llama3:8b', 'mystery'].map((id) => ({ id }))
  const taken = async (ids: readonly object[], api?: readonly string[]) => {
    const { send } = recorder(() => answered(200, { data: ids }))
    const flags = { endpoint: 'http://x/v1', ...(api && { api }) }
    const target = await resolve('openai', flags, {}, { connect: () => send })
    return only(target).models[0]?.id
  }

  it('the first that answers on what is judged is taken', async () => {
    expect(await taken(listed)).toBe('llama3:8b')
    expect(await taken(listed, ['openai-chat'])).toBe('llama3:8b')
    expect(await taken(listed.toReversed(), ['openai-chat'])).toBe('mystery')
  })

  it('one for embeddings is taken where they are asked for', async () => {
    expect(await taken(listed.toReversed(), ['openai-embeddings'])).toBe('text-embedding-3-small')
    expect(await taken(listed.slice(1), ['openai-embeddings'])).toBe('mystery')
  })

  it('one that answers on nothing of it is better than none', async () => {
    expect(await taken(listed.slice(0, 1))).toBe('text-embedding-3-small')
    expect(await taken(listed.slice(1, 2), ['openai-embeddings'])).toBe('llama3:8b')
  })
})

describe('reference', () => {
  it('shows four fronts, each judged as the target that it stands for', async () => {
    const { deps } = reference()
    const { endpoints } = await resolve('reference', {}, {}, deps)
    expect(endpoints.map(({ kind, regions }) => [kind, regions])).toEqual([
      ['bedrock', ['us-west-2', 'us-east-2', 'ca-central-1']],
      ['bedrock-mantle', ['us-west-2']],
      ['llamastack', ['-']],
      ['openai-compatible', ['-']],
    ])
    const placed = endpoints.map(({ models }) => models.map(({ id, regions }) => [id, regions]))
    expect(placed[0]).toEqual(
      expect.arrayContaining([
        ['openai.gpt-oss-20b-1:0', ['us-west-2']],
        ['us.meta.llama3-1-8b-instruct-v1:0', ['us-east-2']],
      ]),
    )
    expect(placed[1]?.[0]).toEqual(['openai.gpt-oss-20b', ['us-west-2']])
    expect(placed[2]).toEqual([['bedrock/openai.gpt-oss-20b-1:0', ['-']]])
    const [runtime, mantle, stack] = endpoints
    expect(runtime?.baseUrl('bedrock-control', 'us-east-2')).toBe('http://127.0.0.1:7001/us-east-2')
    expect(mantle?.baseUrl('openai-chat', 'us-west-2')).toBe(
      'http://127.0.0.1:7001/mantle/us-west-2/v1',
    )
    expect(stack?.baseUrl('openai-chat', '-')).toBe('http://127.0.0.1:7002/v1')
    const bedrock = only(await resolve('bedrock', {}, { AWS_BEARER_TOKEN_BEDROCK: longKey }))
    expect(runtime?.capabilities).toEqual(bedrock.capabilities)
    expect(runtime?.profile('converse')).toEqual(bedrock.profile('converse'))
  })

  it('gives each region a key of its own, and knows its secrets from the start', async () => {
    const { deps } = reference()
    const target = await resolve('reference', {}, {}, deps)
    const before = [...target.secrets]
    for (const region of ['us-west-2', 'us-east-2']) {
      const value = headerValue(await headersOf(only(target), region), 'authorization') ?? ''
      const key = value.replace('Bearer ', '')
      expect(decodeKey(key)).toMatchObject({ kind: 'short', region })
      expect(before).toContain(key)
    }
    const expired = headerValue(
      await headersOf(only(target), 'us-west-2', 'expired'),
      'authorization',
    )
    expect(decodeKey((expired ?? '').replace('Bearer ', ''))).toMatchObject({ issuedAt: 0 })
  })

  it('is untouched by the environment', async () => {
    const { deps } = reference()
    const env = {
      AWS_REGION: 'nowhere',
      AWS_BEARER_TOKEN_BEDROCK: 'bad\nkey',
      LLAMA_STACK_MODEL_ID: 'x',
    }
    const target = await resolve('reference', {}, env, deps)
    expect(only(target).regions).toEqual(['us-west-2', 'us-east-2', 'ca-central-1'])
    expect(target.localProblems(only(target), 'us-west-2')).toEqual([])
  })

  it('opens all regions to what is about regions, and keeps the rest where it is at home', async () => {
    const { deps } = reference()
    const { endpoints } = await resolve('reference', { region: ['all'] }, {}, deps)
    expect(endpoints.map(({ regions }) => regions.length)).toEqual([33, 16, 1, 1])
    const firstTwo = endpoints.map(({ models }) => models.slice(0, 2).map(({ regions }) => regions))
    expect(firstTwo).toEqual([
      [['us-west-2'], ['us-east-2']],
      [['us-west-2'], ['us-west-2']],
      [['-']],
      [['-']],
    ])
  })

  it('goes to other regions when they are named', async () => {
    const { deps } = reference()
    const { endpoints } = await resolve('reference', { region: ['eu-west-1,us-*'] }, {}, deps)
    expect(endpoints[0]?.models.slice(0, 2).map(({ regions }) => regions)).toEqual([
      ['eu-west-1', 'us-west-2'],
      ['us-east-2'],
    ])
  })

  it('gives a model to the front that knows it', async () => {
    const { deps } = reference()
    const endpoints = async (...model: string[]) =>
      (await resolve('reference', { model }, {}, deps)).endpoints.map(({ kind, models }) => [
        kind,
        models.map(({ id }) => id),
      ])
    expect(await endpoints('openai.gpt-oss-20b')).toEqual([
      ['bedrock-mantle', ['openai.gpt-oss-20b']],
    ])
    expect(await endpoints('bedrock/other', 'openai.gpt-oss-120b-1:0')).toEqual([
      ['bedrock', ['openai.gpt-oss-120b-1:0']],
      ['llamastack', ['bedrock/other']],
    ])
  })

  it('starts nothing when something is wrong, and is closed by the target', async () => {
    const { started, deps } = reference()
    for (const flags of [
      { endpoint: 'http://x' },
      { region: ['us-wst-2'] },
      { model: [''] },
      { baseline: 'no' },
    ]) {
      expect(await resolveTarget('reference', flags, {}, deps)).toHaveProperty('problem')
    }
    expect(deps.startReference).not.toHaveBeenCalled()
    const target = await resolve('reference', {}, {}, deps)
    await target.close?.()
    expect(started.close).toHaveBeenCalledOnce()
  })

  it('is closed again when a later step fails', async () => {
    const { started, deps } = reference()
    const broken = { ...started, mantle: 'nonsense' }
    const failing = { ...deps, startReference: async () => broken }
    await expect(resolveTarget('reference', {}, {}, failing)).rejects.toThrow('nonsense')
    expect(started.close).toHaveBeenCalledOnce()
  })
})
