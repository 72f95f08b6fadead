import { startReference as startEmbedded } from '../../proof/start-reference.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Catalogue } from '../../model/case.ts'
import type { Report } from '../../model/report.ts'
import type { Endpoint } from '../../reference/answer.ts'
import { findDeviation } from '../../proof/find-deviation.ts'
import { startReference, type ReferenceServer } from '../../reference/server.ts'
import { runTarget } from '../run.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { openTarget } from '../preflight/open-target.ts'

let catalogue: Catalogue
let reference: ReferenceServer | undefined

beforeAll(() => {
  catalogue = loadSuite()
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})

afterAll(() => {
  vi.restoreAllMocks()
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await reference?.close()
})

/** Judges a Llama Stack front of the reference, against the Bedrock that stands behind it. */
async function judged(
  mutant: string | undefined,
  cases: readonly string[],
  endpointKind?: Endpoint,
  more: { readonly against: string; readonly api: readonly string[] } | undefined = undefined,
): Promise<Report> {
  const found = mutant === undefined ? [] : [findDeviation('mutant', mutant)]
  const deviations = found.map((one) =>
    endpointKind === undefined ? one : { ...one, endpoints: [endpointKind] },
  )
  reference = await startReference({ deviations })
  vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', reference.key)
  const flags = {
    target: 'ogx',
    endpoint: reference.llamaStack,
    ...(more ?? { against: 'bedrock', againstEndpoint: reference.bedrock }),
    case: cases,
    samples: 1,
    history: 'none',
    strict: false,
    json: true,
  }
  const opened = await openTarget(flags, { startReference: startEmbedded })
  const { signal } = new AbortController()
  const planner = createPlanner(catalogue, flags)
  const setting = { flags, planner, opened, startReference: startEmbedded, signal }
  try {
    return (await runTarget({ ...setting, startedAt: new Date() })).report
  } finally {
    await opened.close()
  }
}

function blames(report: Report): string[] {
  const words = report.cells.flatMap(({ checks }) =>
    checks.flatMap(({ against }) => against?.blame ?? []),
  )
  return [...new Set(words)].toSorted()
}

const chat = ['chat.simple']
const stream = ['stream.basic']
const refusal = ['errors.unknown-model']

describe('a defect of Bedrock that the layer in front passes on', () => {
  it.each([
    ['usage-total-wrong', chat],
    ['usage-negative', chat],
    ['created-zero', chat],
    ['control-tokens-leak', chat],
    ['finish-null', chat],
    ['role-wrong', chat],
    ['id-per-chunk', stream],
    ['done-missing', stream],
    ['first-delta-without-role', stream],
    ['usage-missing-in-stream', stream],
    ['object-missing', stream],
    ['error-without-type', refusal],
    ['unknown-model-500', refusal],
  ])('is upstream: %s', async (mutant, cases) => {
    expect(blames(await judged(mutant, cases))).toEqual(['upstream'])
  })
})

describe('a defect of the layer in front', () => {
  it.each([
    ['done-missing', stream],
    ['error-message-only', refusal],
    ['error-detail', refusal],
    ['error-in-200-stream', refusal],
    ['unregistered-answered', refusal],
  ])('is llamastack: llamastack-%s', async (mutant, cases) => {
    expect(blames(await judged(`llamastack-${mutant}`, cases))).toEqual(['llamastack'])
  })

  it.each([
    ['usage-total-wrong', chat],
    ['created-zero', chat],
    ['role-wrong', chat],
    ['finish-null', chat],
    ['id-per-chunk', stream],
    ['first-delta-without-role', stream],
    ['unknown-model-500', refusal],
  ])('is llamastack: %s on its front alone', async (mutant, cases) => {
    expect(blames(await judged(mutant, cases, 'llama-stack'))).toEqual(['llamastack'])
  })
})

describe('a defect of Bedrock that the layer in front mends', () => {
  it.each([
    ['usage-total-wrong', chat],
    ['done-missing', stream],
    ['error-without-type', refusal],
  ])('is bedrock: %s', async (mutant, cases) => {
    expect(blames(await judged(mutant, cases, 'runtime'))).toEqual(['bedrock'])
  })
})

describe('two APIs of one server', () => {
  it.each([
    ['a deviation of one is its own', 'responses-usage-sum', ['openai-responses']],
    ['none deviates', undefined, []],
  ])('%s', async (_, mutant, blame) => {
    const report = await judged(mutant, chat, undefined, {
      against: 'openai-chat',
      api: ['openai-responses'],
    })
    expect(blames(report)).toEqual(blame)
    expect(report.against).toMatchObject({ name: 'openai-chat' })
    expect(report.cells.map(({ against }) => against?.differences)).toEqual([[]])
  })
})

describe('two targets that are well', () => {
  it('blame no target', async () => {
    const report = await judged(undefined, [...chat, ...stream])
    expect(blames(report)).toEqual([])
    expect(report.cells.map(({ against }) => against?.differences)).toEqual(
      report.cells.map(() => []),
    )
    expect(report.against).toMatchObject({ name: 'bedrock' })
    expect(report.target.name).toBe('llamastack')
  })
})
