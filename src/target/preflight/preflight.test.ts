import { describe, expect, it } from 'vitest'
import type { RequestListener } from 'node:http'
import type { Exchange, HttpRequest, Send } from '../../model/exchange.ts'
import type { ErrorReply } from '../../model/observation.ts'
import { preflight } from './preflight.ts'
import { blockingProblem } from './entry.ts'
import { isProblem } from '../problem.ts'
import { resolveTarget } from '../resolve/resolve.ts'
import type { Environment, ResolvedTarget } from '../resolve/resolved.ts'
import type { TargetFlags } from '../flags.ts'
import { secretsOfKey } from '../auth/secrets.ts'
import { answered, failed, recorder } from '../testing/exchange.ts'
import { generatedKey, inPythonOrder } from '../testing/keys.ts'
import { sender, serve } from '../testing/server.ts'

const longKey = `ABSK${'QmVkcm9ja0FQSUtleS0x'.repeat(6)}`
const withKey = { AWS_BEARER_TOKEN_BEDROCK: longKey }

async function resolved(
  name: string,
  flags: TargetFlags,
  env: Environment = {},
  send?: Send,
): Promise<ResolvedTarget> {
  const target = await resolveTarget(name, flags, env, {
    credentials: async () => Promise.reject(new Error('none here')),
    ...(send !== undefined && { connect: () => send }),
  })
  if (isProblem(target)) throw new Error(target.problem)
  return target
}

/** Bedrock in some regions, answering by `answer`. */
async function onBedrock(
  answer: (request: HttpRequest) => Exchange,
  flags: TargetFlags = { region: ['us-west-2', 'us-east-2'] },
  env: Environment = withKey,
) {
  const { send, sent } = recorder(answer)
  const target = await resolved('bedrock', flags, env)
  return { sent, result: await preflight(target, send) }
}

async function onServer(listener: RequestListener, timeout?: number) {
  const server = await serve(listener)
  try {
    const send = sender(timeout)
    const target = await resolved('llamastack', { endpoint: server.url }, {}, send)
    return { result: await preflight(target, send), url: server.url }
  } finally {
    await server.close()
  }
}

describe('before anything is sent', () => {
  it('an expired key ends it, in one sentence with its remedy', async () => {
    const key = inPythonOrder(await generatedKey('us-west-2', 1))
    const target = await resolveTarget(
      'bedrock',
      {},
      { AWS_BEARER_TOKEN_BEDROCK: key },
      { now: () => Date.now() + 3_600_000 },
    )
    if (isProblem(target)) throw new Error(target.problem)
    const { send, sent } = recorder(() => answered(200))
    const result = await preflight(target, send)
    expect(sent).toEqual([])
    expect(result.entries).toMatchObject([{ step: 'credentials', class: 'config-key-expired' }])
    expect(result.fatal).toMatch(
      /^The short-term key expired .* ago, at .* UTC\. Make a new key for us-west-2/,
    )
  })

  it('a key of another region blocks that region alone', async () => {
    const env = { AWS_BEARER_TOKEN_BEDROCK: await generatedKey('us-west-2') }
    const { sent, result } = await onBedrock(() => answered(200, {}), undefined, env)
    expect(sent.every(({ url }) => url.includes('us-west-2'))).toBe(true)
    expect(result.fatal).toBeUndefined()
    const at = { endpointKind: 'bedrock', model: 'openai.gpt-oss-20b-1:0' }
    expect(blockingProblem(result, { ...at, region: 'us-east-2' })?.class).toBe('config-key-region')
    expect(blockingProblem(result, { ...at, region: 'us-west-2' })).toBeUndefined()
  })

  it('a lack of credentials ends it, with both ways to get some', async () => {
    const { sent, result } = await onBedrock(() => answered(200), {}, {})
    expect(sent).toEqual([])
    expect(result.fatal).toContain('(none here)')
    expect(result.fatal).toContain('AWS_BEARER_TOKEN_BEDROCK')
  })

  it('a key about to expire is a warning', async () => {
    const env = { AWS_BEARER_TOKEN_BEDROCK: await generatedKey('us-west-2', 600) }
    const { result } = await onBedrock(() => answered(200, {}), {}, env)
    expect(result.fatal).toBeUndefined()
    expect(result.warnings).toEqual([
      expect.stringMatching(/expires in \d min.*Make a new key first/),
    ])
  })
})

describe('what it sends', () => {
  it('is one request per model and region, for one token', async () => {
    const { sent, result } = await onBedrock(() => answered(200, {}))
    expect(result.requests).toBe(4)
    expect(sent.map(({ url }) => url).toSorted()).toEqual(
      ['us-east-2', 'us-west-2'].flatMap((region) => [
        `https://bedrock-runtime.${region}.amazonaws.com/model/us.meta.llama3-1-8b-instruct-v1%3A0/converse`,
        `https://bedrock-runtime.${region}.amazonaws.com/openai/v1/chat/completions`,
      ]),
    )
    const bodies = sent.map(({ body }) => JSON.parse(Buffer.from(body ?? []).toString()))
    const limits = bodies.map(
      (body) => body.max_completion_tokens ?? body.inferenceConfig.maxTokens,
    )
    expect(limits).toEqual([1, 1, 1, 1])
    expect(sent[0]?.headers).toContainEqual(['authorization', `Bearer ${longKey}`])
  })

  it('is nothing more than discovery already asked', async () => {
    const { send, sent } = recorder(() => answered(200, { data: [] }))
    const target = await resolved('llamastack', {}, {}, send)
    const before = sent.length
    const result = await preflight(target, send)
    expect(result).toMatchObject({
      requests: 0,
      entries: [{ ok: true, endpoint: 'llamastack', region: '-' }],
    })
    expect(sent).toHaveLength(before)
  })

  it('is the list of models where discovery had nothing to ask', async () => {
    const { send, sent } = recorder(() => answered(200, { data: [{ id: 'other' }] }))
    const target = await resolved('llamastack', { model: ['mine'] }, {}, send)
    sent.length = 0
    expect((await preflight(target, send)).requests).toBe(1)
    expect(sent.map(({ url }) => url)).toEqual(['http://localhost:8321/v1/models'])
  })
})

describe('a server that is not there', () => {
  it('is one sentence that says what to do', async () => {
    const server = await serve(() => {})
    await server.close()
    const send = sender()
    const target = await resolved('llamastack', { endpoint: server.url }, {}, send)
    const result = await preflight(target, send)
    expect(result.fatal).toBe(
      `Nothing listens at ${server.url} (connection refused). Start Llama Stack (llama stack run your-config.yaml) or set LLAMA_STACK_BASE_URL / --endpoint.`,
    )
    expect(result.entries).toMatchObject([{ ok: false, step: 'connect', class: 'unreachable' }])
  })

  it.each([
    [
      'dns',
      'name',
      'endpoint-absent',
      /^The name bedrock-runtime\.us-west-2\.amazonaws\.com does not resolve\. Mend it\.$/,
    ],
    ['tls', 'tls', 'unreachable', /It failed\. Mend it\.$/],
    ['proxy', 'connect', 'unreachable', /Mend it\.$/],
    ['connect-timeout', 'connect', 'unreachable', /cannot be reached .*\. Mend it\.$/],
    ['first-byte-timeout', 'answer', 'transient', /does not answer in time.*--timeout/],
    ['reset', 'answer', 'transient', /Mend it\.$/],
  ] as const)('by %s fails at the step %s', async (kind, step, found, sentence) => {
    const { result, sent } = await onBedrock(() => failed(kind), { region: ['us-west-2'] })
    expect(result.entries).toMatchObject([{ step, class: found, ok: false }])
    expect(result.fatal).toMatch(sentence)
    expect(sent).toHaveLength(1)
  })

  it('in one region leaves the others to be judged', async () => {
    const { result } = await onBedrock(({ url }) =>
      url.includes('us-east-2') ? failed('connect-timeout') : answered(200, {}),
    )
    expect(result.fatal).toBeUndefined()
    expect(result.entries.filter(({ ok }) => !ok)).toMatchObject([
      { region: 'us-east-2', step: 'connect' },
    ])
    expect(result.entries.filter(({ ok }) => ok)).toHaveLength(2)
  })

  it('and never answers is given up within the limits of what sends', async () => {
    const { result } = await onServer(() => {}, 50)
    expect(result.fatal).toMatch(/accepts connections but does not answer in time/)
  })
})

describe('a server that answers', () => {
  it.each([
    ['{}', 200, '{}'],
    ['500', 500, 'oops'],
    ['HTML', 200, '<!doctype html><p>It works!'],
    ['404', 404, ''],
    ['a redirect', 302, ''],
    ['429', 429, '{}'],
  ])('%s to everything is to be judged', async (_, status, body) => {
    const { result } = await onServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end(body)
    })
    expect(result.fatal).toBeUndefined()
    expect(result.entries).toMatchObject([{ ok: true }])
    expect(result.warnings.length > 0).toBe(status !== 200)
  })

  it('a forbidden list of models does not keep a server from being judged that answers calls', async () => {
    const { result } = await onServer(({ url = '' }, response) => {
      const isCall = url.endsWith('/chat/completions')
      response.writeHead(isCall ? 200 : 403).end('{"message":"Missing Authentication Token"}')
    })
    expect(result.fatal).toBeUndefined()
    expect(result.entries).toMatchObject([{ ok: true, class: 'available' }])
  })

  it.each([401, 403])('%i to everything has refused the credentials', async (status) => {
    const { result, url } = await onServer((_request, response) => {
      response.writeHead(status).end('{"error":{"message":"No."}}')
    })
    expect(result.entries).toMatchObject([{ ok: false, step: 'key' }])
    expect(result.fatal).toContain(`${url} refused`)
    expect(result.fatal).toContain('OPENAI_API_KEY')
  })
})

it('a key that was sent and never came was taken away on the way', async () => {
  const missing = { message: 'Authorization header is missing' }
  const flags = { region: ['us-west-2'] }
  const asked = async (body: object): Promise<string | undefined> => {
    const { result } = await onBedrock(
      (request) => ({ ...answered(403, body), request: { ...request, body: new Uint8Array() } }),
      flags,
    )
    return result.fatal
  }
  expect(await asked(missing)).toContain('A key was sent: look for a proxy')
  expect(
    await asked({ message: 'The security token included in the request is invalid' }),
  ).toContain('Make a new key')
})

it.each(['bedrock', 'bedrock-mantle', 'llamastack', 'openai-compatible'])(
  'what is said of the key of %s names the variable that holds it',
  async (name) => {
    const flags = { keyVariable: 'MY_KEY', endpoint: 'http://127.0.0.1:1/v1' }
    const target = await resolved(name, flags, { MY_KEY: 'own-key-of-a-gateway' })
    const { send } = recorder(() => answered(401, { error: { message: 'No.' } }))
    const { fatal = '', warnings } = await preflight(target, send)
    expect(fatal).toContain('MY_KEY')
    const [endpoint] = target.endpoints
    const problems = target.localProblems(endpoint!, 'us-west-2').map(({ message }) => message)
    const all = [fatal, ...warnings, ...problems, ...target.notes].join('\n')
    expect(all.replace('give the server itself a new AWS_BEARER_TOKEN_BEDROCK', '')).not.toMatch(
      /AWS_BEARER_TOKEN_BEDROCK|OPENAI_API_KEY/,
    )
  },
)

describe('refusals of Bedrock', () => {
  const denied = { message: "You don't have access to the model with the specified model ID." }

  it('of one model block that model alone', async () => {
    const { result } = await onBedrock(({ url }) =>
      url.includes('/converse')
        ? answered(403, denied, [['x-amzn-errortype', 'AccessDeniedException:http://x']])
        : answered(200, {}),
    )
    const at = { endpointKind: 'bedrock', region: 'us-east-2' }
    const blocked = blockingProblem(result, { ...at, model: 'us.meta.llama3-1-8b-instruct-v1:0' })
    expect(blocked).toMatchObject({ step: 'model', class: 'model-access' })
    expect(blocked?.message).toContain('status 403 AccessDeniedException: “You don')
    expect(blocked?.remedy).toContain('listed where calls are denied')
    expect(blockingProblem(result, { ...at, model: 'openai.gpt-oss-20b-1:0' })).toBeUndefined()
    expect(result.fatal).toBeUndefined()
  })

  it('of the key stop the region at its first model', async () => {
    const { result, sent } = await onBedrock(() =>
      answered(403, { Message: 'Bearer Token has expired' }),
    )
    expect(sent).toHaveLength(2)
    expect(result.entries).toMatchObject([{ step: 'key' }, { step: 'key' }])
    expect(result.fatal).toMatch(
      /refused the credentials with status 403.*expired.*\(1 more of its places fail too\.\)$/,
    )
  })

  it('of the second model’s caller do not take back what the first one showed', async () => {
    const { result } = await onBedrock(
      ({ url }) => (url.includes('/converse') ? answered(403, 'Forbidden') : answered(200, {})),
      { region: ['us-west-2'] },
    )
    expect(result.entries.map(({ ok, model }) => [ok, model])).toEqual([
      [true, 'openai.gpt-oss-20b-1:0'],
      [false, 'us.meta.llama3-1-8b-instruct-v1:0'],
    ])
  })

  it('of every model for what it is are no reason to judge nothing', async () => {
    const { result } = await onBedrock(() =>
      answered(400, { message: 'The provided model identifier is invalid.' }),
    )
    expect(result.fatal).toBeUndefined()
    expect(
      result.entries.every(({ ok, class: found }) => !ok && found === 'not-in-region-or-bad-id'),
    ).toBe(true)
  })

  it('of every caller are', async () => {
    const { result } = await onBedrock(() => answered(403, denied))
    expect(result.fatal).toContain('model-access')
  })

  it('by throttling are none', async () => {
    const { result } = await onBedrock(() => answered(429, { message: 'Too many requests' }))
    expect(result.entries.every(({ ok }) => ok)).toBe(true)
    expect(result.warnings.join()).toContain('throttled')
  })
})

describe('secrets', () => {
  it('are nowhere in the result, even when the server echoes them', async () => {
    const key = await generatedKey('us-west-2')
    const env = { AWS_BEARER_TOKEN_BEDROCK: key }
    const secrets = secretsOfKey(key)
    const { result } = await onBedrock(
      ({ headers }) =>
        answered(403, { Message: `Bad: ${JSON.stringify(headers)} ${secrets.join(' ')}` }),
      { region: ['us-west-2'] },
      env,
    )
    const text = JSON.stringify(result)
    expect(text).toContain('<redacted>')
    for (const secret of secrets) expect(text).not.toContain(secret)
  })
})

describe('models', () => {
  it('that the user misspelt are named, whoever asked for the list', async () => {
    const { send, sent } = recorder(() =>
      answered(200, { data: [{ id: 'gpt-x' }, { id: 'team/*' }] }),
    )
    const flags = { endpoint: 'http://127.0.0.1:1/v1', model: ['gtp-x', 'gpt-x', 'team/a'] }
    const target = await resolved('openai-compatible', flags, {}, send)
    const { warnings } = await preflight(target, send)
    expect(warnings).toEqual(['The server does not list gtp-x; it lists gpt-x, team/*.'])
    expect(sent).toHaveLength(1)
  })

  it('that the server does not list are a warning', async () => {
    const { send } = recorder(() =>
      answered(200, { data: [{ id: 'bedrock/x', custom_metadata: {} }] }),
    )
    const target = await resolved('llamastack', {}, {}, send)
    const { warnings } = await preflight(target, send)
    expect(warnings).toEqual([
      'The server does not list bedrock/openai.gpt-oss-20b-1:0; it lists bedrock/x.',
    ])
  })
})

function readNotFound(): ErrorReply {
  return { envelope: 'openai', code: 'model_not_found' }
}

describe('readError', () => {
  it('is asked for what the text alone does not tell', async () => {
    const { send } = recorder(() => answered(404, { error: 'base64' }))
    const target = await resolved('bedrock', { region: ['us-west-2'] }, withKey)
    expect((await preflight(target, send)).entries[0]?.ok).toBe(true)
    expect((await preflight(target, send, { readError: readNotFound })).entries[0]?.ok).toBe(false)
  })
})
