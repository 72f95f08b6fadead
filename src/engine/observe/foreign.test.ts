import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import type { ApiName } from '../../model/names.ts'
import { exchange } from '../../protocol/testing/build.ts'
import { apis } from '../../protocol/registry.ts'
import { foreignAnswer } from './foreign.ts'
import { observe } from './observe.ts'

type Parts = Parameters<typeof exchange>[0]

const foreignIn = (name: ApiName, parts: Parts): string | undefined =>
  foreignAnswer(observe(exchange(parts), apis[name], { family: 'gpt-oss' }))

const json = 'application/json'
const called: readonly ApiName[] = [
  'openai-chat',
  'openai-chat-stream',
  'openai-responses',
  'openai-responses-stream',
  'anthropic-messages',
  'anthropic-messages-stream',
  'converse',
  'converse-stream',
  'invoke',
  'invoke-stream',
]

it.each<[string, Parts, string]>([
  ['a page', { type: 'text/html', chunks: ['<html>Hi</html>'] }, 'an HTML page'],
  ['a page with style', { chunks: ['<html><style>\n:root {}\n</style>'] }, 'an HTML page'],
  ['XML', { type: 'application/xml', chunks: ['<Error>No</Error>'] }, 'an XML document'],
  ['plain text', { type: 'text/plain', chunks: ['OK'] }, 'plain text'],
  ['an empty object', { type: json, chunks: ['{}'] }, 'JSON'],
  ['an object of another program', { type: json, chunks: ['{"hello":"world"}'] }, 'JSON'],
  ['an array', { type: json, chunks: ['[]'] }, 'JSON'],
  ['nothing', { type: json }, 'an empty body'],
  [
    'gzip',
    { type: json, chunks: [gzipSync('{"choices":[]}')] },
    'data compressed with gzip, which',
  ],
])('%s is no answer of any API', (_, parts, kind) => {
  for (const name of called) {
    expect(foreignIn(name, parts), name).toMatch(
      new RegExp(`^200 with ${kind}.*no answer of the API`),
    )
  }
})

it.each<[string, ApiName, Parts]>([
  ['a reply', 'openai-chat', { type: json, chunks: ['{"choices":[]}'] }],
  ['a reply without its answer', 'openai-chat', { type: json, chunks: ['{"model":"m","id":"c"}'] }],
  ['a whole answer for a stream', 'converse-stream', { type: json, chunks: ['{"output":{}}'] }],
  ['broken JSON', 'openai-chat', { type: json, chunks: ['{"choices":[{'] }],
  ['a stream that cannot be read', 'openai-chat-stream', { chunks: ['data: {"choi'] }],
  ['a stream with unknown fields', 'openai-chat-stream', { chunks: ['dat: {}\n: ping\n\n'] }],
  ['broken frames', 'converse-stream', { chunks: [Buffer.from([0, 0, 0, 99, 1, 2])] }],
  ['an error', 'openai-chat', { status: 404, type: 'text/html', chunks: ['<html>'] }],
  ['an error under 200', 'openai-chat', { type: json, chunks: ['{"error":{"message":"No"}}'] }],
  ['JSON of an API without replies', 'openai-models', { type: json, chunks: ['{}'] }],
])('%s is no foreign answer', (_, name, parts) => {
  expect(foreignIn(name, parts)).toBeUndefined()
})

it('bytes that are no text are not shown', () => {
  const bytes = Buffer.from([0x8b, 0x02, 0x80, 0x41, 0x42])
  expect(foreignIn('openai-chat', { type: json, chunks: [bytes] })).toBe(
    '200 with bytes that are no text, no answer of the API',
  )
})

it('a page is foreign for an API without replies as well', () => {
  expect(foreignIn('openai-models', { chunks: ['<html>Hi</html>'] })).toMatch(/an HTML page/)
})
