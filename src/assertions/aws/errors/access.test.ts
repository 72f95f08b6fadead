import { describe, expect, it } from 'vitest'
import { answered, observed, model } from '../../testing/observation.ts'
import { verdict } from '../../testing/judge.ts'
import { codes, see } from '../testing/see.ts'

describe('access-refusal', () => {
  const refusal = (status: number, message: string, type?: string) =>
    see('converse', {
      status,
      type: 'application/json',
      ...(type !== undefined && { headers: [['x-amzn-errortype', type]] }),
      chunks: [JSON.stringify({ message })],
    })

  it.each([
    [403, "You don't have access to the model with the specified model ID."],
    [404, 'Model use case details have not been submitted for this account.'],
    [404, 'Access denied. This Model is marked by provider as Legacy.'],
    [400, 'The provided model identifier is invalid.'],
  ])('accepts %i with "%s"', (status, message) => {
    expect(codes('access-refusal', refusal(status, message))).toEqual([])
  })

  it.each([
    [500, 'Internal error'],
    [400, "You don't have access to the model with the specified model ID."],
    [401, 'Your account is not authorized to invoke this API operation.'],
  ])('refuses %i with "%s"', (status, message) => {
    expect(codes('access-refusal', refusal(status, message))).toEqual(['access-status'])
  })

  it('is inconclusive where the model is open to the account', () => {
    expect(codes('access-refusal', see('converse', { chunks: ['{}'] }))).toEqual(['unsaid'])
  })
})

describe('path-model', () => {
  const from = (name: string) => answered({ model: name, choices: [], object: 'chat.completion' })

  it('wants the model of the path to answer', () => {
    const input = {
      cell: { api: 'invoke', region: 'r', model, family: 'f', endpointKind: 'bedrock' },
    } as const
    expect(verdict('path-model', true, from(model), input)).toBe('pass')
    expect(verdict('path-model', true, from('another'), input)).toBe('bedrock.path-model')
  })

  it('passes on a refusal, and is inconclusive of what is no reply', () => {
    expect(verdict('path-model', true, observed({ status: 400 }))).toBe('pass')
    expect(verdict('path-model', true, observed({ body: '[]' }))).toBe('inconclusive')
  })
})
