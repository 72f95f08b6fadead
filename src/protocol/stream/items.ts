/** Turns the units of either framing into stream items. */
import type { Frame, FrameRecord, SseRecord, StreamItem } from '../../model/observation.ts'
import { asObject, asString, parseJson } from '../../model/json/shape.ts'

type Content = Pick<StreamItem, 'kind' | 'text' | 'json'>

/** One item an SSE event. An unterminated last event is not an item: the standard drops it. */
export function itemsFromSse(sse: SseRecord): StreamItem[] {
  return sse.events.map((event, index) => ({
    index,
    at: event.at,
    byte: event.start,
    name: event.type,
    source: index,
    ...contentOf(event.data),
  }))
}

/**
 * One item a frame. With `unwrapChunks` the base64 `bytes` of a `chunk` event are opened, so that
 * the item is what the model said (botocore bedrock-runtime 2023-09-30, PayloadPart); `bytes` that
 * are not base64 leave an item of kind `text`. Other events than `chunk` are then left out: a stream
 * of InvokeModel has none, and clients skip members of a union that they do not know.
 */
export function itemsFromFrames(
  frames: FrameRecord,
  options: { readonly unwrapChunks: boolean },
): StreamItem[] {
  return frames.frames.flatMap((frame, index) => {
    const name = frameName(frame)
    if (options.unwrapChunks && isOtherEvent(frame)) return []
    return [
      {
        index,
        at: frame.at,
        byte: frame.start,
        ...(name !== undefined && { name }),
        ...(isExceptionAsEvent(frame) && { asEvent: true }),
        source: index,
        ...frameContent(frame, options.unwrapChunks),
      },
    ]
  })
}

function isOtherEvent(frame: Frame): boolean {
  const type = header(frame, ':event-type')
  return type !== undefined && type !== '' && type !== 'chunk' && !isExceptionAsEvent(frame)
}

/** No event of the service models is named as their exceptions are. */
function isExceptionAsEvent(frame: Frame): boolean {
  const isEvent = header(frame, ':message-type') === 'event'
  return isEvent && header(frame, ':event-type')?.endsWith('Exception') === true
}

function contentOf(text: string): Content {
  // OpenAI API reference, `stream`: "terminated by a data: [DONE] message"
  if (text === '[DONE]') return { kind: 'done', text }
  const json = parseJson(text)
  return json === undefined ? { kind: 'text', text } : { kind: 'json', text, json }
}

function frameContent(frame: Frame, unwrapChunks: boolean): Content {
  const text = decoder.decode(frame.payload)
  const type = isExceptionAsEvent(frame) ? 'exception' : header(frame, ':message-type')
  const json = parseJson(text)
  if (type === 'exception' || type === 'error') {
    const stated = text === '' ? (header(frame, ':error-message') ?? '') : text
    return { kind: type, text: stated, ...(json !== undefined && { json }) }
  }
  if (unwrapChunks && header(frame, ':event-type') === 'chunk') {
    const bytes = chunkBytes(frame)
    return bytes === undefined ? { kind: 'text', text } : contentOf(decoder.decode(bytes))
  }
  return json === undefined ? { kind: 'text', text } : { kind: 'json', text, json }
}

/** A BOM at the start of a chunk is part of what the model said, and no JSON. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** What a `chunk` frame carries; undefined where its `bytes` are not base64 (RFC 4648 section 4). */
export function chunkBytes(frame: Frame): Uint8Array | undefined {
  const wrapped = asObject(parseJson(decoder.decode(frame.payload)))['bytes']
  if (typeof wrapped !== 'string') return undefined
  const bytes = Buffer.from(wrapped, 'base64')
  return bytes.toString('base64') === wrapped ? bytes : undefined
}

/** Names an item as its kind of message does (AWS event-stream encoding, `:message-type`). */
function frameName(frame: Frame): string | undefined {
  return (
    header(frame, ':event-type') ?? header(frame, ':exception-type') ?? header(frame, ':error-code')
  )
}

function header(frame: Frame, name: string): string | undefined {
  return asString(frame.headers.find((given) => given.name === name)?.value)
}
