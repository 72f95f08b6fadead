/** Reads the body of an exchange, once, for every check. */
import type { Api, ModelRef } from '../../protocol/api.ts'
import { classify } from '../../protocol/errors/classify.ts'
import { readError, readHiddenError, readStreamError } from '../../protocol/errors/error-reply.ts'
import { jsonFault } from '../../protocol/reply/json-fault.ts'
import { excessOf } from '../../model/json/bounds.ts'
import { isObject, parseJson } from '../../model/json/shape.ts'
import { chunkBytes, itemsFromFrames, itemsFromSse } from '../../protocol/stream/items.ts'
import { apiFacts, isConversational, isStream, type Framing } from '../../model/apis.ts'
import type { Classified } from '../../model/answer.ts'
import type { Exchange, WireResponse } from '../../model/exchange.ts'
import { headerValue } from '../../model/headers.ts'
import type {
  Body,
  ErrorReply,
  Frame,
  FrameRecord,
  Observation,
  SseRecord,
  StreamItem,
} from '../../model/observation.ts'
import { readEventStream } from '../../wire/event-stream/event-stream.ts'
import { readSse } from '../../wire/sse/sse.ts'
import { invalidUtf8At } from '../../wire/sse/utf8.ts'
import { joinBytes } from '../../wire/bytes.ts'

/** The response's framing taken apart. */
interface Content {
  readonly body: Body
  readonly sse?: SseRecord
  readonly frames?: FrameRecord
  readonly items: readonly StreamItem[]
}

/**
 * Parses a recorded exchange as a response of `api`. A success of a streaming API is read in
 * its framing whatever the content type says, unless it is one JSON object that says it is; any
 * other response is read as its content type says. Never throws, whatever the server sent.
 *
 * For an event stream `body.text` holds the payloads, one a line, and `body.invalidUtf8At` the
 * first bad byte within a payload (or the start of the payload whose base64 chunk is bad): the
 * framing itself is binary.
 */
export function observe(
  exchange: Exchange,
  api: Api,
  model: Pick<ModelRef, 'family'>,
): Observation {
  const { response } = exchange
  if (response === undefined) {
    const { failure } = exchange
    return { api: api.name, exchange, items: [], ...(failure && { answer: classify({ failure }) }) }
  }
  const content = readContent(response, api)
  const reply = succeeded(response)
    ? api.read({ json: content.body.json, items: content.items }, model)
    : undefined
  const error = errorOf(response, content)
  return {
    api: api.name,
    exchange,
    ...content,
    ...(reply !== undefined && { reply }),
    ...(error !== undefined && { error }),
    ...excessIn(content, reply),
    answer: meaningOf(response, api, { content, reply, error }),
  }
}

interface Read {
  readonly content: Content
  readonly reply: Observation['reply']
  readonly error: ErrorReply | undefined
}

/** A success counts as one when a reply of its API could be read, or JSON where that has none. */
function meaningOf(response: WireResponse, api: Api, { content, reply, error }: Read): Classified {
  const { status, headers } = response
  const isHollow =
    reply === undefined && (isConversational(api.name) || !isObject(content.body.json))
  const valid = error === undefined && !isHollow
  return classify({
    status,
    headers,
    valid,
    ...(error !== undefined && { error }),
    // An answer may quote the text of an error.
    ...(!(valid && succeeded(response)) && { text: content.body.text }),
  })
}

/** JSON that was not read, as a body, an event or the arguments of a tool call. */
function excessIn({ body, items }: Content, reply: Observation['reply']): { excess?: string } {
  const calls = reply?.choices.flatMap(({ toolCalls }) => toolCalls) ?? []
  const unread = [
    ...(items.length === 0 && body.json === undefined ? [body.text] : []),
    ...items.flatMap(({ json, text }) => (json === undefined ? [text] : [])),
    ...calls.map((call) => call.arguments),
  ]
  for (const text of unread) {
    const excess = excessOf(text)
    if (excess !== undefined) return { excess }
  }
  return {}
}

function succeeded(response: WireResponse): boolean {
  return response.status >= 200 && response.status < 300
}

function readContent(response: WireResponse, api: Api): Content {
  const bytes = joinBytes(response.decoded.map((chunk) => chunk.bytes))
  const type = headerValue(response.headers, 'content-type')?.trim().toLowerCase() ?? ''
  const framing = framingOf(response, api, type)
  if (framing === 'event-stream' && isBinary(bytes)) return readFrames(response, api, { bytes })
  const body = readBody(bytes)
  if (framing === 'json' || (isJsonType(type) && isObject(body.json))) return { body, items: [] }
  if (framing === 'event-stream') return readFrames(response, api, body)
  const sse = readSse(response.decoded)
  return { body, sse, items: itemsFromSse(sse) }
}

/** A message begins with its length, which is below 2^24; no text that says anything begins so. */
function isBinary(bytes: Uint8Array): boolean {
  return bytes[0] === 0
}

function isJsonType(type: string): boolean {
  return /^application\/([^;]*\+)?json\b/.test(type)
}

/** The framing that the API has, or else the one that the content type names. */
function framingOf(response: WireResponse, api: Api, type: string): Framing {
  if (succeeded(response) && isStream(api.name)) return apiFacts[api.name].framing
  if (type.startsWith('text/event-stream')) return 'sse'
  return type.startsWith('application/vnd.amazon.eventstream') ? 'event-stream' : 'json'
}

/** @param read what is known of the body as one text */
function readFrames(response: WireResponse, api: Api, read: Omit<Body, 'text'>): Content {
  const frames = readEventStream(response.decoded)
  const unwrapChunks = apiFacts[api.name].family === 'invoke'
  const items = itemsFromFrames(frames, { unwrapChunks })
  return { body: framedBody(read, frames, unwrapChunks), frames, items }
}

/** RFC 8259 section 8.1 forbids a byte order mark, so it is kept and is a fault. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

function readBody(bytes: Uint8Array): Body {
  const text = utf8.decode(bytes)
  const invalid = invalidUtf8At(bytes)
  const json = parseJson(text)
  const jsonError = json === undefined ? jsonFault(bytes) : undefined
  return {
    bytes,
    text,
    ...(invalid !== undefined && { invalidUtf8At: invalid }),
    ...(json !== undefined && { json }),
    ...(jsonError !== undefined && { jsonError }),
  }
}

function framedBody(
  { invalidUtf8At: _, ...read }: Omit<Body, 'text'>,
  record: FrameRecord,
  unwrapChunks: boolean,
): Body {
  const text = record.frames.map((frame) => utf8.decode(frame.payload)).join('\n')
  const invalid = record.frames
    .map((frame) => invalidPayload(frame, unwrapChunks))
    .find((byte) => byte !== undefined)
  return { ...read, text, ...(invalid !== undefined && { invalidUtf8At: invalid }) }
}

/** A frame ends with its payload and four bytes of checksum. */
function invalidPayload(frame: Frame, unwrapChunks: boolean): number | undefined {
  const start = frame.end - 4 - frame.payload.length
  const within = invalidUtf8At(frame.payload)
  if (within !== undefined) return start + within
  const chunk = unwrapChunks ? chunkBytes(frame) : undefined
  return chunk === undefined || invalidUtf8At(chunk) === undefined ? undefined : start
}

function errorOf(response: WireResponse, content: Content): ErrorReply | undefined {
  const inStream = readStreamError(content.items)
  if (inStream !== undefined) return inStream
  const { json } = content.body
  if (response.status >= 400) return readError(json, response.headers)
  return succeeded(response) ? readHiddenError(json, response.headers) : undefined
}
