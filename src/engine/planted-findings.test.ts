/**
 * Keys that no part of a body shows and that a check puts together: the border at which exchanges
 * are recorded finds none of them, so a finding is redacted when it leaves its check.
 */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { expect, it } from 'vitest'
import type { ApiName } from '../model/names.ts'
import type { Exchange, HttpRequest } from '../model/exchange.ts'
import { createCompiler } from '../suite/compile/compile.ts'
import { catalogueFrom, suiteOf } from '../suite/testing/load-texts.ts'
import { endpointOf, modelOf, targetOf } from '../suite/testing/targets.ts'
import { cleanOutcome } from '../wire/secrets/clean.ts'
import { createRedactor } from '../wire/secrets/redact.ts'
import { runCell } from './play/run-cell.ts'
import { contextOf } from './play/execute.ts'

const key = 'sk-proj-Yw9kL2mN8pQ4rS6tV0xZ1bD3fG5hJ7'
const redactor = createRedactor([key])

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const pieces = (text: string): string[] => text.match(/.{1,5}/g) ?? []

/** A string that the border takes for the next fragment, since its member has the same name. */
const decoy = (name: string): string => `"x":{${JSON.stringify(name)}:"decoy"}`

function chunk(delta: string, more = ''): string {
  return `{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":${delta},"finish_reason":null}]${more}}`
}

const sse = (lines: readonly string[]): string =>
  [...lines, '[DONE]'].map((line) => `data: ${line}\n\n`).join('')

const streamed = (text: string): string =>
  sse(pieces(text).map((part) => chunk(`{"content":"${part}",${decoy('content')}}`)))

function toolCall(part: string, at: number): string {
  const first = at === 0 ? '"id":"t","type":"function",' : ''
  return chunk(
    `{"tool_calls":[{"index":0,${first}"function":{"name":"f","arguments":"${part}",${decoy('arguments')}}}]}`,
  )
}

const codec = new EventStreamCodec(
  (input) => (typeof input === 'string' ? input : Buffer.from(input).toString('utf8')),
  (input) => Buffer.from(input, 'utf8'),
)

function frame(payload: string): Buffer {
  const headers = {
    ':message-type': { type: 'string', value: 'event' },
    ':event-type': { type: 'string', value: 'chunk' },
    ':content-type': { type: 'string', value: 'application/json' },
  } as const
  return Buffer.from(codec.encode({ headers, body: Buffer.from(payload) }))
}

interface Planted {
  readonly name: string
  readonly api?: ApiName
  readonly body: Buffer | string
}

const planted: readonly Planted[] = [
  { name: 'a key in deltas, beside members of the same name', body: streamed(key) },
  ...[0, 1, 2].map((before) => ({
    name: `the base64 of a key at alignment ${before}, in such deltas`,
    body: streamed(base64(`${'x'.repeat(before)}${key}`)),
  })),
  {
    name: 'a key in fragments of tool calls, beside members of the same name',
    body: sse(pieces(key).map(toolCall)),
  },
  {
    name: 'a key in deltas whose member has another spelling each time',
    body: sse(
      pieces(key).map((part, at) =>
        chunk(`{"${['content', 'con\\u0074ent', 'c\\u006fntent'][at % 3] ?? ''}":"${part}"}`),
      ),
    ),
  },
  {
    name: 'a key in deltas after more members than are joined',
    body: sse([
      chunk('{"role":"assistant"}', [...Array(80).keys()].map((at) => `,"m${at}":"x"`).join('')),
      ...pieces(key).map((part) => chunk(`{"content":"${part}"}`)),
    ]),
  },
  {
    name: 'a key in base64 chunks, beside members of the same name',
    api: 'invoke-stream',
    body: Buffer.concat(
      pieces(key).map((part) =>
        frame(`{"bytes":"${base64(`{"generation":"${part}",${decoy('generation')}}`)}"}`),
      ),
    ),
  },
]

/** The result of a cell whose checks quote the answer, as JSON. */
async function resultOn({ api = 'openai-chat-stream', body }: Planted, clean: boolean) {
  const model = modelOf('m', 'llama', [api])
  const endpoint = endpointOf('runtime', [api], [model], ['-'])
  const type = api === 'invoke-stream' ? 'application/vnd.amazon.eventstream' : 'text/event-stream'
  const bytes = new Uint8Array(Buffer.from(body))
  const decoded = [{ at: 1, bytes }]
  const send = async ({ method, url, headers, body: sent }: HttpRequest): Promise<Exchange> => {
    const response = {
      status: 200,
      statusText: 'OK',
      httpVersion: 'HTTP/1.1',
      headers: [['content-type', type]] as const,
      headersAt: 1,
      raw: decoded,
      decoded,
      endedAt: 2,
      complete: true,
    }
    const request = { method, url, headers, body: sent ?? new Uint8Array() }
    return { startedAt: '', request, earlier: [], ...cleanOutcome({ response }, redactor) }
  }
  const catalogue = catalogueFrom(
    suiteOf(`  - id: a
    title: T
    apis: [${api}]
    say: [{ user: Hi }]
    checks:
      - { id: says, rule: test.rule, answer: { contains: zebra } }
`),
  )
  const target = { ...targetOf(endpoint), secrets: clean ? [key] : [] }
  const context = contextOf({
    target,
    flags: { target: 'test' },
    send,
    signal: new AbortController().signal,
  })
  const planned = createCompiler(catalogue)({
    case: catalogue.cases[0]!,
    api,
    region: '-',
    model,
    endpoint,
  })
  const [step] = planned.steps
  const also = { ...step!.checks.reply[0]!, id: 'no-calls', assert: 'no-tool-calls', args: true }
  const reply = [...step!.checks.reply, also]
  const cell = { ...planned, steps: [{ ...step!, checks: { ...step!.checks, reply } }] }
  const { result } = await runCell(cell, context)
  return JSON.stringify(result.checks)
}

it.each(planted)('$name is in no finding', async (one) => {
  expect(redactor.text(await resultOn(one, false)), 'only the second border finds it').toContain(
    '<redacted>',
  )
  const written = await resultOn(one, true)
  expect(redactor.text(written)).toBe(written)
  expect(written).toContain('<redacted>')
})
