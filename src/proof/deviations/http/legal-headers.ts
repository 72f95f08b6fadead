/** Unusual but legal HTTP headers. */
import type { Call } from '../../../reference/call.ts'
import type { Header } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { apis, endpoints } from '../scopes.ts'

function contentType(edit: (value: string) => string) {
  return (headers: readonly Header[]): readonly Header[] =>
    headers.map(([name, value]) => [name, name === 'Content-Type' ? edit(value) : value])
}

function adding(...more: readonly Header[]) {
  return (headers: readonly Header[]): readonly Header[] => [...headers, ...more]
}

function onSuccess(edit: (headers: readonly Header[]) => readonly Header[]) {
  return (headers: readonly Header[], call: Call): readonly Header[] =>
    call.failure || hasField(headers, 'retry-after') ? headers : edit(headers)
}

function hasField(headers: readonly Header[], name: string): boolean {
  return headers.some(([given]) => given.toLowerCase() === name)
}

function onRefusal(edit: (headers: readonly Header[]) => readonly Header[]) {
  return (headers: readonly Header[], call: Call): readonly Header[] =>
    call.failure ? edit(headers) : headers
}

export const httpLegalHeaders: readonly Deviation[] = [
  {
    id: 'lower-case-headers',
    kind: 'oddity',
    about: 'Header names are in lower case.',
    seen: ['RFC 9110 5.1'],
    hooks: {
      headers: (headers) => headers.map(([name, value]) => [name.toLowerCase(), value]),
    },
  },
  {
    id: 'upper-case-headers',
    kind: 'oddity',
    about: 'Header names are in upper case.',
    seen: ['RFC 9110 5.1'],
    hooks: {
      headers: (headers) => headers.map(([name, value]) => [name.toUpperCase(), value]),
    },
  },
  {
    id: 'trailers',
    kind: 'oddity',
    about: 'Fields follow the last chunk of a stream.',
    seen: ['RFC 9112 7.1.2'],
    apis: apis.streams,
    sees: ['*/no-token-leak', '*/well-formed', '*/complete-body'],
    hooks: {
      // A refusal has a length, and no trailers.
      headers: (headers) =>
        headers.some(([name]) => name === 'Content-Length')
          ? headers
          : [...headers, ['Trailer', 'X-Checksum, X-Checksum-Algorithm']],
      trailers: () => [
        ['X-Checksum', 'd2a8a3b6'],
        ['X-Checksum-Algorithm', 'crc32'],
      ],
    },
  },
  {
    id: 'extra-headers',
    kind: 'oddity',
    about: 'Responses have additional headers.',
    seen: ['RFC 9110 5.1'],
    hooks: {
      headers: (headers) => [
        ...headers,
        ['X-Served-By', 'cache-1'],
        ['Server-Timing', 'model;dur=12'],
      ],
    },
  },
  {
    id: 'charset-named',
    kind: 'oddity',
    about: 'Media types name the charset UTF-8.',
    seen: ['RFC 9110 8.3'],
    hooks: {
      headers: contentType((value) =>
        /json|event-stream$/u.test(value) && !value.includes('amazon')
          ? `${value}; charset=utf-8`
          : value,
      ),
    },
  },
  {
    id: 'media-type-in-capitals',
    kind: 'oddity',
    about: 'Media types are in capital letters.',
    seen: ['RFC 9110 8.3.1'],
    hooks: {
      headers: contentType((value) => value.toUpperCase()),
    },
  },
  {
    id: 'json-in-chunks',
    kind: 'oddity',
    about: 'A whole answer is sent chunked, without a length.',
    seen: ['RFC 9112 7.1'],
    hooks: {
      headers: (headers) => headers.filter(([name]) => name !== 'Content-Length'),
    },
  },
  {
    id: 'headers-reversed',
    kind: 'oddity',
    about: 'Headers are in reverse order.',
    seen: ['RFC 9110 5.3'],
    hooks: {
      headers: (headers) => headers.toReversed(),
    },
  },
  {
    id: 'header-repeated',
    kind: 'oddity',
    about: 'A header is sent in two lines.',
    seen: ['RFC 9110 5.3'],
    hooks: {
      headers: adding(['Cache-Control', 'no-cache'], ['Cache-Control', 'no-store']),
    },
  },
  {
    id: 'request-id-of-others',
    kind: 'oddity',
    about: 'The request id is called x-request-id.',
    seen: ['openai request id'],
    endpoints: endpoints.mantle,
    hooks: {
      headers: (headers) =>
        headers.map(([name, value]) => [
          name === 'x-amzn-RequestId' ? 'x-request-id' : name,
          value,
        ]),
    },
  },
  {
    id: 'rate-limits-shown',
    kind: 'oddity',
    about: 'Responses have rate limit headers.',
    seen: ['openai rate limits'],
    hooks: {
      headers: adding(
        ['x-ratelimit-remaining-requests', '59'],
        ['x-ratelimit-reset-requests', '1s'],
        ['openai-processing-ms', '12'],
      ),
    },
  },
  {
    id: 'retry-after-on-success',
    kind: 'oddity',
    about: 'A successful response has Retry-After.',
    seen: ['RFC 9110 10.2.3'],
    hooks: { headers: onSuccess(adding(['Retry-After', '0'])) },
  },
  {
    id: 'asks-for-bearer',
    kind: 'oddity',
    about: 'A response to refused credentials names the required scheme.',
    seen: ['RFC 9110 11.6.1'],
    hooks: { headers: onRefusal(adding(['WWW-Authenticate', 'Bearer realm="bedrock"'])) },
  },
  {
    id: 'cookies-set',
    kind: 'oddity',
    about: 'Answers set a cookie, as load balancers do.',
    seen: ['RFC 6265'],
    hooks: {
      headers: adding(['Set-Cookie', 'AWSALB=abc; Path=/; HttpOnly']),
    },
  },
]
