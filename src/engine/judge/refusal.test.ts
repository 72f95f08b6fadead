import { expect, it } from 'vitest'
import { answered } from '../../assertions/testing/observation.ts'
import { inputOf, profile } from '../../assertions/testing/judge.ts'
import type { CheckInput } from '../../assertions/assertion.ts'
import type { Case } from '../../model/case.ts'
import { isCleanRefusal, isUnserved, unsupportedIn } from './refusal.ts'

const errors = {
  ...profile.errors,
  'missing-messages': [{ status: [400], envelope: ['openai'] as const }],
  'unsupported-operation': [
    { status: [400, 404, 405, 501], envelope: ['openai', 'detail'] as const },
  ],
}

/** A refusal of a request that has no messages. */
function refusal(status: number, body: object): CheckInput {
  return inputOf(answered(body, { status }), {
    expect: { outcome: 'error', error: 'missing-messages' },
    profile: { ...profile, errors },
  })
}

const openai = { error: { message: 'No.', type: 'invalid_request_error', param: null, code: null } }

it.each([404, 405, 501])(
  'status %i to a faulty request shows that the API is not there',
  (status) => {
    expect(isUnserved(refusal(status, { detail: 'Not Found' }))).toBe(true)
  },
)

it('a faulty request that is refused as expected was read', () => {
  const read = refusal(400, openai)
  expect(isCleanRefusal(read)).toBe(true)
  expect(isUnserved(read)).toBe(false)
})

it('a faulty request that is refused in another form was read', () => {
  expect(isUnserved(refusal(400, { detail: 'Field required' }))).toBe(false)
})

it('a faulty request that is answered was read', () => {
  expect(isUnserved(refusal(200, { choices: [] }))).toBe(false)
})

it('what was refused is named', () => {
  const step = { level: 'must', kind: 'protocol', rule: 'r', assert: 'status', args: 200 } as const
  const source = { file: 'f', line: 1 }
  const checks = ['long', 'hot'].map((id) => ({ ...step, id, step: id, needs: [], source }))
  const declined = new Map([
    ['long', 'context-overflow'],
    ['hot', 'unsupported-feature'],
  ])
  const results = checks.map((check) => ({ ...check, verdict: 'fail' as const }))
  const found = unsupportedIn(declined, { checks } as unknown as Case, results)
  expect(found.map(({ verdict, because }) => [verdict, because])).toEqual([
    ['unsupported', 'The server refuses the prompt of that length cleanly.'],
    ['unsupported', 'The server refuses the parameter cleanly.'],
  ])
})
