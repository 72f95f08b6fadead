/** The content coding is wrong. */
import { gzipSync } from 'node:zlib'
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { bytes, onAnswer } from './edits.ts'

export const httpCoding: readonly Deviation[] = [
  {
    id: 'gzip-always',
    kind: 'mutant',
    about: 'Answers are compressed even for clients that do not accept it.',
    seen: ['CH-16', 'eca#479'],
    apis: apis.chatWhole,
    kills: ['prompt.codings/not-coded'],
    hooks: {
      headers: (headers) => [
        ...headers.filter(([name]) => name !== 'Content-Encoding'),
        ['Content-Encoding', 'gzip'],
      ],
      bytes: (pieces, call) => [
        {
          bytes: /gzip/u.test(String(call.headers['accept-encoding']))
            ? Buffer.concat(pieces.map(({ bytes }) => bytes))
            : gzipSync(Buffer.concat(pieces.map(({ bytes }) => bytes))),
          wait: 0,
        },
      ],
    },
  },
  {
    id: 'gzip-claimed',
    kind: 'mutant',
    about: 'An uncompressed body has the content coding gzip.',
    seen: ['eca#479'],
    apis: apis.plainJson,
    kills: ['*/complete-body'],
    also: ['*/json'],
    hooks: { headers: onAnswer((headers) => [...headers, ['Content-Encoding', 'gzip']]) },
  },
  {
    id: 'gzip-cut',
    kind: 'mutant',
    about: 'A compressed body ends too early.',
    seen: ['eca#479'],
    apis: apis.plainJson,
    kills: ['*/complete-body'],
    also: ['*/json'],
    hooks: {
      bytes: bytes((whole) => gzipSync(whole).subarray(0, -12)),
      headers: onAnswer((headers) => [...headers, ['Content-Encoding', 'gzip']]),
    },
  },
  {
    id: 'gzip-unannounced',
    kind: 'mutant',
    about: 'A compressed body has no Content-Encoding.',
    seen: ['eca#479'],
    apis: apis.plainJson,
    kills: ['*/utf8', '*/json'],
    hooks: { bytes: bytes((whole) => gzipSync(whole)) },
  },
]
