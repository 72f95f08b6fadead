/**
 * A strict reader of `application/vnd.amazon.eventstream`. A message is
 * `total length u32 | header length u32 | prelude CRC u32 | headers | payload | message CRC u32`,
 * big-endian, as in the AWS SDKs' `eventstream` codecs (botocore eventstream.py).
 */
import type { TimedBytes } from '../../model/exchange.ts'
import type { Frame, FrameRecord, Violation } from '../../model/observation.ts'
import { joinBytes } from '../bytes.ts'
import { crc32 } from './crc32.ts'
import { readHeaders } from './headers.ts'
import { createViolations } from '../violations.ts'

const preludeLength = 12
const crcLength = 4
/** Prelude and message CRC: the shortest message. */
const overhead = preludeLength + crcLength
/** botocore eventstream.py `_MAX_HEADERS_LENGTH`. */
const longestHeaders = 128 * 1024
/** botocore eventstream.py `_MAX_PAYLOAD_LENGTH`. */
const longestPayload = 24 * 1024 * 1024

export interface EventStreamReader {
  /**
   * Takes the next bytes of the decoded body.
   *
   * @param at milliseconds from the request's first byte to their arrival
   */
  push(bytes: Uint8Array, at: number): void
  /** The body has ended: what was read. Call once. */
  end(): FrameRecord
}

/** Reads a whole body. The result does not depend on how the body was cut, `at` apart. */
export function readEventStream(chunks: readonly TimedBytes[]): FrameRecord {
  const reader = createEventStreamReader()
  for (const { bytes, at } of chunks) reader.push(bytes, at)
  return reader.end()
}

/**
 * Reads a body as it arrives. A broken message is a violation and never a frame. After it the
 * reader goes on at the next message only when the length can be trusted (the prelude's CRC is
 * right); otherwise it stops there and says how many bytes it left unread.
 */
export function createEventStreamReader(): EventStreamReader {
  const violations = createViolations()
  const frames: Frame[] = []
  let waiting: Uint8Array[] = []
  let waitingLength = 0
  let needed = preludeLength
  /** Offset in the body of the first waiting byte. */
  let offset = 0
  /** Bytes of an oversized message that are still to come and not wanted. */
  let skipping = 0
  let stopped: ((unread: number) => Violation) | undefined
  let unread = 0

  const takeMessages = (bytes: Uint8Array, at: number): Uint8Array => {
    let cursor = 0
    for (;;) {
      const step = nextMessage(bytes.subarray(cursor), offset)
      if (step.kind === 'more') {
        needed = step.needed
        return bytes.subarray(cursor)
      }
      if (step.kind === 'stop') {
        stopped = step.violation
        unread = bytes.length - cursor
        return bytes.subarray(bytes.length)
      }
      for (const violation of step.violations) violations.add(violation)
      if (step.frame) frames.push({ ...step.frame, at })
      const present = Math.min(step.length, bytes.length - cursor)
      skipping = step.length - present
      cursor += present
      offset += step.length
    }
  }

  return {
    push(bytes, at) {
      if (stopped) {
        unread += bytes.length
        return
      }
      const skipped = Math.min(skipping, bytes.length)
      skipping -= skipped
      if (skipped === bytes.length) return
      waiting.push(bytes.slice(skipped))
      waitingLength += bytes.length - skipped
      if (waitingLength < needed) return
      const rest = takeMessages(joinBytes(waiting), at)
      waiting = rest.length === 0 ? [] : [rest]
      waitingLength = rest.length
      if (rest.length === 0) needed = preludeLength
    },
    end() {
      if (stopped) violations.add(stopped(unread))
      else if (waitingLength > 0) violations.add(truncated(offset, waitingLength, needed))
      else if (skipping > 0) violations.add(truncated(offset - skipping, 0, skipping))
      return { frames, violations: violations.all }
    },
  }
}

type Step =
  /** At least `needed` bytes are wanted from here before anything can be said. */
  | { readonly kind: 'more'; readonly needed: number }
  | { readonly kind: 'stop'; readonly violation: (unread: number) => Violation }
  | {
      readonly kind: 'message'
      readonly length: number
      readonly frame?: Omit<Frame, 'at'>
      readonly violations: readonly Violation[]
    }

/** What the bytes at `start` begin with. */
function nextMessage(bytes: Uint8Array, start: number): Step {
  if (bytes.length < preludeLength) return { kind: 'more', needed: preludeLength }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const total = view.getUint32(0)
  const headers = view.getUint32(4)
  const given = view.getUint32(8)
  const computed = crc32(bytes.subarray(0, 8))
  if (given !== computed) {
    return { kind: 'stop', violation: preludeCrc(start, given, computed) }
  }
  if (total < overhead) return { kind: 'stop', violation: impossibleLength(start, total) }
  const payload = total - overhead - headers
  if (payload < 0 || headers > longestHeaders || payload > longestPayload) {
    return { kind: 'message', length: total, violations: [wrongLength(start, total, headers)] }
  }
  if (bytes.length < total) return { kind: 'more', needed: total }
  return readMessage(bytes.subarray(0, total), start, headers)
}

function readMessage(message: Uint8Array, start: number, headersLength: number): Step {
  const length = message.length
  const crcAt = length - crcLength
  const given = new DataView(message.buffer, message.byteOffset, length).getUint32(crcAt)
  const computed = crc32(message.subarray(0, crcAt))
  if (given !== computed) {
    return { kind: 'message', length, violations: [messageCrc(start + crcAt, given, computed)] }
  }
  const payloadAt = preludeLength + headersLength
  const block = readHeaders(message.subarray(preludeLength, payloadAt), start + preludeLength)
  if (!block.whole) return { kind: 'message', length, violations: block.violations }
  const payload = message.subarray(payloadAt, crcAt)
  const frame = { start, end: start + length, headers: block.headers, payload }
  return { kind: 'message', length, frame, violations: block.violations }
}

function hex(crc: number): string {
  return `0x${crc.toString(16).padStart(8, '0')}`
}

function preludeCrc(start: number, given: number, computed: number) {
  return (unread: number): Violation => ({
    code: 'eventstream.prelude-crc',
    message: `A message's prelude is damaged, so its length cannot be trusted; ${unread} bytes from there were left unread.`,
    byte: start,
    expected: `prelude CRC ${hex(computed)} over the 8 bytes before it`,
    received: hex(given),
  })
}

function impossibleLength(start: number, total: number) {
  return (unread: number): Violation => ({
    code: 'eventstream.length',
    message: `A message is shorter than its own frame; ${unread} bytes from there were left unread.`,
    byte: start,
    expected: `a total length of at least ${overhead} bytes`,
    received: `${total}`,
  })
}

function wrongLength(start: number, total: number, headers: number): Violation {
  return {
    code: 'eventstream.length',
    message: "A message's lengths contradict each other or exceed the limits.",
    byte: start,
    expected: `headers of at most ${longestHeaders} bytes and a payload of at most ${longestPayload} bytes within the total length`,
    received: `total length ${total}, header length ${headers}`,
  }
}

function messageCrc(byte: number, given: number, computed: number): Violation {
  return {
    code: 'eventstream.message-crc',
    message: 'A message is damaged: its checksum does not match its bytes.',
    byte,
    expected: `message CRC ${hex(computed)}`,
    received: hex(given),
  }
}

function truncated(start: number, present: number, needed: number): Violation {
  return {
    code: 'eventstream.truncated',
    message: 'The body ended inside a message.',
    byte: start,
    expected: `${needed} bytes${needed === preludeLength ? ' of prelude' : ''}`,
    received: `end of body after ${present} of them`,
  }
}
