/** Our readers beside the libraries that clients use, in one run: `npx vitest bench`. */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { createParser } from 'eventsource-parser'
import { bench, describe } from 'vitest'
import { createEventStreamReader } from '../event-stream/event-stream.ts'
import { createSseReader } from '../sse/sse.ts'

const chunkBytes = 16 * 1024

function cut(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / chunkBytes)
  return Array.from({ length: count }, (_, at) =>
    bytes.subarray(at * chunkBytes, (at + 1) * chunkBytes),
  )
}

const event = (n: number): string =>
  `data: {"id":"c-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":" word${n}"}}]}\n\n`
const stream = cut(Buffer.from(Array.from({ length: 20_000 }, (_, n) => event(n)).join('')))

describe('server-sent events, 20,000', () => {
  bench('ours', () => {
    const reader = createSseReader()
    for (const chunk of stream) reader.push(chunk, 0)
    reader.end()
  })
  bench('eventsource-parser', () => {
    const events: unknown[] = []
    const parser = createParser({ onEvent: (one) => void events.push(one) })
    const decoder = new TextDecoder()
    for (const chunk of stream) parser.feed(decoder.decode(chunk, { stream: true }))
  })
})

const codec = new EventStreamCodec(
  (input) => (typeof input === 'string' ? input : Buffer.from(input).toString('utf8')),
  (input) => Buffer.from(input, 'utf8'),
)
const messages = Array.from({ length: 20_000 }, (_, n) =>
  codec.encode({
    headers: {
      ':event-type': { type: 'string', value: 'contentBlockDelta' },
      ':content-type': { type: 'string', value: 'application/json' },
      ':message-type': { type: 'string', value: 'event' },
    },
    body: Buffer.from(`{"contentBlockIndex":0,"delta":{"text":" word${n}"},"p":"abcdefghijkl"}`),
  }),
)
const frames = cut(Buffer.concat(messages))

describe('event-stream messages, 20,000', () => {
  bench('ours', () => {
    const reader = createEventStreamReader()
    for (const chunk of frames) reader.push(chunk, 0)
    reader.end()
  })
  bench('@smithy/eventstream-codec, messages already cut', () => {
    for (const message of messages) codec.decode(message)
  })
})
