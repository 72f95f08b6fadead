/** The Content-Type of an answer is wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { type HeaderHook, onAnswer, replaced } from './edits.ts'

function without(name: string): HeaderHook {
  return onAnswer((headers) => headers.filter(([key]) => key !== name))
}

export const httpContentType: readonly Deviation[] = [
  {
    id: 'content-type-html',
    kind: 'mutant',
    about: 'JSON is sent as text/html.',
    seen: ['D33'],
    kills: ['*/content-type', '*/error-content-type'],
    also: ['*/chunk-type'],
    hooks: {
      headers: (headers) =>
        headers.map(([name, value]) => [name, value === 'application/json' ? 'text/html' : value]),
    },
  },
  {
    id: 'content-type-missing',
    kind: 'mutant',
    about: 'Answers have no Content-Type.',
    seen: ['D33'],
    apis: apis.plainJson,
    kills: ['*/content-type'],
    hooks: { headers: without('Content-Type') },
  },
  {
    id: 'chunk-type-missing',
    kind: 'mutant',
    about: 'A stream of InvokeModel does not name the media type of its chunks.',
    seen: ['botocore InvokeModelWithResponseStreamResponse'],
    apis: apis.invokeStreams,
    kills: ['*/chunk-type'],
    hooks: { headers: without('X-Amzn-Bedrock-Content-Type') },
  },
  {
    id: 'chunk-type-of-events',
    kind: 'mutant',
    about: 'A stream of InvokeModel says that its chunks are server-sent events.',
    seen: ['botocore InvokeModelWithResponseStreamResponse'],
    apis: apis.invokeStreams,
    kills: ['*/chunk-type'],
    hooks: { headers: replaced('X-Amzn-Bedrock-Content-Type', () => 'text/event-stream') },
  },
  {
    id: 'chunk-type-with-charset',
    kind: 'oddity',
    about: 'The media type of chunks has a charset.',
    seen: ['RFC 9110 8.3'],
    apis: apis.invokeStreams,
    sees: ['*/chunk-type'],
    hooks: {
      headers: replaced('X-Amzn-Bedrock-Content-Type', (type) => `${type}; charset=UTF-8`),
    },
  },
  {
    id: 'content-type-binary',
    kind: 'mutant',
    about: 'JSON is sent as application/octet-stream.',
    seen: ['D33'],
    apis: apis.plainJson,
    kills: ['*/content-type'],
    hooks: { headers: replaced('Content-Type', () => 'application/octet-stream') },
  },
  {
    id: 'content-type-plain',
    kind: 'mutant',
    about: 'JSON is sent as text/plain.',
    seen: ['D33'],
    apis: apis.plainJson,
    kills: ['*/content-type'],
    hooks: { headers: replaced('Content-Type', () => 'text/plain; charset=utf-8') },
  },
]
