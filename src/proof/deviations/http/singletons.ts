/** Fields that come on several lines, and charsets of event streams. */
import type { Header } from '../../../reference/answer.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'

function valueOf(headers: readonly Header[], wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}

/** Puts a line of the field after those that there are. */
function again(name: string, edit: (value: string) => string) {
  return (headers: readonly Header[]): readonly Header[] => {
    const value = valueOf(headers, name)
    return value === undefined ? headers : [...headers, [name, edit(value)]]
  }
}

function charset(parameter: string) {
  return (headers: readonly Header[]): readonly Header[] =>
    headers.map(([name, value]) => [
      name,
      value.startsWith('text/event-stream') ? `text/event-stream; charset=${parameter}` : value,
    ])
}

export const httpSingletons: readonly Deviation[] = [
  {
    id: 'date-iso',
    kind: 'mutant',
    about: 'Date is written as JSON has it.',
    seen: ['RFC 9110 5.6.7'],
    kills: ['*/date-form'],
    hooks: {
      headers: (headers) => [
        ...headers.filter(([name]) => name.toLowerCase() !== 'date'),
        ['Date', new Date().toISOString()],
      ],
    },
  },
  {
    id: 'content-type-of-proxy-too',
    kind: 'mutant',
    about: 'A second Content-Type names another media type.',
    seen: ['RFC 9110 5.3'],
    kills: ['*/singletons-agree'],
    also: ['*/content-type', '*/error-content-type'],
    hooks: { headers: again('content-type', () => 'text/plain') },
  },
  {
    id: 'content-type-twice',
    kind: 'mutant',
    about: 'Content-Type comes twice with one value.',
    seen: ['RFC 9110 5.3'],
    kills: ['*/singletons-once'],
    hooks: { headers: again('content-type', (value) => value) },
  },
  {
    id: 'request-id-of-proxy-too',
    kind: 'mutant',
    about: 'A proxy adds its own request id and counts of zero to those of the service.',
    seen: ['RFC 9110 5.3'],
    apis: apis.native,
    kills: ['*/singletons-agree'],
    hooks: {
      headers: (headers) =>
        again('x-amzn-requestid', (value) => value.toUpperCase())(
          again('x-amzn-bedrock-input-token-count', () => '0')(headers),
        ),
    },
  },
  {
    id: 'stream-charset-latin',
    kind: 'mutant',
    about: 'Streams of server-sent events name ISO-8859-1 as their charset.',
    seen: ['RFC 9110 8.3'],
    apis: [...apis.sseStreams, 'openai-responses-stream'],
    kills: ['*/stream-charset'],
    hooks: { headers: charset('ISO-8859-1') },
  },
  {
    id: 'stream-charset-quoted',
    kind: 'oddity',
    about: 'Streams name their charset in upper case, in quotation marks.',
    seen: ['RFC 9110 8.3'],
    apis: [...apis.sseStreams, 'openai-responses-stream'],
    sees: ['*/stream-charset', '*/content-type'],
    hooks: { headers: charset('"UTF-8"') },
  },
  {
    id: 'list-headers-twice',
    kind: 'oddity',
    about: 'Headers that are lists, and cookies, come on several lines.',
    seen: ['RFC 9110 5.3'],
    sees: ['*/singletons-agree', '*/singletons-once'],
    hooks: {
      headers: (headers) => [
        ...headers,
        ['Vary', 'Origin'],
        ['Vary', 'Accept-Encoding'],
        ['Via', '1.1 a'],
        ['Via', '1.1 b'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ],
    },
  },
]
