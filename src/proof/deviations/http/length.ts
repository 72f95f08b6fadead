/** The body ends before or after the length that HTTP gives. */
import type { Deviation, Hooks } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { onAnswer, replaced, text } from './edits.ts'

/** Closes the connection before the stated length is sent. */
const cutShort: Hooks = {
  headers: replaced('Content-Length', (length) => String(Number(length) + 10)),
  timing: (timing, call) => (call.failure ? timing : { ...timing, first: 1, end: 'cut' }),
}

export const httpLength: readonly Deviation[] = [
  {
    id: 'content-length-too-long',
    kind: 'mutant',
    about: 'A body ends before its stated length.',
    seen: ['RFC 9112 8'],
    apis: apis.plainJson,
    kills: ['*/complete-body'],
    also: ['*/json'],
    hooks: cutShort,
  },
  {
    id: 'content-length-too-short',
    kind: 'mutant',
    about: 'A body is longer than its stated length.',
    seen: ['RFC 9112 8'],
    apis: apis.plainJson,
    kills: ['*/json', '*/well-formed'],
    also: ['*/complete-body'],
    hooks: {
      headers: replaced('Content-Length', (length) => String(Number(length) - 10)),
    },
  },
  {
    id: 'content-length-twice',
    kind: 'mutant',
    about: 'A body has two lengths that differ.',
    seen: ['RFC 9112 6.3'],
    apis: apis.plainJson,
    kills: ['*/well-formed'],
    also: ['*/*'],
    hooks: { headers: onAnswer((headers) => [...headers, ['Content-Length', '1']]) },
  },
  {
    id: 'content-length-beside-chunks',
    kind: 'mutant',
    about: 'A body has a length and is chunked as well.',
    seen: ['RFC 9112 6.2'],
    apis: apis.plainJson,
    kills: ['*/well-formed'],
    also: ['*/*'],
    hooks: { headers: onAnswer((headers) => [...headers, ['Transfer-Encoding', 'chunked']]) },
  },
  {
    id: 'chunked-without-end',
    kind: 'mutant',
    about: 'A chunked stream ends without its last chunk.',
    seen: ['litellm#32686'],
    apis: apis.streams,
    kills: ['*/complete-body'],
    also: ['*/done-last', '*/ends-on-a-frame'],
    hooks: { timing: (timing, call) => (call.failure ? timing : { ...timing, end: 'cut' }) },
  },
  {
    id: 'answer-empty-body',
    kind: 'mutant',
    about: 'Answers have no body.',
    seen: ['RFC 9110 15.3'],
    apis: apis.plainJson,
    kills: ['*/json'],
    hooks: { text: text(() => '') },
  },
  {
    id: 'stalls-after-headers',
    kind: 'mutant',
    about: 'Nothing follows the headers.',
    seen: [],
    apis: apis.streams,
    hangs: 700,
    kills: ['*/complete-body'],
    also: ['*'],
    hooks: {
      bytes: () => [],
      timing: (timing, call) => (call.failure ? timing : { ...timing, end: 'hang' }),
    },
  },
  {
    id: 'cut-after-headers',
    kind: 'mutant',
    about: 'The connection drops after the headers.',
    seen: ['litellm#32686'],
    apis: apis.streams,
    kills: ['*/complete-body'],
    also: ['*/ends-on-a-frame'],
    hooks: {
      bytes: (pieces, call) => (call.failure ? pieces : []),
      timing: (timing, call) => (call.failure ? timing : { ...timing, first: 5, end: 'cut' }),
    },
  },
]
