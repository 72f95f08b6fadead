/** Unusual but legal splits and delays of the body. */
import type { Deviation } from '../../../reference/deviation.ts'
import type { Piece } from '../../../reference/hook-values.ts'

/** Pieces of one byte; after 2,000 of them the rest is sent at once, to limit the duration. */
function singleBytes(pieces: readonly Piece[]): Piece[] {
  const all = Buffer.concat(pieces.map((piece) => piece.bytes))
  const head = [...all.subarray(0, 2000)].map((byte) => ({ bytes: Uint8Array.of(byte), wait: 0 }))
  return all.length > 2000 ? [...head, { bytes: all.subarray(2000), wait: 0 }] : head
}

/** Two events in each write. */
function pairs(pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece, at) => {
    if (at % 2 === 1) return []
    return [{ ...piece, bytes: Buffer.concat([piece.bytes, pieces[at + 1]?.bytes ?? Buffer.of()]) }]
  })
}

export const httpLegalBytes: readonly Deviation[] = [
  {
    id: 'one-byte-chunks',
    kind: 'oddity',
    about: 'Bytes are sent one by one.',
    seen: ['D27', 'D68'],
    hooks: { bytes: singleBytes },
  },
  {
    id: 'pieces-in-pairs',
    kind: 'oddity',
    about: 'Two events are sent in one write.',
    seen: ['RFC 9112 7.1'],
    hooks: { frames: pairs },
  },
  {
    id: 'slow',
    kind: 'oddity',
    about: 'Every answer begins late.',
    seen: [],
    hooks: {
      timing: (timing) => ({ ...timing, before: timing.before + 150 }),
    },
  },
]
