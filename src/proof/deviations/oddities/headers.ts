/** Headers and refusals that are unusual and legal. */
import type { Api, Call, Header } from '../../../reference/call.ts'
import { refuse, throttle } from '../../../reference/call.ts'
import { asObject, isObject } from '../../../reference/json.ts'
import { oddity, withMembers } from '../edit.ts'
import { inError } from '../reach.ts'

const native: { readonly apis: readonly Api[] } = {
  apis: ['converse', 'converse-stream', 'invoke', 'invoke-stream'],
}
const chat: { readonly apis: readonly Api[] } = { apis: ['openai-chat', 'openai-chat-stream'] }

function contentType(edit: (value: string) => string) {
  return (headers: readonly Header[]): readonly Header[] =>
    headers.map(([name, value]) => [name, name === 'Content-Type' ? edit(value) : value])
}

/** Cases about faults tell the reference in their prompt which to play, and count its attempts. */
function steersFaults(request: unknown): boolean {
  return JSON.stringify(request).includes('[reference-')
}

function adding(...more: readonly Header[]) {
  return (headers: readonly Header[]): readonly Header[] => [...headers, ...more]
}

function onRefusal(edit: (headers: readonly Header[]) => readonly Header[]) {
  return (headers: readonly Header[], call: Call): readonly Header[] =>
    call.failure ? edit(headers) : headers
}

export const headerOddities = [
  oddity('charset-named', 'Media types say that the charset is UTF-8.', ['RFC 9110 8.3'], {
    headers: contentType((value) =>
      /json|event-stream$/u.test(value) && !value.includes('amazon')
        ? `${value}; charset=utf-8`
        : value,
    ),
  }),
  oddity('media-type-in-capitals', 'Media types are in capital letters.', ['RFC 9110 8.3.1'], {
    headers: contentType((value) => value.toUpperCase()),
  }),
  oddity(
    'no-control-plane',
    'A gateway serves the runtime and nothing of the control plane.',
    ['bedrock-access-gateway'],
    { intercept: () => refuse(404, 'unknown-route', 'Not Found') },
    { fronts: ['control'], sees: ['converse-answers.profile-arn-in-path/*'] },
  ),
  oddity(
    'errors-in-other-words',
    'Refusals are worded otherwise than those of the service.',
    ['botocore bedrock-runtime: messages of exceptions are free text'],
    {
      error: (failure) =>
        failure.kind === 'auth' || failure.kind === 'unknown-model'
          ? { ...failure, message: 'Request rejected (E-17).' }
          : failure,
    },
    { fronts: ['runtime', 'mantle'], sees: ['auth.*/refused', 'errors.unknown-model/refused'] },
  ),
  oddity(
    'errors-with-capital-message',
    'The service layer writes Message with a capital letter, as the front door does.',
    ['botocore parsers.py: message or Message'],
    {
      body: (body, call) => {
        if (!call.failure || !isObject(body) || !('message' in body)) return body
        const { message, ...rest } = body
        return { ...rest, Message: message }
      },
    },
    { ...native, sees: ['converse-input.*/refused', 'errors.unknown-model/refused'] },
  ),
  oddity('json-in-chunks', 'A whole answer comes chunked, without its length.', ['RFC 9112 7.1'], {
    headers: (headers) => headers.filter(([name]) => name !== 'Content-Length'),
  }),
  oddity('headers-reversed', 'Headers come in another order.', ['RFC 9110 5.3'], {
    headers: (headers) => headers.toReversed(),
  }),
  oddity('header-repeated', 'A header comes in two lines.', ['RFC 9110 5.3'], {
    headers: adding(['Cache-Control', 'no-cache'], ['Cache-Control', 'no-store']),
  }),
  oddity(
    'request-id-of-others',
    'The request id is called x-request-id.',
    ['openai request id'],
    {
      headers: (headers) =>
        headers.map(([name, value]) => [
          name === 'x-amzn-RequestId' ? 'x-request-id' : name,
          value,
        ]),
    },
    { fronts: ['mantle'] },
  ),
  oddity(
    'rate-limits-shown',
    'Answers tell how much is left of the rate limit.',
    ['openai rate limits'],
    {
      headers: adding(
        ['x-ratelimit-remaining-requests', '59'],
        ['x-ratelimit-reset-requests', '1s'],
        ['openai-processing-ms', '12'],
      ),
    },
  ),
  oddity(
    'retry-after-on-success',
    'A good answer names a time to come back.',
    ['RFC 9110 10.2.3'],
    { headers: adding(['Retry-After', '0']) },
  ),
  oddity(
    'asks-for-bearer',
    'Refused credentials are told which scheme is wanted.',
    ['RFC 9110 11.6.1'],
    { headers: onRefusal(adding(['WWW-Authenticate', 'Bearer realm="bedrock"'])) },
  ),
  oddity('cookies-set', 'Answers set a cookie, as load balancers do.', ['RFC 6265'], {
    headers: adding(['Set-Cookie', 'AWSALB=abc; Path=/; HttpOnly']),
  }),
  oddity(
    'error-type-short',
    'The exception is named without a namespace.',
    ['restJson1 error type'],
    {
      headers: (headers) =>
        headers.map(([name, value]) => [
          name,
          name === 'x-amzn-ErrorType' ? (value.split(':')[0] ?? value) : value,
        ]),
    },
    native,
  ),
  oddity(
    'error-type-in-body',
    'The exception is named in the body and not in a header.',
    ['restJson1 error type'],
    {
      body: (body, call) =>
        call.failure && !('Message' in asObject(body))
          ? withMembers(body, { __type: `com.amazon.bedrock#${exceptionOf(call)}` })
          : body,
      headers: (headers, call) =>
        call.failure?.kind === 'auth'
          ? headers
          : headers.filter(([name]) => name !== 'x-amzn-ErrorType'),
    },
    { ...native, fronts: ['runtime'] },
  ),
  oddity('error-says-more', 'Errors have members that nobody knows.', ['facts 2.6'], {
    body: (body, call) =>
      call.failure ? withMembers(body, { requestId: call.requestId, docs: null }) : body,
  }),
  oddity(
    'error-object-says-more',
    'The error object has members that nobody knows.',
    ['OpenAI schema'],
    { body: inError('error', (error) => withMembers(error, { request_id: 'r-1', status: 0 })) },
    chat,
  ),
  oddity(
    'throttled',
    'Every call is throttled, with a time to come back.',
    ['ER-12'],
    { request: (_request, call) => throttle(call, true) },
    {
      apis: [
        'openai-chat',
        'openai-chat-stream',
        'converse',
        'converse-stream',
        'invoke',
        'invoke-stream',
      ],
    },
  ),
  oddity(
    'throttled-at-first',
    'Every second call is throttled.',
    ['ER-12'],
    {
      request: (request, call) =>
        call.number % 2 === 1 && !steersFaults(request) ? throttle(call, true) : request,
    },
    { apis: ['openai-chat', 'openai-chat-stream'] },
  ),
  oddity(
    'penalties-refused',
    'Penalties are refused as unsupported.',
    ['SP-09'],
    {
      request: (request) =>
        ['frequency_penalty', 'presence_penalty', 'logit_bias'].some(
          (name) => (asObject(request)[name] ?? undefined) !== undefined, // null is as good as absent
        )
          ? refuse(400, 'bad-request', 'Penalties are not supported by this model.', {
              param: 'frequency_penalty',
            })
          : request,
    },
    { ...chat, sees: ['range.penalties/*'] },
  ),
  oddity(
    'embeddings-served',
    'The server has embeddings.',
    ['ER-08'],
    {
      intercept: (answer, call) =>
        call.path.endsWith('/embeddings')
          ? ok({
              object: 'list',
              model: 'embedded',
              data: [{ object: 'embedding', index: 0, embedding: [0.1, -0.2, 0.3] }],
              usage: { prompt_tokens: 1, total_tokens: 1 },
            })
          : answer,
    },
    { claims: ['embeddings'], sees: ['unsupported.embeddings/*'] },
  ),
  oddity(
    'completions-served',
    'The server has legacy completions.',
    ['ER-08'],
    {
      intercept: (answer, call) =>
        call.path.endsWith('/completions') && !call.path.includes('/chat/')
          ? ok({
              id: 'cmpl-1',
              object: 'text_completion',
              created: 1_700_000_000,
              model: 'embedded',
              choices: [{ index: 0, text: 'Hello', logprobs: null, finish_reason: 'stop' }],
            })
          : answer,
    },
    { claims: ['completions'], sees: ['unsupported.completions/*'] },
  ),
]

function ok(json: unknown) {
  return {
    kind: 'json',
    status: 200,
    headers: [['Content-Type', 'application/json']],
    json,
  } as const
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
