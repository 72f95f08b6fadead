/** The message itself breaks the grammar of HTTP/1.1: what Node's own server never writes. */
import type { Call } from '../../../reference/call.ts'
import type { Deviation } from '../../../reference/deviation.ts'
import type { Message } from '../../../reference/hook-values.ts'
import { apis } from '../scopes.ts'

type Edit = (message: Message) => Message

/** Changes the messages of answers that are not errors. */
function onMessage(edit: Edit) {
  return (before: Edit | undefined, call: Call): Edit | undefined => (call.failure ? before : edit)
}

function withField(line: string): Edit {
  return (message) => ({ ...message, fields: [...message.fields, line] })
}

/** The body in the chunked coding, as `coded` writes it. */
function chunked(coded: (body: Buffer) => readonly (string | Buffer)[]): Edit {
  return (message) => ({
    ...message,
    fields: [
      ...message.fields.filter((line) => !/^content-length:/i.test(line)),
      'Transfer-Encoding: chunked',
    ],
    body: Buffer.concat(coded(message.body).map((part) => Buffer.from(part))),
  })
}

const hex = (length: number): string => length.toString(16)

export const httpFraming: readonly Deviation[] = [
  {
    id: 'header-folded',
    kind: 'mutant',
    about: 'The value of a header is folded over two lines.',
    seen: ['RFC 9112 5.2'],
    apis: apis.plainJson,
    kills: ['*/well-formed'],
    also: ['*/*'],
    hooks: { message: onMessage(withField('X-Note: one\r\n two')) },
  },
  {
    id: 'content-length-repeated',
    kind: 'mutant',
    about: 'A body has the same length twice.',
    seen: ['RFC 9112 6.3'],
    apis: apis.plainJson,
    kills: ['*/well-formed'],
    also: ['*/*'],
    hooks: {
      message: onMessage((message) => withField(`Content-Length: ${message.body.length}`)(message)),
    },
  },
  {
    id: 'chunk-size-no-number',
    kind: 'mutant',
    about: 'The size of a chunk is no hexadecimal number.',
    seen: ['RFC 9112 7.1'],
    apis: apis.plainJson,
    kills: ['*/well-formed'],
    also: ['*/*'],
    hooks: {
      message: onMessage(
        chunked((body) => [hex(body.length), '\r\n', body, '\r\nzz\r\n', '0\r\n\r\n']),
      ),
    },
  },
  {
    id: 'chunk-size-too-small',
    kind: 'mutant',
    about: 'A chunk is longer than its size.',
    seen: ['RFC 9112 7.1'],
    apis: apis.plainJson,
    kills: ['*/well-formed'],
    also: ['*/*'],
    hooks: {
      message: onMessage(chunked((body) => [hex(body.length - 1), '\r\n', body, '\r\n0\r\n\r\n'])),
    },
  },
  {
    id: 'chunks-in-chunks',
    kind: 'mutant',
    about: 'The chunked coding is named twice.',
    seen: ['RFC 9112 7.1'],
    apis: apis.plainJson,
    kills: ['*/well-formed'],
    also: ['*/*'],
    hooks: {
      message: onMessage((message) => {
        const once = chunked((body) => [hex(body.length), '\r\n', body, '\r\n0\r\n\r\n'])
        return withField('Transfer-Encoding: chunked')(once(message))
      }),
    },
  },
  {
    id: 'chunks-never-end',
    kind: 'mutant',
    about: 'The last chunk of a body never comes, and the connection stays open.',
    seen: ['RFC 9112 8'],
    apis: apis.plainJson,
    hangs: 700,
    kills: ['*/complete-body'],
    also: ['*/*'],
    hooks: {
      message: onMessage((message) => ({
        ...chunked((body) => [hex(body.length), '\r\n', body, '\r\n'])(message),
        isOpen: true,
      })),
    },
  },
  {
    id: 'bytes-after-response',
    kind: 'mutant',
    about: 'Bytes follow the end of a response.',
    seen: ['RFC 9112 6.3'],
    apis: apis.plainJson,
    kills: ['*/well-formed'],
    hooks: {
      message: onMessage((message) => ({
        ...message,
        body: Buffer.concat([message.body, Buffer.from('\n')]),
      })),
    },
  },
  {
    id: 'bytes-after-closing-response',
    kind: 'mutant',
    about: 'Bytes follow the end of a response that closes its connection.',
    seen: ['RFC 9112 6.3'],
    apis: apis.plainJson,
    kills: ['*/well-formed'],
    hooks: {
      message: onMessage((message) => ({
        ...withField('Connection: close')(message),
        body: Buffer.concat([message.body, Buffer.from('\n')]),
      })),
    },
  },
]
