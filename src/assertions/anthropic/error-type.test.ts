import { expect, it } from 'vitest'
import { verdict } from '../testing/judge.ts'
import { answered } from '../testing/observation.ts'

const refusal = (status: number, error: unknown): string =>
  verdict(
    'anthropic-error',
    true,
    answered({ type: 'error', error }, { status, api: 'anthropic-messages' }),
  )

it.each([
  [400, 'invalid_request_error'],
  [422, 'invalid_request_error'],
  [404, 'not_found_error'],
  [529, 'overloaded_error'],
  [418, 'teapot_error'],
])('status %i may have the type %s', (status, type) => {
  expect(refusal(status, { type, message: 'No.' })).toBe('pass')
})

it.each([
  [404, { type: 'authentication_error', message: 'No.' }, 'error.type'],
  [503, { type: 'overloaded_error', message: 'No.' }, 'error.type'],
  [500, { type: 'invalid_request_error', message: 'No.' }, 'error.type'],
  [400, { type: 'invalid_request_error', message: '' }, 'error.member-missing'],
  [400, { type: 'invalid_request_error', message: { detail: 'No.' } }, 'error.member-type'],
  [400, { type: 'invalid_request_error', message: ['No.'] }, 'error.member-type'],
  [400, { type: 400, message: 'No.' }, 'error.member-type'],
])('status %i with %j is %s', (status, error, code) => {
  expect(refusal(status, error)).toBe(code)
})

it('another envelope is judged elsewhere', () => {
  const openai = answered({ error: { message: 'No.', type: 'x', code: null } }, { status: 400 })
  expect(verdict('anthropic-error', true, openai)).toBe('pass')
})

it.each([
  [400, 'invalid_request_error', 'pass'],
  [422, 'invalid_request_error', 'pass'],
  [404, 'not_found_error', 'pass'],
  [401, 'invalid_request_error', 'error.type'],
  [404, 'invalid_request_error', 'error.type'],
  [429, 'invalid_request_error', 'error.type'],
  // Names of classes, as vLLM and Ray send them, and words of other APIs and gateways.
  [400, 'BadRequestError', 'error.type'],
  [404, 'NotFoundError', 'error.type'],
  [400, 'Bad Request', 'error.type'],
  [500, 'server_error', 'error.type'],
  [500, 'new_api_error', 'error.type'],
  // The list grows.
  [404, 'model_not_available_error', 'pass'],
  [418, 'teapot_error', 'pass'],
  [413, 'request_too_large', 'pass'],
])('status %i with the type %s is %s', (status, type, expected) => {
  const error = answered(
    { type: 'error', error: { type, message: 'No.' } },
    { status, api: 'anthropic-messages' },
  )
  expect(verdict('error-type-listed', true, error)).toBe(expected)
})
