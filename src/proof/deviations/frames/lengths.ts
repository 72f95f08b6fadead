/** Lengths of AWS event stream frames are wrong. */
import { crc32 } from 'node:zlib'
import type { Deviation } from '../../../reference/deviation.ts'
import { flipped } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { frameAt, middle } from './edits.ts'

/** Reverses the bytes of each 32-bit length. */
function littleEndian(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy.subarray(0, 4).reverse()
  copy.subarray(4, 8).reverse()
  return copy
}

/** Recomputes both checksums. */
function sealed(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes)
  copy.writeUInt32BE(crc32(copy.subarray(0, 8)), 8)
  copy.writeUInt32BE(crc32(copy.subarray(0, -4)), copy.length - 4)
  return copy
}

/** Changes a length in the prelude, under right checksums. */
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
    about: 'The length of a frame is too high.',
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
    also: [
      '*/message-events',
      '*/nova-events',
      '*/invoke-texts',
      '*/titan-text',
      '*/counts',
      '*/invocation-metrics',
      '*/metadata',
    ],
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
    about: 'The headers length of a frame is too high.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    also: ['assert:answer'],
    hooks: { frames: frameAt(1, (bytes) => flipped(bytes, 6)) },
  },
  {
    id: 'headers-longer-than-frame',
    kind: 'mutant',
    about: 'The headers length is higher than that of the frame, under right checksums.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/lengths'],
    also: ['invoke-families.*/line-whole'],
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
    about: 'The headers length of a frame ends inside a header, under right checksums.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/lengths'],
    also: ['invoke-families.*/line-whole'],
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
    about: 'The length of a frame is lower than that of an empty frame, under a right checksum.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/lengths'],
    also: ['assert:answer'],
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
    about: 'The length of a frame is a gigabyte, under a right checksum.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/lengths'],
    also: ['assert:answer', '*/ends-on-a-frame'],
    hooks: {
      frames: frameAt(
        1,
        stated(0, () => 1_000_000_000),
      ),
    },
  },
]
