import { describe, expect, it } from 'vitest'
import type { AnswerClass, Classified, Expected } from '../../model/answer.ts'
import type { Observation } from '../../model/observation.ts'
import type { KeyState } from '../../model/target.ts'
import { judge, verdict } from '../testing/judge.ts'
import { answered, model, observed } from '../testing/observation.ts'
import { findingCodes } from '../../model/findings/finding-codes.ts'

const cell = {
  api: 'converse',
  region: 'us-west-2',
  model,
  family: 'llama',
  endpointKind: 'bedrock',
} as const

const meaning = (found: AnswerClass, evidence: Classified['evidence'] = {}): Observation => ({
  ...observed({ status: 403 }),
  answer: { class: found, evidence },
})

const known = (expected: AnswerClass, ...earlier: AnswerClass[]): Expected => {
  const claim = (one: AnswerClass, date: string) => ({ class: one, source: 'a list', date })
  return {
    ...claim(expected, '2026-08-21'),
    earlier: earlier.map((one) => claim(one, '2025-10-31')),
  }
}

const held = (side: string, found: AnswerClass, expected?: Expected): string =>
  verdict('availability', side, meaning(found), {
    cell: { ...cell, ...(expected && { expected }) },
  })

describe('availability', () => {
  it('holds a refusal against a place where the model is known to be, and names its class', () => {
    expect(held('expected', 'available', known('available'))).toBe('pass')
    for (const found of [
      'model-access',
      'iam-denied',
      'legacy',
      'not-in-region-or-bad-id',
    ] as const) {
      expect(held('expected', found, known('available'))).toBe(`availability.${found}`)
    }
    for (const code of Object.keys(findingCodes)) {
      const found = code.replace('availability.', '') as AnswerClass
      if (found === code || found === 'available') continue
      expect(held('expected', found, known('available'))).toBe(code)
    }
  })

  it('does not take a refusal in another language for one of another kind', () => {
    const expected = known('not-in-region-or-bad-id')
    const refused = (status: number) =>
      verdict('availability', 'unexpected', meaning('unclassified', { status }), {
        cell: { ...cell, expected },
      })
    expect(refused(400)).toBe('inconclusive')
    expect(refused(418)).toBe('availability.unclassified')
  })

  it('leaves other places to the other side of it', () => {
    const absent = known('not-in-region-or-bad-id')
    expect(held('expected', 'available', absent)).toBe('pass')
    expect(held('unexpected', 'not-in-region-or-bad-id', absent)).toBe('pass')
    expect(held('unexpected', 'available', absent)).toBe('availability.available')
    expect(held('unexpected', 'needs-inference-profile', absent)).toBe(
      'availability.needs-inference-profile',
    )
    expect(held('unexpected', 'model-access', known('available'))).toBe('pass')
  })

  it('is inconclusive of a model when the caller was not let in, or not now', () => {
    for (const found of ['auth', 'throttled', 'config-key-region', 'config-key-expired'] as const) {
      expect(held('expected', found, known('available'))).toBe('inconclusive')
    }
  })

  it('does not judge a server that was not reached', () => {
    const expected = known('available')
    const failure = {
      kind: 'first-byte-timeout',
      message: 'Silence.',
      remedy: '',
      after: 1,
    } as const
    const { response: _, ...asked } = { ...observed({}).exchange, failure }
    const evidence = { failure: 'first-byte-timeout', message: 'Silence.' } as const
    const silent = { ...meaning('transient', evidence), exchange: asked }
    const { findings, unreachable } = judge('availability', 'expected', silent, {
      cell: { ...cell, expected },
    })
    expect(findings).toEqual([])
    expect(unreachable).toContain('Silence')
    expect(held('unexpected', 'endpoint-absent', known('endpoint-absent'))).toBe('pass')
  })

  it('leaves a place that preflight could not reach to the case about its host', () => {
    expect(held('expected', 'endpoint-absent', known('available'))).toBe('inconclusive')
    expect(held('expected', 'unreachable', known('available'))).toBe('inconclusive')
  })

  it('shows evidence, the newest claim, and an older one that agrees with what came', () => {
    const seen = meaning('model-access', {
      status: 403,
      code: 'AccessDeniedException',
      message: 'You don’t have access.',
      requestId: 'r-1',
    })
    const expected = known('available', 'model-access')
    const { findings, notes } = judge('availability', 'expected', seen, {
      cell: { ...cell, expected },
    })
    expect(findings[0]).toMatchObject({
      expected: 'available (a list, 2026-08-21)',
      received:
        'model-access: status 403 AccessDeniedException “You don’t have access” (request r-1)',
    })
    expect(notes).toEqual(['An older claim said so: model-access (a list, 2025-10-31).'])
  })

  it('has nothing against a model of which nothing is known', () => {
    expect(held('expected', 'model-access')).toBe('pass')
  })
})

describe('reachable', () => {
  it('passes on any answer, and names what failed when no answer came', () => {
    expect(verdict('reachable', true, meaning('iam-denied'))).toBe('pass')
    const { response: _, ...exchange } = observed({}).exchange
    const evidence = { failure: 'tls', message: 'The certificate is self-signed.' } as const
    const silent = {
      ...observed({}),
      exchange,
      answer: { class: 'unreachable', evidence } as const,
    }
    expect(judge('reachable', true, silent).unreachable).toContain('self-signed')
    const unasked = { ...silent, answer: { class: 'config-key-region', evidence: {} } as const }
    expect(judge('reachable', true, unasked).inconclusive).toBeDefined()
  })
})

describe('key', () => {
  const state = (aspect: string, key?: KeyState): string =>
    verdict('key', aspect, observed({}), { cell: { ...cell, ...(key && { key }) } })

  it.each<[string, KeyState, string]>([
    ['present', { kind: 'none' }, 'key.missing'],
    ['present', { kind: 'damaged' }, 'key.unknown'],
    ['present', { kind: 'unknown' }, 'pass'],
    ['present', { kind: 'long' }, 'pass'],
    ['region', { kind: 'short', region: 'us-east-2', minutesLeft: 60 }, 'key.region'],
    ['region', { kind: 'short', region: 'us-west-2', minutesLeft: 60 }, 'pass'],
    ['region', { kind: 'long' }, 'pass'],
    ['unexpired', { kind: 'short', region: 'us-west-2', minutesLeft: -1 }, 'key.expired'],
    ['unexpired', { kind: 'short', region: 'us-west-2', minutesLeft: 1 }, 'pass'],
    ['lasting', { kind: 'short', region: 'us-west-2', minutesLeft: 29.5 }, 'key.expiring'],
    ['lasting', { kind: 'short', region: 'us-west-2', minutesLeft: 31 }, 'pass'],
    ['lasting', { kind: 'short', region: 'us-west-2', minutesLeft: -1 }, 'inconclusive'],
    ['lasting', { kind: 'signed' }, 'pass'],
  ])('%s of %o: %s', (aspect, key, expected) => {
    expect(state(aspect, key)).toBe(expected)
  })

  it('asks for none where none is wanted', () => {
    expect(state('present')).toBe('pass')
  })
})

describe('callable-if-listed', () => {
  const list = (json: unknown, found: AnswerClass = 'available'): Observation => ({
    ...answered(json),
    answer: { class: found, evidence: { status: 200 } },
  })
  const args = { step: 'listed', list: 'modelSummaries', id: 'modelId', is: model }
  const ask = (listed: Observation, called: AnswerClass, given: object = args): string =>
    verdict('callable-if-listed', given, meaning(called), {
      steps: new Map([['listed', [listed]]]),
    })
  const here = list({ modelSummaries: [{ modelId: 'other' }, { modelId: model }] })

  it('holds against a region that it lists what it does not let be called', () => {
    expect(ask(here, 'available')).toBe('pass')
    expect(ask(here, 'model-access')).toBe('listing.not-callable')
    expect(ask(list({}), 'iam-denied', { step: 'listed' })).toBe('listing.not-callable')
    expect(ask(here, 'throttled')).toBe('inconclusive')
  })

  it('has nothing against a model that is not listed', () => {
    expect(ask(list({ modelSummaries: [] }), 'not-in-region-or-bad-id')).toBe('pass')
    expect(ask(list({}, 'unclassified'), 'model-access', { step: 'listed' })).toBe('pass')
  })

  it('says that it could not ask, rather than that something is wrong', () => {
    for (const closed of ['iam-denied', 'auth', 'path-not-served', 'unreachable'] as const) {
      expect(ask(list({}, closed), 'model-access')).toBe('inconclusive')
    }
    expect(verdict('callable-if-listed', args, meaning('available'))).toBe('inconclusive')
  })

  it('refuses a list of another form', () => {
    expect(ask(list({ modelSummaries: 5 }), 'available')).toBe('listing.malformed')
  })
})

describe('destinations', () => {
  const arn = (region: string) => ({
    modelArn: `arn:aws:bedrock:${region}::foundation-model/meta.llama3-1-8b-instruct-v1:0`,
  })
  const profile = (id: string, models: unknown, found: AnswerClass = 'available'): string =>
    verdict('destinations', true, {
      ...answered({ inferenceProfileId: id, models }),
      answer: { class: found, evidence: {} },
    })

  it('lie in the geography that the profile names', () => {
    expect(profile('us.meta.llama', [arn('us-east-1'), arn('us-west-2')])).toBe('pass')
    expect(profile('us.meta.llama', [arn('us-east-1'), arn('eu-west-1')])).toBe(
      'listing.destination',
    )
    expect(profile('eu.meta.llama', [arn('us-east-1')])).toBe('listing.destination')
    expect(profile('us.meta.llama', [arn('us-gov-west-1')])).toBe('listing.destination')
    expect(profile('global.meta.llama', [arn('')])).toBe('pass')
    expect(profile('constructor.meta.llama', [arn('us-east-1')])).toBe('pass')
    expect(profile('us.meta.llama', [{ modelArn: 'nonsense' }])).toBe('listing.destination')
  })

  it('are at least one, where the profile is there and may be asked for', () => {
    expect(profile('us.meta.llama', [])).toBe('listing.malformed')
    expect(profile('us.meta.llama', [], 'not-in-region-or-bad-id')).toBe('pass')
    expect(profile('us.meta.llama', [], 'iam-denied')).toBe('inconclusive')
  })
})

describe('own-region', () => {
  const described = (region: string, found: AnswerClass = 'available'): string =>
    verdict('own-region', true, {
      ...answered({
        inferenceProfileArn: `arn:aws:bedrock:${region}:123456789012:inference-profile/us.m`,
      }),
      answer: { class: found, evidence: {} },
    })

  it('is that of the request', () => {
    expect(described('us-west-2')).toBe('pass')
    expect(described('us-east-1')).toBe('listing.destination')
    expect(described('us-east-1', 'iam-denied')).toBe('inconclusive')
  })

  it('goes with a type that says who made the profile', () => {
    const typed = (resource: string, type: string): string =>
      verdict('own-region', true, {
        ...answered({
          inferenceProfileArn: `arn:aws:bedrock:us-west-2:123456789012:${resource}/us.m`,
          type,
        }),
        answer: { class: 'available', evidence: {} },
      })
    expect(typed('inference-profile', 'SYSTEM_DEFINED')).toBe('pass')
    expect(typed('application-inference-profile', 'APPLICATION')).toBe('pass')
    expect(typed('inference-profile', 'APPLICATION')).toBe('listing.malformed')
  })
})

describe('as-said', () => {
  const stated = (region: string, authorised: string, found: AnswerClass = 'available') => ({
    ...answered({ regionAvailability: region, authorizationStatus: authorised }),
    answer: { class: found, evidence: {} } as const,
  })
  const ask = (listed: Observation, called: AnswerClass): string =>
    verdict('as-said', { step: 'said' }, meaning(called), { steps: new Map([['said', [listed]]]) })

  it.each<[string, string, AnswerClass, string]>([
    ['AVAILABLE', 'AUTHORIZED', 'available', 'pass'],
    ['available', 'authorized', 'available', 'inconclusive'],
    ['AVAILABLE', 'AUTHORIZED', 'model-access', 'listing.availability'],
    ['AVAILABLE', 'NOT_AUTHORIZED', 'model-access', 'pass'],
    ['AVAILABLE', 'AUTHORIZED', 'not-in-region-or-bad-id', 'listing.availability'],
    ['NOT_AVAILABLE', 'AUTHORIZED', 'not-in-region-or-bad-id', 'pass'],
    ['NOT_AVAILABLE', 'AUTHORIZED', 'available', 'listing.availability'],
    ['AVAILABLE', 'AUTHORIZED', 'throttled', 'pass'],
  ])('%s and %s, and the call is %s: %s', (region, authorised, called, expected) => {
    expect(ask(stated(region, authorised), called)).toBe(expected)
  })

  it('is inconclusive where the control plane does not answer', () => {
    expect(ask(stated('AVAILABLE', 'AUTHORIZED', 'iam-denied'), 'available')).toBe('inconclusive')
    expect(ask(stated('AVAILABLE', 'AUTHORIZED', 'unclassified'), 'available')).toBe('inconclusive')
  })
})
