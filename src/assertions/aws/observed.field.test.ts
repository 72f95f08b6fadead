import { describe, expect, it } from 'vitest'
import { apis } from '../../protocol/registry.ts'
import { observed } from '../../protocol/testing/observed.ts'
import type { Observation } from '../../model/observation.ts'
import type { ApiName } from '../../model/names.ts'
import { observe } from '../../engine/observe/observe.ts'
import { validatorNamed } from '../json/schema/files.ts'
import { judge } from './testing/see.ts'

const checks: Partial<Record<ApiName, readonly string[]>> = {
  converse: [
    'converse-blocks',
    'converse-usage',
    'latency',
    'stop-reason',
    'tool-use',
    'reasoning-placement',
  ],
  'converse-stream': [
    'event-stream-crc',
    'event-stream-lengths',
    'event-stream-headers',
    'event-stream-complete',
    'event-payloads',
    'stream-exception',
    'event-schema',
    'converse-message-start',
    'converse-block-order',
    'converse-message-stop',
    'converse-metadata',
    'converse-usage',
    'latency',
    'stop-reason',
    'tool-use',
    'reasoning-placement',
  ],
}

/** What the recordings themselves are known to break, and the two streams that were made up. */
const explained: Readonly<Record<string, readonly string[]>> = {
  // A control token of gpt-oss leaked into the name of the function.
  'vc-08ed7a972e': ['tool-use bedrock.tool-use-name', 'bedrock.converse-response'],
  // The model streams its thoughts as text, between tags.
  'vc-4fe75c15a4': ['reasoning-placement bedrock.reasoning-in-text'],
  'vc-25a13b1b06': [
    'stream-exception bedrock.stream-exception',
    'converse-message-start bedrock.message-start-missing',
  ],
  'vc-a4c3d7e79d': ['stream-exception bedrock.stream-exception'],
}

function seen(id: string, api: ApiName): Observation {
  const entry = observed().find((one) => one.id === id)
  if (entry?.exchange.response === undefined) throw new Error(id)
  // The recordings carry no times, so none may be compared.
  const response = { ...entry.exchange.response, endedAt: 0 }
  return observe({ ...entry.exchange, response }, apis[api], { family: 'unknown' })
}

const entries = observed().filter(({ api }) => api === 'converse' || api === 'converse-stream')

describe('published recordings', () => {
  it.each(entries.map(({ id, api }) => [id, api as ApiName] as const))(
    '%s (%s) gives no finding that is not explained',
    (id, api) => {
      const observation = seen(id, api)
      const found = (checks[api] ?? []).flatMap((name) => {
        const { findings } = judge(name, observation)
        return findings.map(({ code }) => `${name} ${code}`)
      })
      const schema = 'bedrock.converse-response'
      if (api === 'converse' && !validatorNamed(schema)(observation.body?.json)) found.push(schema)
      expect(found).toEqual(explained[id] ?? [])
    },
  )

  const wires = entries.filter(({ id, api }) => api === 'converse-stream' && id.startsWith('lc-'))

  it.each(wires.map(({ id }) => id))('%s is found broken after every single corruption', (id) => {
    const observation = seen(id, 'converse-stream')
    const { response } = observation.exchange
    const body = Buffer.concat(response!.decoded.map(({ bytes }) => bytes))
    const { frames } = observation.frames!
    const broken = (bytes: Uint8Array): boolean => {
      const decoded = [{ at: 1, bytes }]
      const exchange = { ...observation.exchange, response: { ...response!, decoded } }
      const again = observe(exchange, apis['converse-stream'], { family: 'unknown' })
      const names = checks['converse-stream'] ?? []
      return names.some((name) => judge(name, again).findings.length > 0)
    }
    expect(broken(body)).toBe(false)
    expect(broken(body.subarray(0, -7)), 'a cut tail').toBe(true)
    const flipped = Buffer.from(body)
    flipped[100] = flipped[100]! ^ 1
    expect(broken(flipped), 'a flipped bit').toBe(true)
    for (const frame of frames) {
      const type = frame.headers.find(({ name }) => name === ':event-type')?.value
      if (type === 'contentBlockDelta') continue
      const rest = Buffer.concat([body.subarray(0, frame.start), body.subarray(frame.end)])
      expect(broken(rest), `without the ${String(type)} at byte ${frame.start}`).toBe(true)
    }
  })
})

const errors = observed().filter(({ api, exchange }) => {
  const native = /\/model\/[^/]+\/(converse|invoke)$/u.test(exchange.request.url)
  return api === 'error' && native
})

it.each(errors.map(({ id }) => id))(
  'the refusal %s has a right body, and says nothing of its name without headers',
  (id) => {
    const observation = seen(id, 'converse')
    expect(judge('error-body', observation)).toMatchObject({ findings: [] })
    expect(judge('error-type', observation)).toMatchObject({ findings: [] })
  },
)
