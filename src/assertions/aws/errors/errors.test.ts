import { describe, expect, it } from 'vitest'
import type { HeaderList } from '../../../model/exchange.ts'
import type { ApiName } from '../../../model/names.ts'
import { modelledErrors } from '../model.ts'
import { codes, see } from '../testing/see.ts'

const uri = 'http://internal.amazon.com/coral/com.amazon.bedrock/'

function refused(
  status: number,
  body: string,
  errorType?: string,
  more: { api?: ApiName; headers?: HeaderList } = {},
) {
  const headers: HeaderList = [
    ['content-length', `${body.length}`],
    ...(errorType === undefined ? [] : [['x-amzn-ErrorType', errorType] as const]),
  ]
  const type = 'application/json'
  return see(more.api ?? 'converse', {
    type,
    status,
    headers: more.headers ?? headers,
    chunks: [body],
  })
}

const message = '{"message":"Too many tokens, please wait before trying again."}'

describe('error-type', () => {
  it.each(Object.entries(modelledErrors))('knows %s with status %i', (name, status) => {
    const api = 'invoke-stream'
    expect(codes('error-type', refused(status, message, `${name}:${uri}`, { api }))).toEqual([])
    const other = status === 400 ? 404 : 400
    expect(codes('error-type', refused(other, message, name, { api }))).toEqual([
      'error-type-status',
    ])
  })

  it.each([
    [429, message, 'com.amazonaws.bedrockruntime#ThrottlingException'],
    [429, '{"__type":"com.amazon.bedrock#ThrottlingException","message":"a"}', undefined],
    [400, '{"code":"ValidationException","message":"a"}', undefined],
    [403, message, 'UnrecognizedClientException'],
    [400, message, 'IncompleteSignature'],
    [409, message, 'SomethingNewException'],
  ])('reads the name of %i %s %s', (status, body, errorType) => {
    expect(codes('error-type', refused(status, body, errorType))).toEqual([])
  })

  it('finds an error that does not say which it is', () => {
    expect(codes('error-type', refused(400, message))).toEqual(['error-type-missing'])
    expect(codes('error-type', refused(400, '<html>'))).toEqual(['error-type-missing'])
  })

  it('does not ask the front door for a name, nor a capture without headers', () => {
    expect(codes('error-type', refused(403, '{"Message":"Bearer Token has expired"}'))).toEqual([])
    expect(codes('error-type', refused(400, message, undefined, { headers: [] }))).toEqual([
      'unsaid',
    ])
  })

  it('finds the spelling of streams where the one of HTTP is due', () => {
    expect(codes('error-type', refused(429, message, 'throttlingException'))).toEqual([
      'error-type-spelling',
    ])
  })

  it('finds an exception that the operation does not have', () => {
    const quota = 'ServiceQuotaExceededException'
    expect(codes('error-type', refused(400, message, quota))).toEqual(['error-type-operation'])
    expect(codes('error-type', refused(400, message, quota, { api: 'invoke' }))).toEqual([])
  })

  it('is inconclusive of a success', () => {
    expect(codes('error-type', refused(200, '{}'))).toEqual(['unsaid'])
  })
})

describe('error-type-alike', () => {
  const alike = (body: string, header?: string) =>
    codes('error-type-alike', refused(400, body, header))

  it('wants one exception where the header and the body name one of the service', () => {
    const throttled = '{"__type":"com.amazonaws.bedrockruntime#ThrottlingException","message":"a"}'
    expect(alike(throttled, 'ThrottlingException:http://internal.amazon.com/')).toEqual([])
    expect(alike(throttled, 'ValidationException')).toEqual(['error-type-differs'])
    expect(alike('{"code":"ModelErrorException"}', 'ValidationException')).toEqual([
      'error-type-differs',
    ])
  })

  it('leaves alone what is named once, or has another code', () => {
    expect(alike(message, 'ValidationException')).toEqual([])
    expect(alike('{"code":"ValidationException","message":"a"}')).toEqual([])
    expect(alike('{"code":"invalid_request","message":"a"}', 'ValidationException')).toEqual([])
    expect(codes('error-type-alike', refused(200, '{}'))).toEqual(['unsaid'])
  })
})

describe('error-body', () => {
  it.each([
    [400, message],
    [403, '{"Message":"Authorization header is missing"}'],
    [401, message],
    [503, message],
    [
      200,
      '{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}',
    ],
    [404, '<UnknownOperationException/>'],
  ])('takes %i %s', (status, body) => {
    expect(codes('error-body', refused(status, body))).toEqual([])
  })

  it.each([
    ['error-missing', 200, '{"output":{}}'],
    ['error-missing', 302, ''],
    ['error-status', 422, message],
    ['error-status', 418, message],
    ['error-body', 400, '{}'],
    ['error-body', 400, '{"message":""}'],
    ['error-body', 400, '{"message":{"text":"no"}}'],
    ['error-body', 400, '{"detail":"no"}'],
    ['error-body', 400, '{"error":{"message":"no"}}'],
    ['error-body', 500, '<html>Internal Server Error</html>'],
    ['error-body', 404, ''],
  ])('finds %s in %i %s', (code, status, body) => {
    expect(codes('error-body', refused(status, body))).toEqual([code])
  })
})
