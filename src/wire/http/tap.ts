/** Looks at what a socket delivers before undici's parser does. */
import type { Socket } from 'node:net'
import { createGrowingBytes } from '../bytes.ts'
import { createContinueFilter } from './interim.ts'

/** Enough for the header block and the beginning of a body, should the parser refuse them. */
const headLength = 128 * 1024

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
  /** Called for each `100 Continue`, which undici does not see. */
  onContinue?: (() => void) | undefined
  reset(): void
}

/** Puts a tap on a socket before undici reads from it. */
export function tapSocket(socket: Socket): Tap {
  let head = createGrowingBytes()
  const newFilter = () => createContinueFilter(() => tap.onContinue?.())
  let filter = newFilter()
  const tap: Tap = {
    received: 0,
    head: () => head.view(),
    reset() {
      tap.received = 0
      head = createGrowingBytes()
      filter = newFilter()
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
    for (;;) {
      const chunk: unknown = read(size)
      if (!(chunk instanceof Uint8Array)) return chunk
      note(chunk)
      const shown = filter(chunk)
      if (shown.length > 0) return shown
    }
  }
  socket.on('error', (error) => {
    tap.error = error
  })
  return tap
}
