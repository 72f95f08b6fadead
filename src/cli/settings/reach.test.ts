/** Servers of other people: judged by flags alone, without an edited file. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Report } from '../../model/report.ts'
import { startGateway, type Gateway, type GatewayOptions } from '../testing/gateway.ts'
import { runProgram, temporaryFolder, type Ran } from '../testing/program.ts'

const model = 'bedrock/openai.gpt-oss-20b-1:0'

const gateways: Gateway[] = []
afterEach(async () => {
  await Promise.all(gateways.splice(0).map(async (gateway) => gateway.close()))
})

async function gatewayOf(options: GatewayOptions = {}): Promise<Gateway> {
  const gateway = await startGateway(options)
  gateways.push(gateway)
  return gateway
}

interface Judged extends Ran {
  readonly report: Report
}

async function judged(
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Judged> {
  const folder = temporaryFolder()
  const ran = await runProgram(
    ['run', '--target=openai-compatible', ...flags, `--report-dir=${folder}`],
    { OPENAI_API_KEY: '', ...env },
  )
  const file = join(folder, 'report.json')
  if (ran.code > 1) throw new Error(ran.stderr)
  return { ...ran, report: JSON.parse(readFileSync(file, 'utf8')) as Report }
}

const plain = ['--case=chat.simple', `--model=${model}`]

describe('a gateway that routes by a header', () => {
  const routed: GatewayOptions = {
    demand: ({ headers }) => (headers['x-route'] === 'blue-route-7' ? undefined : 421),
  }

  it('is judged with --header, whose value may come from a variable', async () => {
    const { origin } = await gatewayOf(routed)
    const { code } = await judged(
      [`--endpoint=${origin}/v1`, '--header=X-Route: ${ROUTE}', ...plain],
      { ROUTE: 'blue-route-7' },
    )
    expect(code).toBe(0)
  })

  it('sees the header on every request, and the repeated command has it again', async () => {
    const { origin, asked } = await gatewayOf({ demand: () => 500 })
    const { stdout } = await judged(
      [`--endpoint=${origin}/v1`, '--header=X-Route: ${ROUTE}', '--lacks=models-list', ...plain],
      { ROUTE: 'blue-route-7' },
    ).catch((error: unknown) => ({ stdout: String(error) }))
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.map(({ headers }) => headers['x-route'])).not.toContain(undefined)
    expect(stdout).not.toContain('blue-route-7')
  })

  it('is asked with the query and the members of --query and --body-extra', async () => {
    const { origin, asked } = await gatewayOf()
    const flags = ['--query=api-version=2024-10', '--body-extra={"provider":{"name":"bedrock"}}']
    const { code } = await judged([`--endpoint=${origin}/v1`, ...flags, ...plain])
    expect(code).toBe(0)
    const chats = asked.filter(({ method }) => method === 'POST')
    expect(chats.length).toBeGreaterThan(0)
    for (const { path } of asked) expect(path).toMatch(/[?&]api-version=2024-10$/)
    for (const { body } of chats) {
      expect(JSON.parse(body)).toMatchObject({ provider: { name: 'bedrock' }, model })
    }
  })

  it.each([
    ['base', 'openai-chat=/team/llm/v3'],
    ['whole', 'openai-chat=/team/llm/v3/chat/completions'],
  ])('is asked at the %s path of --path', async (_, path) => {
    const { origin, asked } = await gatewayOf({
      route: (given) => given.replace('/team/llm/v3', '/v1'),
    })
    const { code } = await judged([`--endpoint=${origin}`, `--path=${path}`, ...plain])
    expect(code).toBe(0)
    expect(asked.map((one) => one.path)).toContain('/team/llm/v3/chat/completions')
  })
})

describe('credentials', () => {
  const guarded: GatewayOptions = {
    demand: ({ headers }) =>
      headers.authorization === 'Bearer sk-the-right-key-4711' ? undefined : 401,
  }
  const auth = ['--case=auth.*', `--model=${model}`]
  const key = { GATEWAY_KEY: 'sk-the-right-key-4711' }

  it('of --key-variable are sent, and wrong ones must be refused', async () => {
    const { origin } = await gatewayOf(guarded)
    const flags = [`--endpoint=${origin}/v1`, '--key-variable=GATEWAY_KEY', ...auth]
    const { code, report } = await judged(flags, key)
    expect(code).toBe(0)
    const cases = new Set(report.cells.map((cell) => cell.case))
    expect([...cases]).toEqual(['auth.no-credentials', 'auth.malformed-key', 'auth.wrong-key'])
  })

  it('in a header of another name are wrong in these cases, too', async () => {
    const { origin } = await gatewayOf({
      demand: ({ headers }) =>
        headers['x-gateway-key'] === 'sk-the-right-key-4711' ? undefined : 401,
    })
    const flags = [`--endpoint=${origin}/v1`, '--header=X-Gateway-Key: ${GATEWAY_KEY}', ...auth]
    const { code, report } = await judged(flags, key)
    expect(code).toBe(0)
    expect(report.cells.length).toBeGreaterThan(0)
  })

  it('that are not looked at are a failure', async () => {
    const { origin } = await gatewayOf()
    const { code } = await judged(
      [`--endpoint=${origin}/v1`, '--key-variable=GATEWAY_KEY', ...auth],
      key,
    )
    expect(code).toBe(1)
  })

  it.each([
    ['with --no-auth', ['--no-auth'], { OPENAI_API_KEY: 'sk-of-another-server' }],
    ['without a key', [], {}],
  ])('are neither sent nor judged %s', async (_, flags, env) => {
    const { origin, asked } = await gatewayOf()
    const { report } = await judged(
      [
        `--endpoint=${origin}/v1`,
        '--case=auth.*',
        '--case=chat.simple',
        `--model=${model}`,
        ...flags,
      ],
      env,
    )
    expect(new Set(report.cells.map((cell) => cell.case))).toEqual(new Set(['chat.simple']))
    expect(asked.filter(({ headers }) => headers.authorization !== undefined)).toEqual([])
  })

  it('that are written in the flag are in no report', async () => {
    const { origin } = await gatewayOf({
      demand: ({ method }) => (method === 'POST' ? 500 : undefined),
    })
    const secret = 'sk-written-in-the-flag-0815'
    const { stdout, report } = await judged([
      `--endpoint=${origin}/v1`,
      `--header=X-Api-Key: ${secret}`,
      ...plain,
    ])
    expect(stdout).not.toContain(secret)
    expect(JSON.stringify(report)).not.toContain(secret)
  })
})

describe('a server with one model and no list of models', () => {
  const bare: GatewayOptions = {
    demand: ({ path }) => (path.endsWith('/models') ? 404 : undefined),
  }

  it('is judged with --lacks and --model; the list is not asked for first', async () => {
    const { origin } = await gatewayOf(bare)
    const flags = ['--lacks=models-list,models-get', '--case=chat.simple', '--case=models.list']
    const { code, report } = await judged([`--endpoint=${origin}/v1`, `--model=${model}`, ...flags])
    expect(code).toBe(0)
    const list = report.cells.find((cell) => cell.case === 'models.list')
    expect(list?.verdict).toBe('unsupported')
  })
})

describe('a server on a Unix domain socket', () => {
  it('is judged without a host', async () => {
    const socket = join(temporaryFolder(), 'server.sock')
    await gatewayOf({ socket })
    const { code, report } = await judged([`--unix-socket=${socket}`, ...plain])
    expect(code).toBe(0)
    expect(report.target.endpoint).toBe('http://localhost/v1')
  })
})

describe('a server that speaks HTTP/2 alone', () => {
  it('is judged with --http2', async () => {
    const { origin } = await gatewayOf({ http2: true })
    const { code } = await judged([`--endpoint=${origin}/v1`, '--http2', ...plain])
    expect(code).toBe(0)
  })
})

describe('a gateway in front of the reference', () => {
  const faults = ['--upstream=reference', '--case=faults.*', `--model=${model}`]

  it('is judged by the faults that are injected behind it', async () => {
    const { origin } = await gatewayOf()
    const { report } = await judged([`--endpoint=${origin}/v1`, ...faults])
    const verdicts = new Map(report.cells.map((cell) => [cell.case, cell.verdict]))
    expect(verdicts.get('faults.throttled')).toBe('pass')
    expect(verdicts.get('faults.reset')).toBe('pass')
    expect(verdicts.size).toBeGreaterThan(8)
  })

  it('that turns a refusal into a fault of its own is found', async () => {
    const { origin } = await gatewayOf({
      demand: ({ body }) => (body.includes('reference-fault status-429') ? 500 : undefined),
    })
    const { code, report } = await judged([
      `--endpoint=${origin}/v1`,
      '--upstream=reference',
      '--case=faults.throttled',
      `--model=${model}`,
    ])
    expect(code).toBe(1)
    const cell = report.cells.find((one) => one.case === 'faults.throttled')
    expect(cell?.verdict).toBe('fail')
  })

  it.each([
    [
      'itself',
      { edit: (text: string) => text.replace('data: [DONE]\n\n', '') },
      'openai-compatible',
    ],
    ['what is behind it', { mutant: 'done-missing' }, 'upstream'],
  ])('is compared with the server behind it, and blamed for %s', async (_, options, blame) => {
    const { origin, reference } = await gatewayOf(options)
    const flags = [
      `--endpoint=${origin}/v1`,
      '--against=bedrock',
      `--against-endpoint=${reference.bedrock}`,
      '--case=stream.basic/done-last',
      `--model=${model}`,
    ]
    const { report } = await judged(flags, { AWS_BEARER_TOKEN_BEDROCK: reference.key })
    const blames = report.cells.flatMap(({ checks }) =>
      checks.flatMap(({ verdict, against }) => (verdict === 'fail' ? [against?.blame] : [])),
    )
    expect(new Set(blames)).toEqual(new Set([blame]))
  })

  it('that has no such cases says so', async () => {
    const { origin } = await gatewayOf()
    const flags = ['--upstream=reference', '--api=openai-models', `--model=${model}`]
    const { report } = await judged([`--endpoint=${origin}/v1`, ...flags])
    expect(report.problems?.join()).toMatch(/--upstream=reference: no case injects/)
  })
})

describe('a mistake', () => {
  it.each([
    ['a header without a value', ['--header=X-Route'], /'Name: value'/],
    ['a header that HTTP sets', ['--header=Host: x'], /HTTP itself sets/],
    ['a header of the connection', ['--header=Keep-Alive: timeout=5'], /HTTP itself sets/],
    ['a header that waits', ['--header=Expect: 100-continue'], /HTTP itself sets/],
    [
      'a variable that is not set',
      ['--header=X-A: ${NO_SUCH_VARIABLE}'],
      /NO_SUCH_VARIABLE is not/,
    ],
    ['a parameter without a value', ['--query=version'], /name=value/],
    ['a body that is no object', ['--body-extra=[1]'], /JSON object/],
    ['an unknown capability', ['--lacks=model-list'], /models-list/],
    ['a capability both there and lacking', ['--lacks=tools', '--has=tools'], /both/],
    ['an API of another server', ['--path=opnai-chat=/x'], /openai-chat/],
    ['a path with a query', ['--path=openai-chat=/x?y'], /no path/],
    ['a certificate that is not there', ['--client-cert=no.pem'], /no\.pem cannot be read/],
    ['a key without its certificate', ['--client-key=no.pem'], /--client-cert/],
    ['a key variable that is not set', ['--key-variable=NO_SUCH_VARIABLE'], /is not set/],
  ])('such as %s is exit 2, one line, and nothing is sent', async (_, flags, expected) => {
    const { origin, asked } = await gatewayOf()
    const ran = await runProgram([
      'run',
      '--target=openai-compatible',
      `--endpoint=${origin}/v1`,
      ...flags,
      `--report-dir=${temporaryFolder()}`,
    ])
    expect(ran.stderr).toMatch(expected)
    expect(ran.stderr.trim().split('\n')).toHaveLength(1)
    expect(ran.code).toBe(2)
    expect(asked).toEqual([])
  })
})
