/** Encodes AWS event-stream messages through AWS's own codec. */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import type { JsonObject, StreamEvent } from '../answer.ts'

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => Buffer.from(text, 'utf8'),
)

/** One frame; headers in the order in which the service sends them. */
export function encodeFrame(event: StreamEvent): Uint8Array {
  if (event.kind === 'error') {
    return encode(
      { ':error-code': event.code, ':error-message': event.message, ':message-type': 'error' },
      new Uint8Array(),
    )
  }
  const name = event.kind === 'event' ? ':event-type' : ':exception-type'
  return encode(
    { [name]: event.type, ':content-type': 'application/json', ':message-type': event.kind },
    Buffer.from(JSON.stringify(event.payload)),
  )
}

type MessageHeaders = Parameters<typeof codec.encode>[0]['headers']

function encode(headers: Readonly<Record<string, string>>, body: Uint8Array): Uint8Array {
  const typed: MessageHeaders = {}
  for (const [name, value] of Object.entries(headers)) typed[name] = { type: 'string', value }
  return codec.encode({ headers: typed, body })
}

const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** A payload with the padding `p` that the service adds, members sorted as it sorts them. */
export function padded(payload: JsonObject, random: () => number): JsonObject {
  const length = 6 + Math.floor(random() * 53)
  const all = Object.entries({ ...payload, p: alphabet.slice(0, length) })
  return Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
