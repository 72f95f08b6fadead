/** Looks at what a socket delivers before undici's parser does. */
import type { Socket } from 'node:net'
import { createGrowingBytes } from '../bytes.ts'

/** Enough for the header block and the beginning of a body, should the parser refuse them. */
const headLength = 128 * 1024

/** RFC 9110 section 15.2.1: an interim response, legal though it was not requested. */
const continueLine = /^HTTP\/1\.[01] 100[ \r]/

/**
 * undici tells neither the HTTP version, nor when the first byte came, nor what an unreadable
 * answer looked like; the record needs all three.
 */
export interface Tap {
  /** Bytes delivered since `reset`. */
  received: number
  /** The first of them; valid until more come. */
  readonly head: () => Uint8Array
  /** What the socket failed with, if it did. */
  error?: Error
  /** Called for all bytes, headers included, as they are delivered. */
  onBytes?: ((count: number) => void) | undefined
  reset(): void
}

/** Puts a tap on a socket before undici reads from it. */
export function tapSocket(socket: Socket): Tap {
  let head = createGrowingBytes()
  const tap: Tap = {
    received: 0,
    head: () => head.view(),
    reset() {
      tap.received = 0
      head = createGrowingBytes()
    },
  }
  const note = (chunk: Uint8Array): void => {
    const room = headLength - head.view().length
    if (room > 0) head.append(chunk.subarray(0, room))
    tap.received += chunk.length
    tap.onBytes?.(chunk.length)
  }
  const read = socket.read.bind(socket)
  socket.read = (size?: number): unknown => {
    const chunk: unknown = read(size)
    if (!(chunk instanceof Uint8Array)) return chunk
    const atStart = tap.received === 0
    note(chunk)
    if (!atStart) return chunk
    const rest = withoutContinue(chunk)
    if (rest !== chunk) tap.reset()
    return rest.length === 0 ? socket.read(size) : rest
  }
  socket.on('error', (error) => {
    tap.error = error
  })
  return tap
}

/** undici takes an unasked `100 Continue` for a broken answer, so it must not see one. */
function withoutContinue(chunk: Uint8Array): Uint8Array {
  const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
  if (!continueLine.test(text)) return chunk
  const end = text.indexOf('\r\n\r\n')
  return end === -1 ? chunk : withoutContinue(chunk.subarray(end + 4))
}
