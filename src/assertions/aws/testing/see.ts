/** What the tests of the Bedrock checks look at: replies as they come off the wire. */
import { eventFrame, exchange } from '../../../protocol/testing/build.ts'
import { apis } from '../../../protocol/registry.ts'
import type { Exchange } from '../../../model/exchange.ts'
import type { Observation } from '../../../model/observation.ts'
import type { ApiName } from '../../../model/names.ts'
import { observe } from '../../../engine/observe/observe.ts'
import type { CheckInput, CheckOutcome } from '../../assertion.ts'
import { judgeAsDeclared } from '../../testing/declared.ts'
import { awsAssertions } from '../assertions.ts'

type Parts = Parameters<typeof exchange>[0]
export type Event = readonly [name: string, payload: unknown]

/** The observation of an exchange with these parts. */
export function see(api: ApiName, parts: Parts, change: Partial<Exchange> = {}): Observation {
  const family = api.startsWith('invoke') ? 'llama' : 'unknown'
  return observe({ ...exchange(parts), ...change }, apis[api], { family })
}

/** A JSON reply. */
export function reply(api: ApiName, json: unknown, requestBody?: unknown): Observation {
  const chunks = [JSON.stringify(json)]
  return see(api, { type: 'application/json', chunks, requestBody })
}

/** A ConverseStream with these events, each padded as the service does. */
export function stream(events: readonly Event[], requestBody?: unknown): Observation {
  const frames = events.map(([name, json]) => eventFrame(name, { ...(json as object), p: 'abcd' }))
  return framed(frames, requestBody)
}

/** A stream of frames as they stand. */
export function framed(
  chunks: readonly Uint8Array[],
  requestBody?: unknown,
  change: Partial<Exchange> = {},
): Observation {
  const type = 'application/vnd.amazon.eventstream'
  return see('converse-stream', { type, chunks, requestBody }, change)
}

/** Runs one assertion over one observation. */
export function judge(name: string, observation: Observation, args: unknown = true): CheckOutcome {
  const assertion = awsAssertions.find((one) => one.name === name)
  if (assertion === undefined) throw new Error(`No assertion "${name}".`)
  const { api } = observation
  return judgeAsDeclared(assertion, args, {
    observation,
    repeats: [observation],
    steps: new Map(),
    values: {},
    cell: { api, region: 'us-west-2', model: 'm', family: 'llama', endpointKind: 'bedrock' },
    profile: { id: 'test@2026-01', errors: {}, envelopes: [], deviations: [] },
    expect: { outcome: 'reply' },
  } satisfies CheckInput).outcome
}

/** Codes of its findings; `unsaid` when it is inconclusive. */
export function codes(name: string, observation: Observation, args?: unknown): readonly string[] {
  const { findings, inconclusive } = judge(name, observation, args)
  if (inconclusive !== undefined) return ['unsaid']
  return findings.map(({ code }) => code.replace('bedrock.', ''))
}
