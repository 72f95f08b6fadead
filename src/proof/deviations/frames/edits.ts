/** Edits of AWS event stream frames. */
import { EventStreamCodec } from '@smithy/eventstream-codec'
import type { Piece } from '../../../reference/hook-values.ts'

/** Changes the bytes of the frame in the middle. */
export function middle(
  edit: (bytes: Uint8Array) => Uint8Array,
): (pieces: readonly Piece[]) => Piece[] {
  return (pieces) => {
    const at = Math.floor(pieces.length / 2)
    return pieces.map((piece, index) =>
      index === at ? { ...piece, bytes: edit(piece.bytes) } : piece,
    )
  }
}

export const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => Buffer.from(text, 'utf8'),
)

export type Message = Parameters<typeof codec.encode>[0]

export type Pieces = readonly Piece[]

/** Changes the bytes of the frame at a position; negative positions count from the end. */
export function frameAt(position: number, edit: (bytes: Uint8Array) => Uint8Array) {
  return (pieces: Pieces): Piece[] =>
    pieces.map((piece, at) =>
      at === position || at === pieces.length + position
        ? { ...piece, bytes: edit(piece.bytes) }
        : piece,
    )
}

/** Changes the message in every frame and encodes it again with right checksums. */
export function eachMessage(edit: (message: Message) => Message) {
  return (pieces: Pieces): Piece[] =>
    pieces.map((piece) => ({ ...piece, bytes: codec.encode(edit(codec.decode(piece.bytes))) }))
}
