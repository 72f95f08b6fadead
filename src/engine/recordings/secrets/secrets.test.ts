import { expect, it } from 'vitest'
import { credentialsIn } from './secrets.ts'

const request = (body: unknown, headers: readonly (readonly [string, string])[] = []) => ({
  request: {
    method: 'POST',
    url: 'https://gateway.test/v1',
    headers,
    body: Buffer.from(JSON.stringify(body)),
  },
})

it('a credential in the body of a request is one, at any depth', () => {
  const body = {
    provider: { api_key: 'key-with/"+0123', authToken: 'Bearer token-0123456789' },
    list: [{ client_secret: 'secret-0123456789' }],
    password: 'short',
  }
  expect(credentialsIn(request(body))).toEqual([
    'key-with/"+0123',
    'token-0123456789',
    'secret-0123456789',
  ])
})

it('what only looks like a credential in a body is none', () => {
  const body = {
    prompt_cache_key: 'conversation-0123456789',
    keywords: ['long-enough-keyword'],
    tokenizer: 'tokenizer-0123456789',
    messages: [{ role: 'user', content: '"password": a long-enough question' }],
  }
  expect(credentialsIn(request(body))).toEqual([])
})

it('the access key id of a signature is one', () => {
  const id = 'AKIDEXAMPLE0123456'
  const value = `AWS4-HMAC-SHA256 Credential=${id}/20260101/us-east-1/bedrock/aws4_request, Signature=0`
  expect(credentialsIn(request({}, [['authorization', value]]))).toEqual([id])
})
