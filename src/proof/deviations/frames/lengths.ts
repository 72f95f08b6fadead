/** Lengths of AWS event stream frames are wrong. */
import { crc32 } from 'node:zlib'
import type { Deviation } from '../../../reference/deviation.ts'
import { flipped } from '../edit.ts'
import { apis } from '../scopes.ts'
import { frameAt, middle } from './edits.ts'

/** The bytes of every 32-bit length turned around. */
function littleEndian(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy.subarray(0, 4).reverse()
  copy.subarray(4, 8).reverse()
  return copy
}

/** Both checksums made anew. */
function sealed(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes)
  copy.writeUInt32BE(crc32(copy.subarray(0, 8)), 8)
  copy.writeUInt32BE(crc32(copy.subarray(0, -4)), copy.length - 4)
  return copy
}

/** Another number at a position of the prelude, under the right checksums. */
function stated(at: number, edit: (length: number) => number): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => {
    const copy = Buffer.from(bytes)
    copy.writeUInt32BE(edit(copy.readUInt32BE(at)), at)
    return sealed(copy)
  }
}

export const framesLengths: readonly Deviation[] = [
  {
    id: 'frame-length-wrong',
    kind: 'mutant',
    about: 'A frame says that it is longer than it is.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    hooks: { frames: middle((bytes) => flipped(bytes, 3)) },
  },
  {
    id: 'last-frame-cut',
    kind: 'mutant',
    about: 'The last frame ends too early.',
    seen: ['CS-03'],
    apis: apis.eventStreams,
    kills: ['*/ends-on-a-frame'],
    also: ['*/counts', '*/invocation-metrics', '*/metadata'],
    hooks: {
      frames: (pieces) =>
        pieces.map((piece, at) =>
          at === pieces.length - 1 ? { ...piece, bytes: piece.bytes.subarray(0, -9) } : piece,
        ),
    },
  },
  {
    id: 'lengths-little-endian',
    kind: 'mutant',
    about: 'Lengths are written with the low byte first.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    hooks: {
      frames: (pieces) => pieces.map((piece) => ({ ...piece, bytes: littleEndian(piece.bytes) })),
    },
  },
  {
    id: 'headers-length-wrong',
    kind: 'mutant',
    about: 'A frame says that its headers are longer than they are.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    hooks: { frames: frameAt(1, (bytes) => flipped(bytes, 6)) },
  },
  {
    id: 'headers-longer-than-frame',
    kind: 'mutant',
    about: 'A frame says that its headers are longer than itself, under right checksums.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/lengths'],
    hooks: {
      frames: frameAt(
        1,
        stated(4, (length) => length + 100_000),
      ),
    },
  },
  {
    id: 'headers-cut-by-length',
    kind: 'mutant',
    about: 'A frame says that its headers end in the middle of one, under right checksums.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/lengths'],
    hooks: {
      frames: frameAt(
        1,
        stated(4, (length) => length - 3),
      ),
    },
  },
  {
    id: 'frame-too-short',
    kind: 'mutant',
    about: 'A frame says that it is shorter than its own frame, under a right checksum.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/lengths'],
    hooks: {
      frames: frameAt(
        1,
        stated(0, () => 12),
      ),
    },
  },
  {
    id: 'frame-of-a-gigabyte',
    kind: 'mutant',
    about: 'A frame says that it is a gigabyte long, under a right checksum.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/lengths'],
    also: ['*/ends-on-a-frame'],
    hooks: {
      frames: frameAt(
        1,
        stated(0, () => 1_000_000_000),
      ),
    },
  },
]
