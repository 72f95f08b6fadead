/**
 * A strict reader of `application/vnd.amazon.eventstream`. A message is
 * `total length u32 | header length u32 | prelude CRC u32 | headers | payload | message CRC u32`,
 * big-endian, as in the AWS SDKs' `eventstream` codecs (botocore eventstream.py).
 *
 * Not a library: those codecs stop at the first fault; a judge names each, with its offset, and reads on.
 */
import type { TimedBytes } from '../../model/exchange.ts'
import type { Frame, FrameRecord, Violation } from '../../model/observation.ts'
import { joinBytes, pooled } from '../bytes.ts'
import { crc32, crc32OfFew } from './crc32.ts'
import { createHeaderReader } from './headers.ts'
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
 *
 * Payloads are views of the bytes that were pushed, which must not change afterwards. Only a message
 * that arrives in several pieces is copied.
 */
export function createEventStreamReader(): EventStreamReader {
  const violations = createViolations()
  const readHeaders = createHeaderReader(violations)
  const frames: Frame[] = []
  /** The pieces of a message that has not arrived whole. */
  let waiting: Uint8Array[] = []
  let waitingLength = 0
  /** Bytes of a message without which nothing can be said of it. */
  let needed = preludeLength
  /** Offset in the body of the next message. */
  let offset = 0
  /** Bytes of an oversized message that are still to come and not wanted. */
  let skipping = 0
  let stopped: ((unread: number) => Violation) | undefined
  let unread = 0

  /**
   * Takes the message that begins at `from`. Returns the bytes of it that are there; 0 when more are
   * needed, or when nothing can be read from here on.
   */
  const takeMessage = (bytes: Uint8Array, from: number, at: number): number => {
    const present = bytes.length - from
    needed = preludeLength
    if (present < needed) return 0
    const total = u32(bytes, from)
    const headers = u32(bytes, from + 4)
    stopped = wrongPrelude(bytes, from, offset)
    if (stopped) return 0
    if (isPossible(total, headers)) {
      needed = total
      if (present < needed) return 0
      takeFrame(bytes, from, total, headers, at)
    } else violations.add(wrongLength(offset, total, headers))
    offset += total
    skipping = Math.max(0, total - present)
    return total - skipping
  }

  const takeFrame = (
    bytes: Uint8Array,
    from: number,
    total: number,
    headersLength: number,
    at: number,
  ): void => {
    const end = offset + total
    const crcAt = from + total - crcLength
    const given = u32(bytes, crcAt)
    const computed = crc32(bytes.subarray(from, crcAt))
    if (given !== computed) return violations.add(messageCrc(end - crcLength, given, computed))
    const headersAt = from + preludeLength
    const payloadAt = headersAt + headersLength
    const headers = readHeaders(bytes, headersAt, payloadAt, offset + preludeLength)
    if (headers === undefined) return
    frames.push({ start: offset, end, headers, payload: bytes.subarray(payloadAt, crcAt), at })
  }

  /** Takes the messages that end in a chunk, and keeps the rest. */
  const takeMessages = (bytes: Uint8Array, from: number, at: number): void => {
    let cursor = from
    while (cursor < bytes.length) {
      const length = takeMessage(bytes, cursor, at)
      if (length === 0) break
      cursor += length
    }
    if (stopped) unread += bytes.length - cursor
    else if (cursor < bytes.length) wait(bytes.subarray(cursor))
  }

  const wait = (piece: Uint8Array): void => {
    waiting.push(piece)
    waitingLength += piece.length
  }

  /** Completes the message that waits. Returns how many bytes of the chunk were taken for that. */
  const complete = (bytes: Uint8Array, at: number): number => {
    let cursor = 0
    while (waitingLength > 0 && cursor < bytes.length) {
      const piece = bytes.subarray(cursor, cursor + needed - waitingLength)
      wait(piece)
      cursor += piece.length
      if (waitingLength < needed) break
      const message = joinBytes(waiting, pooled)
      const isTaken = takeMessage(message, 0, at) > 0
      if (stopped) unread = message.length
      const isDone = isTaken || stopped !== undefined
      waiting = isDone ? [] : [message]
      waitingLength = isDone ? 0 : message.length
    }
    return cursor
  }

  return {
    push(bytes, at) {
      if (bytes.length === 0) return
      let cursor = stopped || waitingLength === 0 ? 0 : complete(bytes, at)
      if (stopped) {
        unread += bytes.length - cursor
        return
      }
      const skipped = Math.min(skipping, bytes.length - cursor)
      skipping -= skipped
      cursor += skipped
      takeMessages(bytes, cursor, at)
    },
    end() {
      if (stopped) violations.add(stopped(unread))
      else if (waitingLength > 0) violations.add(truncated(offset, waitingLength, needed))
      else if (skipping > 0) violations.add(truncated(offset - skipping, 0, skipping))
      return { frames, violations: violations.all }
    },
  }
}

/** Why nothing can be read from a prelude on, or undefined where its length can be trusted. */
function wrongPrelude(bytes: Uint8Array, from: number, start: number) {
  const given = u32(bytes, from + 8)
  const computed = crc32OfFew(bytes, from, from + 8)
  if (given !== computed) return textAt(bytes, from, start) ?? preludeCrc(start, given, computed)
  const total = u32(bytes, from)
  return total < overhead ? impossibleLength(start, total) : undefined
}

/** Whether a message can have these lengths. */
function isPossible(total: number, headers: number): boolean {
  const payload = total - overhead - headers
  return payload >= 0 && headers <= longestHeaders && payload <= longestPayload
}

/** The big-endian number at an index. */
function u32(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  const low = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
  return high * 65_536 + low
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

/** Where text stands in place of a prelude: server-sent events, JSON or a page, and no message at all. */
function textAt(bytes: Uint8Array, from: number, start: number) {
  const text = String.fromCodePoint(...bytes.subarray(from, from + preludeLength))
  if (!/^[\t\n\r -~]+$/.test(text)) return undefined
  return (unread: number): Violation => ({
    code: 'eventstream.prelude-crc',
    message: `Text stands where a binary message must begin; ${unread} bytes from there were left unread.`,
    byte: start,
    expected: 'the lengths of a message and their CRC',
    received: `the text ${JSON.stringify(text)}…`,
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
