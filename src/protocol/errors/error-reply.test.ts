import { describe, expect, it } from 'vitest'
import { readError, readHiddenError, readStreamError } from './error-reply.ts'
import { items } from '../testing/build.ts'

describe('the envelope of a refusal', () => {
  it.each([
    [
      { error: { message: 'm', type: 't', param: null, code: 'c' } },
      { envelope: 'openai', message: 'm', type: 't', code: 'c' },
    ],
    [
      { error: { code: 401, message: 'm', param: null, type: null } },
      { envelope: 'openai', message: 'm', code: '401' },
    ],
    [{ error: { message: 'm' } }, { envelope: 'message-only', message: 'm' }],
    [
      { error: { message: 'm', code: '500' } },
      { envelope: 'message-only', message: 'm', code: '500' },
    ],
    [{ error: { detail: 'd' } }, { envelope: 'error-detail', message: 'd' }],
    [
      { error: { detail: { errors: [1] } } },
      { envelope: 'error-detail', message: '{"errors":[1]}' },
    ],
    [{ detail: 'Not Found' }, { envelope: 'detail', message: 'Not Found' }],
    [{ message: 'm' }, { envelope: 'message', message: 'm' }],
    [
      { message: 'm', __type: 'a.b#X:1' },
      { envelope: 'message', message: 'm', code: 'X' },
    ],
    [
      { message: 'm', Code: 'X' },
      { envelope: 'message', message: 'm', code: 'X' },
    ],
    [{ Message: 'M' }, { envelope: 'coral', message: 'M' }],
    [
      { Output: { __type: 'com.amazon.coral.service#UnknownOperationException' }, Version: '1.0' },
      { envelope: 'unknown-operation', code: 'UnknownOperationException' },
    ],
    [{ error: 'boom' }, { envelope: 'other', message: 'boom' }],
    [{ error: {} }, { envelope: 'other' }],
    [
      { object: 'error', message: 'm', type: 'BadRequestError', code: 400 },
      { envelope: 'other', message: 'm', type: 'BadRequestError', code: '400' },
    ],
  ])('%j', (json, reply) => {
    expect(readError(json, [])).toEqual(reply)
  })

  it.each([{}, [], null, 'text', undefined, { status: 'OK' }, { error: null }])(
    'is none in %j',
    (json) => {
      expect(readError(json, [])).toBeUndefined()
    },
  )
})

it('unwraps an error that stands as JSON text in the message', () => {
  const inner = {
    error: {
      code: 'validation_error',
      message: 'Model does not support image modality',
      param: null,
      type: null,
    },
  }
  const error = {
    message: JSON.stringify(inner),
    type: 'invalid_request_error',
    param: null,
    code: 'outer',
  }
  expect(readError({ error }, [])).toEqual({
    envelope: 'openai',
    message: 'Model does not support image modality',
    type: 'invalid_request_error',
    code: 'validation_error',
  })
})

it.each(['{not json', '{"other":1}', '{"error":"text"}', '[1]'])(
  'leaves a message like %s as it came',
  (message) => {
    expect(readError({ error: { message } }, [])?.message).toBe(message)
  },
)

const typed = (value: string) => [['X-Amzn-ErrorType', value]] as const

describe('the header x-amzn-errortype', () => {
  const long = 'ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/'

  it('gives the code up to the colon and after the number sign', () => {
    expect(readError({ message: 'm' }, typed(long))?.code).toBe('ThrottlingException')
    expect(readError({ message: 'm' }, typed('aws.x#AccessDenied'))?.code).toBe('AccessDenied')
  })

  it("goes before the body's own code, as in botocore", () => {
    expect(readError({ message: 'm', code: 'Other' }, typed(long))?.code).toBe(
      'ThrottlingException',
    )
  })

  it('is enough where the body names no error', () => {
    const reply = { envelope: 'other', code: 'ThrottlingException' }
    expect(readError(undefined, typed(long))).toEqual(reply)
    expect(readError({}, typed(long))).toEqual(reply)
  })
})

describe('an error within a success', () => {
  it('is an error member, or a type of exception', () => {
    expect(readHiddenError({ error: { message: 'm' } }, [])?.message).toBe('m')
    expect(readHiddenError({ error: 'm' }, [])?.message).toBe('m')
    expect(readHiddenError({ __type: 'X', message: 'm' }, [])?.code).toBe('X')
    const trap = { Output: { __type: 'a#UnknownOperationException' }, Version: '1.0' }
    expect(readHiddenError(trap, [])?.envelope).toBe('unknown-operation')
  })

  it.each([{ choices: [], error: null }, { message: 'hello' }, { detail: 'x' }, {}, null, []])(
    'is not seen in %j',
    (json) => {
      expect(readHiddenError(json, [])).toBeUndefined()
    },
  )
})

describe('an error within a stream', () => {
  it('is the first event that holds one', () => {
    const stream = items([{ choices: [] }, { error: { message: 'm', code: '500' } }])
    expect(readStreamError(stream)).toEqual({ envelope: 'message-only', message: 'm', code: '500' })
  })

  it('is an event of that name, whatever its data', () => {
    const [event] = items([{ detail: 'd' }], 'error')
    expect(readStreamError([event!])).toEqual({ envelope: 'detail', message: 'd' })
    const { json: _, ...text } = event!
    expect(readStreamError([{ ...text, kind: 'text', text: 'boom' }])).toEqual({
      envelope: 'other',
      message: 'boom',
    })
  })

  it('has the name of its exception for a code', () => {
    const [frame] = items([{ message: 'Too many requests' }], 'throttlingException')
    expect(readStreamError([{ ...frame!, kind: 'exception' }])).toEqual({
      envelope: 'message',
      message: 'Too many requests',
      code: 'throttlingException',
    })
  })

  it('is none in a reply', () => {
    expect(readStreamError(items([{ choices: [], error: null }, null, 5]))).toBeUndefined()
    expect(readStreamError([])).toBeUndefined()
  })
})
