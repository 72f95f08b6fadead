/** The member of a request in which a model takes its token limit. */
import { describe, expect, it } from 'vitest'
import type { Exchange, HttpRequest } from '../../../model/exchange.ts'
import { createLimitMember } from './limit-member.ts'

const model = { id: 'gpt-5' }
const other = { id: 'gpt-4o' }
const messages = [{ role: 'user', content: 'Hi' }]

function asking(body: unknown): HttpRequest {
  return {
    method: 'POST',
    url: 'https://api.example/v1/chat/completions',
    headers: [],
    body: Buffer.from(JSON.stringify(body)),
  }
}

function bodyOf({ body }: HttpRequest): string {
  return Buffer.from(body ?? []).toString()
}

function answered(status: number, error: object): Exchange {
  const bytes = Buffer.from(JSON.stringify({ error }))
  return { response: { status, decoded: [{ at: 1, bytes }] } } as unknown as Exchange
}

const refusal = answered(400, {
  message:
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
  type: 'invalid_request_error',
  param: 'max_tokens',
  code: 'unsupported_parameter',
})

describe('a limit that a model takes as max_completion_tokens alone', () => {
  it('is renamed in place from the first refusal on, for that model', () => {
    const limitMember = createLimitMember()
    const request = asking({ model: 'gpt-5', max_tokens: 40, messages })
    expect(limitMember.fitted(request, model)).toBe(request)
    expect(limitMember.isRefused(refusal, request, model)).toBe(true)
    expect(bodyOf(limitMember.fitted(request, model))).toBe(
      JSON.stringify({ model: 'gpt-5', max_completion_tokens: 40, messages }),
    )
    expect(limitMember.fitted(request, other)).toBe(request)
  })

  it('stays where it stands already', () => {
    const limitMember = createLimitMember()
    limitMember.isRefused(refusal, asking({ max_tokens: 40, messages }), model)
    const both = asking({ max_completion_tokens: 40, max_tokens: 9, messages })
    expect(bodyOf(limitMember.fitted(both, model))).toBe(
      JSON.stringify({ max_completion_tokens: 40, messages }),
    )
    const none = asking({ messages })
    expect(limitMember.fitted(none, model)).toBe(none)
  })

  it.each([
    ['of another status', answered(500, { message: 'max_tokens, max_completion_tokens' })],
    ['of another member', answered(400, { message: 'No such tool.', param: 'tools' })],
    ['that names no other member', answered(400, { message: 'Bad.', param: 'max_tokens' })],
  ])('is not concluded from a refusal %s', (_, exchange) => {
    const request = asking({ max_tokens: 40, messages })
    expect(createLimitMember().isRefused(exchange, request, model)).toBe(false)
  })

  it('is not concluded twice, nor for what is no request of a conversation', () => {
    const limitMember = createLimitMember()
    const renamed = asking({ max_completion_tokens: 40, messages })
    expect(limitMember.isRefused(refusal, renamed, model)).toBe(false)
    expect(limitMember.isRefused(refusal, asking({ prompt: 'Hi', max_tokens: 4 }), model)).toBe(
      false,
    )
    const broken = { ...renamed, body: Buffer.from('{"max_tokens": 4') }
    expect(limitMember.isRefused(refusal, broken, model)).toBe(false)
  })
})
