import type { FrameRecord, SseRecord } from '../model/observation.ts'
import type { TimedBytes } from '../model/exchange.ts'
import { readEventStream as readFrames } from '../wire/event-stream/event-stream.ts'
import { readSse as readEvents } from '../wire/sse/sse.ts'

/** A body: its bytes, or its chunks, each with the milliseconds after which it came. */
export type Body = Uint8Array | readonly TimedBytes[]

/**
 * Reads server-sent events strictly (WHATWG HTML section 9.2). Nothing is repaired and nothing is
 * thrown: breaches of the grammar are `violations` with their byte offset.
 *
 * @example
 * ```ts
 * import { readSse } from 'bedrock-conformance'
 *
 * const { events, violations } = readSse(new TextEncoder().encode('data: [DONE]\n\n'))
 * console.log(events[0]?.data, violations.length)
 * ```
 */
export function readSse(body: Body): SseRecord {
  return readEvents(chunksOf(body))
}

/**
 * Reads `application/vnd.amazon.eventstream` strictly: lengths, both checksums, headers. A broken
 * message is a violation and never a frame.
 *
 * @example
 * ```ts
 * import { readEventStream } from 'bedrock-conformance'
 *
 * const { frames, violations } = readEventStream(new Uint8Array(12))
 * console.log(frames.length, violations[0]?.message)
 * ```
 */
export function readEventStream(body: Body): FrameRecord {
  return readFrames(chunksOf(body))
}

function chunksOf(body: Body): readonly TimedBytes[] {
  // Under a test runner with globals of its own, the bytes of Node are no instance of its Uint8Array.
  return ArrayBuffer.isView(body) ? [{ at: 0, bytes: body }] : body
}
