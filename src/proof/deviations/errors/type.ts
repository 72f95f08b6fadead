/** The error type, request id or Retry-After is missing or wrong. */
import { refuse } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { isObject } from '../../../reference/json.ts'
import { inError, set } from '../edits/path.ts'
import { apis } from '../scopes.ts'
import { header } from './edits.ts'

/** As servers that are written in Python call their exceptions. */
function className(type: string): string {
  if (type === 'invalid_request_error') return 'BadRequestError'
  return type.replace(/(?:^|_)([a-z])/gu, (_, letter: string) => letter.toUpperCase())
}

export const errorsType: readonly Deviation[] = [
  {
    id: 'error-types-general',
    kind: 'mutant',
    about: 'Every error of messages is an invalid_request_error, whatever its status is.',
    seen: ['AM-05'],
    apis: apis.anthropic,
    kills: ['*/error-type-listed'],
    also: ['*/refused', '*/error-type'],
    hooks: { body: inError('error/type', set('invalid_request_error')) },
  },
  {
    id: 'message-error-class',
    kind: 'mutant',
    about: 'Types of errors of messages are the names of classes, such as NotFoundError.',
    seen: ['ray#65486'],
    apis: apis.anthropic,
    kills: ['*/error-type-listed'],
    also: ['*/refused'],
    hooks: { body: inError('error/type', (type) => className(String(type))) },
  },
  {
    id: 'message-error-type-new',
    kind: 'oddity',
    about: 'A model that does not exist is refused with a type that is newer than the list.',
    seen: ['AM-05'],
    apis: apis.anthropic,
    sees: ['messages-requests.unknown-model/error-type*'],
    hooks: {
      body: (body, call) =>
        call.failure?.kind === 'unknown-model'
          ? inError('error/type', set('model_not_available_error'))(body, call)
          : body,
    },
  },
  {
    id: 'error-type-header-missing',
    kind: 'mutant',
    about: 'Native errors do not name their exception.',
    seen: ['CV-07'],
    kills: ['*/error-type'],
    also: ['*/refused'],
    hooks: {
      headers: (headers) => headers.filter(([name]) => name !== 'x-amzn-ErrorType'),
    },
  },
  {
    id: 'request-id-missing',
    kind: 'mutant',
    about: 'Responses have no request id.',
    seen: ['CV-04'],
    kills: ['*/aws-request-id', '*/request-id'],
    hooks: {
      headers: (headers) => headers.filter(([name]) => name !== 'x-amzn-RequestId'),
    },
  },
  {
    id: 'error-type-mismatched',
    kind: 'mutant',
    about: 'The exception does not match the status.',
    seen: ['CV-07'],
    apis: apis.nativeAndControl,
    kills: ['*/error-type'],
    also: ['*/refused'],
    hooks: {
      headers: header('x-amzn-ErrorType', () => 'ThrottlingException:http://internal.amazon.com/'),
    },
  },
  {
    id: 'error-type-of-two',
    kind: 'mutant',
    about:
      'Errors name the exception of a server behind in their body, and their own in the header.',
    seen: ['CV-07'],
    apis: apis.native,
    kills: ['*/error-type-alike'],
    hooks: {
      body: (body, call) =>
        call.failure && isObject(body)
          ? { __type: 'com.amazonaws.bedrockruntime#ModelErrorException', ...body }
          : body,
    },
  },
  {
    id: 'error-type-alien',
    kind: 'mutant',
    about: 'The exception is one that the model does not define.',
    seen: ['CV-07'],
    apis: apis.nativeAndControl,
    kills: ['*/refused'],
    hooks: { headers: header('x-amzn-ErrorType', () => 'BadRequestError') },
  },
  {
    id: 'error-type-empty',
    kind: 'mutant',
    about: 'The header that names the exception is empty.',
    seen: ['CV-07'],
    apis: apis.nativeAndControl,
    kills: ['*/refused'],
    hooks: { headers: header('x-amzn-ErrorType', () => '') },
  },
  {
    id: 'retry-after-garbled',
    kind: 'mutant',
    about: 'Retry-After of a throttled request is not a number or date.',
    seen: ['RFC 9110 10.2.3'],
    kills: ['*/retry-after'],
    hooks: {
      request: () =>
        refuse(429, 'throttled', 'Too many requests.', { headers: [['Retry-After', 'soon']] }),
    },
  },
]
