/** Builders of test data: conversations, exchanges, stream items, frames. */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import type { Conversation } from '../../model/conversation.ts'
import type { Exchange, HeaderList } from '../../model/exchange.ts'
import type { StreamItem } from '../../model/observation.ts'

/** A conversation of one question, with what a test adds. */
export function conversation(parts: Partial<Conversation> = {}): Conversation {
  return { turns: [{ role: 'user', text: 'Hello' }], options: {}, tools: [], ...parts }
}

/** Items as a stream of JSON values would give, 10 ms and 100 bytes apart. */
export function items(values: readonly unknown[], name = 'message'): StreamItem[] {
  return values.map((json, index) => ({
    index,
    at: index * 10,
    byte: index * 100,
    kind: 'json',
    name,
    text: JSON.stringify(json),
    json,
    source: index,
  }))
}

/** Items as named events of an event stream would give. */
export function events(named: readonly (readonly [string, unknown])[]): StreamItem[] {
  const values = items(named.map(([, json]) => json))
  return values.map((item, index) => ({ ...item, name: named[index]?.[0] ?? '' }))
}

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => Buffer.from(text, 'utf8'),
)

/** A frame with string headers, written by the AWS SDK's own codec. */
export function frameBytes(headers: Readonly<Record<string, string>>, payload: string): Buffer {
  const typed = Object.entries(headers).map(([name, value]) => [name, { type: 'string', value }])
  const body = Buffer.from(payload)
  return Buffer.from(codec.encode({ headers: Object.fromEntries(typed), body }))
}

/** An event frame as Bedrock sends it. */
export function eventFrame(type: string, json: unknown): Buffer {
  const headers = {
    ':event-type': type,
    ':content-type': 'application/json',
    ':message-type': 'event',
  }
  return frameBytes(headers, JSON.stringify(json))
}

/** A `chunk` frame of InvokeModelWithResponseStream around what the model said. */
export function chunkFrame(inner: unknown): Buffer {
  const text = typeof inner === 'string' ? inner : JSON.stringify(inner)
  return eventFrame('chunk', { bytes: Buffer.from(text).toString('base64'), p: 'abc' })
}

/** An exchange with a response; `chunks` arrive 10 ms apart. */
export function exchange(parts: {
  readonly method?: string
  readonly url?: string
  readonly requestBody?: unknown
  readonly status?: number
  readonly type?: string
  readonly headers?: HeaderList
  readonly chunks?: readonly (string | Uint8Array)[]
}): Exchange {
  const { type, chunks = [] } = parts
  const asked = parts.requestBody === undefined ? '' : JSON.stringify(parts.requestBody)
  const timed = chunks.map((bytes, index) => ({
    at: 10 * (index + 1),
    bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
  }))
  return {
    startedAt: '2026-01-01T00:00:00.000Z',
    request: {
      method: parts.method ?? 'POST',
      url: parts.url ?? 'http://127.0.0.1:1/v1/chat/completions',
      headers: [],
      body: Buffer.from(asked),
    },
    response: {
      status: parts.status ?? 200,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      headers: [
        ...(type === undefined ? [] : [['Content-Type', type] as const]),
        ...(parts.headers ?? []),
      ],
      headersAt: 5,
      raw: timed,
      decoded: timed,
      endedAt: 1000,
      complete: true,
    },
    earlier: [],
    leaks: [],
  }
}
