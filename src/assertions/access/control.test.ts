import { describe, expect, it } from 'vitest'
import { verdict } from '../testing/judge.ts'
import type { AnswerClass } from '../../model/answer.ts'
import { answered, model, observed } from '../testing/observation.ts'

const region = 'us-west-2'
const cell = {
  api: 'bedrock-control',
  region,
  model,
  family: 'llama',
  endpointKind: 'bedrock',
} as const

function judgedAs(assertion: string, path: string, body: unknown): string {
  const seen = observed({
    api: 'bedrock-control',
    body: JSON.stringify(body),
    exchange: {
      request: {
        method: 'GET',
        url: `https://bedrock.example${path}`,
        headers: [],
        body: new Uint8Array(),
      },
    },
  })
  return verdict(assertion, true, seen, { cell })
}

const id = 'us.meta.llama3-1-8b-instruct-v1:0'
const path = `/inference-profiles/${encodeURIComponent(id)}`
const profile = {
  inferenceProfileId: id,
  inferenceProfileArn: `arn:aws:bedrock:${region}:123456789012:inference-profile/${id}`,
  inferenceProfileName: 'US Meta Llama',
  models: [{ modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/meta.llama' }],
  status: 'ACTIVE',
  type: 'SYSTEM_DEFINED',
}
const onDemand = {
  modelId: 'm:0',
  modelArn: `arn:aws:bedrock:${region}::foundation-model/m:0`,
  inferenceTypesSupported: ['ON_DEMAND', 'PROVISIONED'],
}
const availability = {
  modelId: 'm:0',
  agreementAvailability: { status: 'AVAILABLE' },
  authorizationStatus: 'AUTHORIZED',
  entitlementAvailability: 'AVAILABLE',
  regionAvailability: 'AVAILABLE',
}

it('judges nothing that the control plane did not grant', () => {
  const seen = observed({ api: 'bedrock-control', status: 403, body: '{"message":"No."}' })
  expect(verdict('control-members', true, seen, { cell })).toBe('pass')
  expect(verdict('control-entries', true, seen, { cell })).toBe('pass')
})

describe('control-granted', () => {
  const granted = (status: number, type: string, body: string) => {
    const header = ['content-type', type] as const
    const seen = observed({ api: 'bedrock-control', status, headers: [header], body })
    return verdict('control-granted', true, seen, { cell })
  }
  const list = '{"modelSummaries":[]}'

  it('is 200 and JSON, with parameters or without', () => {
    expect(granted(200, 'application/json', list)).toBe('pass')
    expect(granted(200, 'Application/JSON; charset=utf-8', list)).toBe('pass')
    expect(granted(201, 'application/json', list)).toBe('http.status')
    expect(granted(200, 'text/plain', list)).toBe('http.content-type')
  })

  it('passes a refusal, and a page that is not the control plane’s', () => {
    expect(granted(403, 'text/plain', list)).toBe('pass')
    expect(granted(202, 'text/html', '<p>Welcome</p>')).not.toMatch(/^http/u)
    expect(granted(202, 'text/plain', '{"status":"ok"}')).toBe('pass')
  })
})

describe('control-members', () => {
  const members = (at: string, body: unknown) => judgedAs('control-members', at, body)

  it('are those of the operation in the path', () => {
    expect(members(path, profile)).toBe('pass')
    expect(
      members('/inference-profiles?maxResults=9', { inferenceProfileSummaries: [profile] }),
    ).toBe('pass')
    expect(members('/foundation-models', { modelSummaries: [onDemand] })).toBe('pass')
    expect(members('/foundation-model-availability/m%3A0', availability)).toBe('pass')
  })

  it('are of the right names, words and types', () => {
    expect(members(path, { inferenceProfile: profile })).not.toBe('pass')
    expect(members(path, { ...profile, status: 'AVAILABLE' })).not.toBe('pass')
    expect(members(path, { ...profile, createdAt: 1_724_630_400 })).not.toBe('pass')
    expect(members('/foundation-models', { modelSummaries: [{ modelId: 'm' }] })).not.toBe('pass')
    const bare = { ...onDemand, modelArn: 'm:0' }
    expect(members('/foundation-models', { modelSummaries: [bare] })).not.toBe('pass')
    const lower = { ...availability, regionAvailability: 'available' }
    expect(members('/foundation-model-availability/m', lower)).not.toBe('pass')
  })

  it('are unknown of what is no operation of them', () => {
    expect(members('/', {})).toBe('pass')
    expect(members('/foundation-models/m', { modelDetails: {} })).toBe('pass')
  })
})

describe('control-entries', () => {
  const entries = (at: string, body: unknown) => judgedAs('control-entries', at, body)
  const list = (...modelSummaries: unknown[]) => ({ modelSummaries })

  it('are the one that was asked for, by its id or its ARN', () => {
    expect(entries(path, profile)).toBe('pass')
    expect(
      entries(`/inference-profiles/${encodeURIComponent(profile.inferenceProfileArn)}`, profile),
    ).toBe('pass')
    expect(entries('/foundation-model-availability/m%3A0', availability)).toBe('pass')
    expect(entries('/foundation-model-availability/other', availability)).toBe('listing.malformed')
    const bare = { ...profile, inferenceProfileId: id.slice(3) }
    expect(entries(path, bare)).toBe('listing.malformed')
  })

  it('have the ARN of their own id, in the region that was asked', () => {
    expect(entries('/foundation-models', list(onDemand))).toBe('pass')
    const other = { ...onDemand, modelArn: onDemand.modelArn.replace('/m:0', '/n') }
    expect(entries('/foundation-models', list(onDemand, other))).toBe('listing.malformed')
    const far = { ...onDemand, modelArn: onDemand.modelArn.replace(region, 'us-east-1') }
    expect(entries('/foundation-models', list(far))).toBe('listing.destination')
    const listed = {
      ...profile,
      inferenceProfileArn: profile.inferenceProfileArn.replace(region, 'eu-west-1'),
    }
    expect(entries('/inference-profiles', { inferenceProfileSummaries: [listed] })).toBe(
      'listing.destination',
    )
  })

  it('support the inference type of the query', () => {
    const query = '/foundation-models?byInferenceType=ON_DEMAND'
    expect(entries(query, list(onDemand))).toBe('pass')
    const byProfile = { ...onDemand, inferenceTypesSupported: ['INFERENCE_PROFILE'] }
    expect(entries(query, list(byProfile))).toBe('listing.malformed')
    expect(entries('/foundation-models', list(byProfile))).toBe('pass')
  })

  it('are not judged where nothing can be read of them', () => {
    expect(entries('/foundation-models', [])).toBe('pass')
    expect(entries('/foundation-models', list(5, { modelArn: 'x' }, {}))).toBe('pass')
  })
})

describe('found-if-listed', () => {
  const list = {
    ...answered({ all: [{ id: model }] }),
    answer: { class: 'available', evidence: {} },
  } as const
  const look = (status: number, found: AnswerClass, is: string = model): string =>
    verdict(
      'found-if-listed',
      { step: 'listed', list: 'all', id: 'id', is },
      { ...observed({ status }), answer: { class: found, evidence: { status } } },
      { steps: new Map([['listed', [list]]]) },
    )

  it('is what the list has', () => {
    expect(look(200, 'available')).toBe('pass')
    expect(look(404, 'not-in-region-or-bad-id')).toBe('listing.malformed')
    expect(look(404, 'not-in-region-or-bad-id', 'another')).toBe('pass')
  })

  it('is not known where one entry cannot be asked for', () => {
    expect(look(403, 'iam-denied')).toBe('inconclusive')
    expect(look(404, 'path-not-served')).toBe('inconclusive')
    expect(look(400, 'unclassified')).toBe('pass')
  })
})
