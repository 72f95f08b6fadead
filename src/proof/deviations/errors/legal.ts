/** Unusual but legal errors. */
import { throttle, type Call } from '../../../reference/call.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { withMembers } from '../edits/members.ts'
import { inError } from '../edits/path.ts'
import { apis, endpoints } from '../scopes.ts'

/** Cases about faults select the fault in their prompt and count attempts, so they are left alone. */
function steersFaults(request: unknown): boolean {
  return JSON.stringify(request).includes('[reference-')
}

/** Exceptions by their status (botocore bedrock-runtime 2023-09-30). */
const exceptions: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  429: 'ThrottlingException',
}

function exceptionOf({ failure }: Call): string {
  return failure?.exception ?? exceptions[failure?.status ?? 400] ?? 'ValidationException'
}

/** What GitHub's and GitLab's runners and a terminal would obey. */
const orders =
  '##[add-mask]a\n::stop-commands::b\n::error::c section_start:1:d\r\u001B[0K\u001B[2J\u202E\u200B'

export const errorsLegal: readonly Deviation[] = [
  {
    id: 'errors-in-other-words',
    kind: 'oddity',
    about: 'Messages of errors differ from those of the service.',
    seen: ['botocore bedrock-runtime: messages of exceptions are free text'],
    endpoints: endpoints.bedrock,
    sees: ['auth.*/refused', 'errors.unknown-model/refused'],
    hooks: {
      error: (failure) =>
        failure.kind === 'auth' || failure.kind === 'unknown-model'
          ? { ...failure, message: 'Request rejected (E-17).' }
          : failure,
    },
  },
  {
    id: 'errors-in-chinese',
    kind: 'oddity',
    about: 'Messages of errors of models are in Chinese.',
    seen: ['botocore bedrock-runtime: messages of exceptions are free text'],
    endpoints: endpoints.bedrock,
    sees: ['availability.call/nowhere-else', 'errors.unknown-model/refused'],
    hooks: {
      error: (failure) =>
        (failure.kind === 'unknown-model' || failure.kind === 'invalid-model') &&
        !failure.message.includes('inference profile')
          ? { ...failure, message: '所提供的模型标识符无效。' }
          : failure,
    },
  },
  {
    id: 'error-param-as-path',
    kind: 'oddity',
    about: 'Errors name the parameter at fault by its path below the body.',
    seen: ['OpenAI schema'],
    sees: ['*/param'],
    hooks: {
      body: inError('error/param', (param) =>
        typeof param === 'string' ? `body.${param}[0]` : param,
      ),
    },
  },
  {
    id: 'errors-with-orders',
    kind: 'oddity',
    about: 'Messages of errors hold commands of runners and terminals.',
    seen: ['botocore bedrock-runtime: messages of exceptions are free text'],
    endpoints: endpoints.bedrock,
    sees: ['auth.*/refused', 'errors.unknown-model/refused'],
    hooks: {
      error: (failure) =>
        failure.kind === 'auth' || failure.kind === 'unknown-model'
          ? { ...failure, message: `${failure.message} ${orders}` }
          : failure,
    },
  },
  {
    id: 'errors-with-capital-message',
    kind: 'oddity',
    about: 'The message of a native error is named `Message`.',
    seen: ['botocore parsers.py: message or Message'],
    apis: apis.native,
    sees: ['converse-input.*/refused', 'errors.unknown-model/refused'],
    hooks: {
      body: (body, call) => {
        if (!call.failure || !isObject(body) || !('message' in body)) return body
        const { message, ...rest } = body
        return { ...rest, Message: message }
      },
    },
  },
  {
    id: 'error-quotes-what-is-no-utf8',
    kind: 'oddity',
    about:
      'The refusal of a body that is not UTF-8 quotes it, with U+FFFD for what cannot be read.',
    seen: ['llama.cpp'],
    sees: ['*not-utf8*/utf8'],
    hooks: {
      error: (failure, call) => {
        const text = Buffer.from(call.body).toString('utf8')
        const at = text.indexOf('\uFFFD')
        if (at < 0) return failure
        return {
          ...failure,
          message: `${failure.message} Last read: ${text.slice(at - 5, at + 1)}`,
        }
      },
    },
  },
  {
    id: 'error-type-short',
    kind: 'oddity',
    about: 'The exception is named without a namespace.',
    seen: ['restJson1 error type'],
    apis: apis.native,
    hooks: {
      headers: (headers) =>
        headers.map(([name, value]) => [
          name,
          name === 'x-amzn-ErrorType' ? (value.split(':')[0] ?? value) : value,
        ]),
    },
  },
  {
    id: 'error-type-in-body',
    kind: 'oddity',
    about: 'The exception is named in the body instead of a header.',
    seen: ['restJson1 error type'],
    endpoints: endpoints.runtime,
    apis: apis.native,
    hooks: {
      body: (body, call) =>
        call.failure && !('Message' in asObject(body))
          ? withMembers(body, { __type: `com.amazon.bedrock#${exceptionOf(call)}` })
          : body,
      headers: (headers, call) =>
        call.failure?.kind === 'auth'
          ? headers
          : headers.filter(([name]) => name !== 'x-amzn-ErrorType'),
    },
  },
  {
    id: 'error-says-more',
    kind: 'oddity',
    about: 'Error bodies have additional members.',
    seen: ['facts 2.6'],
    hooks: {
      body: (body, call) =>
        call.failure ? withMembers(body, { requestId: call.requestId, docs: null }) : body,
    },
  },
  {
    id: 'error-object-says-more',
    kind: 'oddity',
    about: 'The error object has additional members.',
    seen: ['OpenAI schema'],
    apis: apis.chat,
    hooks: {
      body: inError('error', (error) => withMembers(error, { request_id: 'r-1', status: 0 })),
    },
  },
  {
    id: 'throttled',
    kind: 'oddity',
    about: 'Every request is throttled, with Retry-After.',
    seen: ['ER-12'],
    apis: apis.inference,
    hooks: { request: (_request, call) => throttle(call, true) },
  },
  {
    id: 'throttled-at-first',
    kind: 'oddity',
    about: 'Every second request is throttled.',
    seen: ['ER-12'],
    apis: apis.chat,
    hooks: {
      request: (request, call) =>
        call.number % 2 === 1 && !steersFaults(request) ? throttle(call, true) : request,
    },
  },
  {
    id: 'error-names-client',
    kind: 'oddity',
    about: 'Errors name the version of the server, and the address that the request came from.',
    seen: ['OpenAI schema'],
    apis: [...apis.openai, ...apis.nativeAndControl],
    sees: ['*/no-internal-address'],
    hooks: {
      error: (failure) => ({
        ...failure,
        message: `${failure.message} (client 10.8.0.7, server 10.2.3.4-rc1, see http://127.0.0.1:80/)`,
      }),
    },
  },
]
