/** Our readers beside the libraries that clients use. */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { createParser } from 'eventsource-parser'
import { createEventStreamReader } from '../../wire/event-stream/event-stream.ts'
import { readSse } from '../../wire/sse/sse.ts'
import { race, type Row } from './measure.ts'

const count = 20_000
const sizes = [256, 4096, 65_536]

function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  )
}

const event = (word: string): string =>
  `data: {"id":"c-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":" ${word}"}}]}\n\n`

/** Server-sent events in chunks of several sizes, in ASCII and with a letter of two bytes. */
function sseRows(): Row[] {
  return ['word', 'wört'].flatMap((word) => {
    const stream = Buffer.from(Array.from({ length: count }, (_, n) => event(word + n)).join(''))
    return sizes.map((size) => {
      const chunks = cut(stream, size)
      const timed = chunks.map((bytes, at) => ({ bytes, at }))
      const ours = (): void => void readSse(timed)
      const peer = (): void => {
        const events: unknown[] = []
        const parser = createParser({ onEvent: (one) => void events.push(one) })
        const decoder = new TextDecoder()
        for (const chunk of chunks) parser.feed(decoder.decode(chunk, { stream: true }))
      }
      const text = word === 'word' ? 'ASCII' : 'not ASCII'
      return race(`SSE, ${text}, chunks of ${size} bytes, to eventsource-parser`, ours, peer)
    })
  })
}

/** Messages of an event stream; the peer gets each message already cut out. */
function eventStreamRows(): Row[] {
  const codec = new EventStreamCodec(
    (input) => (typeof input === 'string' ? input : Buffer.from(input).toString('utf8')),
    (input) => Buffer.from(input, 'utf8'),
  )
  const headers = {
    ':event-type': { type: 'string' as const, value: 'contentBlockDelta' },
    ':content-type': { type: 'string' as const, value: 'application/json' },
    ':message-type': { type: 'string' as const, value: 'event' },
  }
  const messages = Array.from({ length: count }, (_, n) =>
    codec.encode({ headers, body: Buffer.from(`{"delta":{"text":" word${n}"},"p":"abcdefgh"}`) }),
  )
  return sizes.map((size) => {
    const chunks = cut(Buffer.concat(messages), size)
    const ours = (): void => {
      const reader = createEventStreamReader()
      for (const chunk of chunks) reader.push(chunk, 0)
      reader.end()
    }
    const peer = (): void => {
      for (const message of messages) codec.decode(message)
    }
    return race(`event stream, chunks of ${size} bytes, to @smithy/eventstream-codec`, ours, peer)
  })
}

export function readerRows(): Row[] {
  return [...sseRows(), ...eventStreamRows()]
}
