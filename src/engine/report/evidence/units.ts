/** The events or messages of a streamed response, one by one, broken ones included. */
import type { ShownCrc, ShownUnit } from '../../../model/findings/evidence.ts'
import type { TimedBytes } from '../../../model/exchange.ts'
import type { FrameHeader, SseEvent, SseRecord } from '../../../model/observation.ts'
import { visible } from '../../../report/text/visible.ts'
import { crc32 } from '../../../wire/event-stream/crc32.ts'
import { readHeaders } from '../../../wire/event-stream/headers.ts'
import { shownText } from './show-text.ts'

/** Characters of one payload. */
const longestPayload = 1200

/** Bytes of a body from `start` up to `end`, and how they are shown: few of many are. */
export interface Unit {
  readonly start: number
  readonly end: number
  readonly show: () => ShownUnit
}

/** Each event of server-sent events. */
export function eventsIn({ events }: SseRecord): Unit[] {
  return events.map((event, index) => ({
    start: event.start,
    end: event.end,
    show: () => shownEvent(event, index),
  }))
}

function shownEvent(event: SseEvent, index: number): ShownUnit {
  const { start, end, at, type, data, id, retry } = event
  return {
    kind: 'event',
    index,
    at,
    start,
    end,
    ...(type !== 'message' && { name: visible(type.slice(0, 200)) }),
    headers: [
      ...(id === undefined ? [] : [['id', visible(id.slice(0, 200))] as const]),
      ...(retry === undefined ? [] : [['retry', String(retry)] as const]),
    ],
    payload: shownText(data, longestPayload),
  }
}

/** Prelude and message CRC. */
const overhead = 16
const preludeLength = 12
/** Longer messages are not followed: their length is probably damaged. */
const longestMessage = 25 * 1024 * 1024

/**
 * Each message of an event stream as its lengths delimit it, whether or not its checksums are right;
 * the rest of the body after a length that cannot be followed is one more unit without a payload.
 *
 * @param bytes the decoded body
 * @param chunks the same bytes as they arrived
 */
export function messagesIn(bytes: Uint8Array, chunks: readonly TimedBytes[]): Unit[] {
  const units: Unit[] = []
  const timeOf = arrivalTimes(chunks)
  let start = 0
  while (start < bytes.length) {
    const message = delimited(bytes, start)
    const { end } = message
    const index = units.length
    const at = timeOf(end)
    units.push({ start, end, show: () => ({ ...shownMessage(bytes, message, index), at }) })
    start = end
  }
  return units
}

interface Delimited {
  readonly start: number
  readonly end: number
  readonly headersLength: number
  /** Whether its lengths can be followed. */
  readonly isFollowed: boolean
}

function delimited(bytes: Uint8Array, start: number): Delimited {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start)
  const total = view.byteLength < overhead ? 0 : view.getUint32(0)
  const headersLength = view.byteLength < overhead ? 0 : view.getUint32(4)
  const isFollowed =
    total >= overhead &&
    total <= Math.min(longestMessage, view.byteLength) &&
    headersLength <= total - overhead
  return { start, end: isFollowed ? start + total : bytes.length, headersLength, isFollowed }
}

function shownMessage(
  bytes: Uint8Array,
  { start, end, headersLength, isFollowed }: Delimited,
  index: number,
): Omit<ShownUnit, 'at'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start)
  const unit = { kind: 'message', index, start, end } as const
  if (!isFollowed) {
    const text = `${end - start} bytes that cannot be divided into messages`
    return { ...unit, headers: [], crcs: preludeCrcs(view, bytes, start), payload: { text } }
  }
  const payloadAt = start + preludeLength + headersLength
  const { headers } = readHeaders(bytes.subarray(start + preludeLength, payloadAt), start)
  const shown = headers.slice(0, 40).map(shownHeader)
  const name = shown.find(([key]) => /^:(?:event|exception)-type$|^:error-code$/.test(key))?.[1]
  return {
    ...unit,
    ...(name !== undefined && { name }),
    headers: shown,
    crcs: [...preludeCrcs(view, bytes, start), messageCrc(view, bytes, start, end - start)],
    payload: shownText(
      Buffer.from(bytes.subarray(payloadAt, end - 4)).toString('utf8'),
      longestPayload,
    ),
  }
}

function preludeCrcs(view: DataView, bytes: Uint8Array, start: number): ShownCrc[] {
  if (view.byteLength < preludeLength) return []
  return [crc('prelude', view.getUint32(8), crc32(bytes.subarray(start, start + 8)))]
}

function messageCrc(view: DataView, bytes: Uint8Array, start: number, total: number): ShownCrc {
  const at = total - 4
  return crc('message', view.getUint32(at), crc32(bytes.subarray(start, start + at)))
}

function crc(name: ShownCrc['name'], received: number, computed: number): ShownCrc {
  return { name, received: hex(received), computed: hex(computed) }
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`
}

function shownHeader({ name, value }: FrameHeader): [string, string] {
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)
  return [visible(name), visible(text.slice(0, 400))]
}

/** Gives the time at which the body had its first `end` bytes. */
function arrivalTimes(chunks: readonly TimedBytes[]): (end: number) => number {
  let total = 0
  let index = -1
  let at = 0
  return (end) => {
    while (total < end && index + 1 < chunks.length) {
      index += 1
      total += chunks[index]?.bytes.length ?? 0
      at = chunks[index]?.at ?? at
    }
    return at
  }
}
