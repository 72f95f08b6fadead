import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tmpdir } from 'node:os'
import { headerValue } from '../../model/headers.ts'
import { isProblem } from '../problem.ts'
import { outgoing } from '../reach/outgoing.ts'
import { resolveTarget } from '../resolve/resolve.ts'
import type { Environment, ResolvedTarget } from '../resolve/resolved.ts'
import type { TargetFlags } from '../flags.ts'
import { namesFile } from './own-target.ts'
import { layered } from './settings.ts'

function fileOf(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'own-target-')), 'mine.yaml')
  writeFileSync(file, text)
  return file
}

async function resolved(
  file: string,
  flags: TargetFlags = {},
  env: Environment = {},
): Promise<ResolvedTarget> {
  const target = await resolveTarget(file, flags, env)
  if (isProblem(target)) throw new Error(target.problem)
  return target
}

const gateway = `name: my-gateway
like: openai-compatible
endpoint: http://127.0.0.1:9/v1
keyVariable: MY_KEY
headers: { X-Route: blue, X-Team: one }
query: { v: 1 }
body: { provider: bedrock }
capabilities: { tools: false }
models: [a-model]
`

const request = {
  method: 'POST',
  url: 'http://127.0.0.1:9/v1/chat/completions',
  headers: [],
  body: new TextEncoder().encode('{"model":"a-model"}'),
} as const

describe('a target file', () => {
  it('may name a baseline that this run will write, or none', async () => {
    const refusal = async (named: string, updateBaseline: boolean) => {
      const file = fileOf(`${gateway}baseline: ${named}\n`)
      const target = await resolveTarget(file, { updateBaseline }, { MY_KEY: 'sk-of-my-gateway-1' })
      return isProblem(target) ? target.problem : target.baselineFile?.slice(-10)
    }
    expect(await refusal('known.yaml', true)).toBe('known.yaml')
    expect(await refusal('known.yaml', false)).toMatch(/^--baseline: there is no file/)
    expect(await refusal('none', false)).toBe('none')
    expect(await refusal('none', true)).toMatch(/^--update-baseline needs a file/)
  })

  it('says what differs from the target that it is like', async () => {
    const target = await resolved(fileOf(gateway), {}, { MY_KEY: 'sk-of-my-gateway-1' })
    const [endpoint] = target.endpoints
    expect(target).toMatchObject({ name: 'my-gateway', endpoint: 'http://127.0.0.1:9/v1' })
    expect(endpoint).toMatchObject({ kind: 'openai-compatible', models: [{ id: 'a-model' }] })
    expect(endpoint?.capabilities).toMatchObject({ tools: false, 'chat-completions': true })
    const sent = await outgoing(endpoint!, request, { region: '-', choice: 'default' })
    expect(sent.url).toBe(`${request.url}?v=1`)
    expect(headerValue(sent.headers, 'x-route')).toBe('blue')
    expect(headerValue(sent.headers, 'authorization')).toBe('Bearer sk-of-my-gateway-1')
    expect(new TextDecoder().decode(sent.body)).toBe('{"provider":"bedrock","model":"a-model"}')
    expect(target.secrets).toContain('sk-of-my-gateway-1')
  })

  it('is weaker than flags, which replace a header by its name', async () => {
    const env = { MY_KEY: 'sk-of-my-gateway-1' }
    const flags = { header: ['x-route: green'], has: ['tools'], model: ['other'] }
    const [endpoint] = (await resolved(fileOf(gateway), flags, env)).endpoints
    const sent = await outgoing(endpoint!, request, { region: '-', choice: 'default' })
    expect(headerValue(sent.headers, 'x-route')).toBe('green')
    expect(headerValue(sent.headers, 'x-team')).toBe('one')
    expect(endpoint).toMatchObject({ models: [{ id: 'other' }], capabilities: { tools: true } })
  })

  it('may have the line ends of Windows', async () => {
    const text = gateway.replaceAll('\n', '\r\n')
    const target = await resolved(fileOf(text), {}, { MY_KEY: 'sk-of-my-gateway-1' })
    expect(target.name).toBe('my-gateway')
  })

  it('in the long form is a whole target of its own', async () => {
    const text = `name: whole
about: All of it.
endpoint:
  kind: openai-compatible
  endpoint: http://127.0.0.1:9
  apis: { openai-chat: { base: /v1, profile: openai@2026-08 } }
  auth: none
  families: [{ name: unknown, ids: ['*'], apis: [openai-chat] }]
  models: [{ id: m }]
  start: Start it.
`
    expect((await resolved(fileOf(text))).name).toBe('whole')
    const wrong = await resolveTarget(fileOf(text.replace('2026-08', '2025-01')), {}, {})
    expect(isProblem(wrong) && wrong.problem).toMatch(/no profile "openai@2025-01".*\n/)
  })
})

describe('a target', () => {
  it.each(['targets/mine.yaml', 'targets\\mine.yaml', 'C:\\work\\mine.yml', './mine'])(
    'written as %s is a file',
    (name) => expect(namesFile(name)).toBe(true),
  )

  it.each(['reference', 'my-gateway'])('written as %s is a name', (name) =>
    expect(namesFile(name)).toBe(false),
  )
})

describe('two layers of settings', () => {
  it('are joined by name where they name several things', () => {
    const weak = {
      header: ['A: 1', 'B: 2'],
      query: ['x=1'],
      lacks: ['tools'],
      bodyExtra: '{"a":1}',
    }
    const strong = { header: ['a: 3'], query: ['y=2'], has: ['tools'], bodyExtra: '{"b":2}' }
    expect(layered<TargetFlags>(weak, strong)).toEqual({
      header: ['a: 3', 'B: 2'],
      query: ['x=1', 'y=2'],
      has: ['tools'],
      bodyExtra: '{"a":1,"b":2}',
    })
  })
})
