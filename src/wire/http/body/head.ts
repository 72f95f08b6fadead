/** The beginning of a body, in place of one that is too large to be held in memory. */
import type { Exchange, TimedBytes } from '../../../model/exchange.ts'
import { failureOf } from '../failure.ts'

/**
 * Bytes that are kept: no check reads a body that is too large, its beginning shows what it is, and
 * everything after it would be held in memory and in the recording for nothing.
 */
const headLength = 64 * 1024

/** Copies of the first chunks, so that the rest can be freed. */
export function headOf(chunks: readonly TimedBytes[]): TimedBytes[] {
  let room = headLength
  return chunks.flatMap(({ at, bytes }) => {
    const head = bytes.slice(0, room)
    room -= head.length
    return head.length === 0 ? [] : [{ at, bytes: head }]
  })
}

/**
 * The exchange with the head of its body, and a failure that says why; the same exchange where the
 * body is no longer than a head.
 *
 * @param why one sentence
 */
export function withHead(exchange: Exchange, why: string): Exchange {
  const { response, request } = exchange
  if (response === undefined || sizeOf(exchange) <= headLength) return exchange
  const { raw, decoded, endedAt } = response
  const head = headOf(decoded)
  const { host } = new URL(request.url)
  return {
    ...exchange,
    response: {
      ...response,
      decoded: head,
      raw: raw === decoded ? head : headOf(raw),
      complete: false,
    },
    failure: failureOf('too-large', why, { host, after: endedAt }),
  }
}

/** Bytes of the body in memory, before and after content decoding. */
export function sizeOf({ response }: Exchange): number {
  if (response === undefined) return 0
  const { raw, decoded } = response
  const all = raw === decoded ? decoded : [...raw, ...decoded]
  return all.reduce((sum, { bytes }) => sum + bytes.length, 0)
}
