/** Checksums of AWS event stream frames are wrong. */
import type { Deviation } from '../../../reference/deviation.ts'
import { flipped } from '../edits/members.ts'
import { apis } from '../scopes.ts'
import { frameAt, middle } from './edits.ts'

function zeroed(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy.fill(0, 8, 12)
  copy.fill(0, -4)
  return copy
}

export const framesChecksums: readonly Deviation[] = [
  {
    id: 'message-crc-wrong',
    kind: 'mutant',
    about: "A frame's checksum is wrong.",
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    hooks: { frames: middle((bytes) => flipped(bytes, -1)) },
  },
  {
    id: 'prelude-crc-wrong',
    kind: 'mutant',
    about: "A frame's prelude checksum is wrong.",
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    hooks: { frames: middle((bytes) => flipped(bytes, 9)) },
  },
  {
    id: 'last-frame-crc-wrong',
    kind: 'mutant',
    about: 'The checksum of the last frame alone is wrong.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    hooks: { frames: frameAt(-1, (bytes) => flipped(bytes, -2)) },
  },
  {
    id: 'first-prelude-crc-wrong',
    kind: 'mutant',
    about: 'The prelude checksum of the first frame alone is wrong.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    hooks: { frames: frameAt(0, (bytes) => flipped(bytes, 8)) },
  },
  {
    id: 'payload-bit-flipped',
    kind: 'mutant',
    about: 'One bit of a payload is flipped.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    also: ['invoke-families.*/line-whole'],
    hooks: { frames: frameAt(1, (bytes) => flipped(bytes, -10)) },
  },
  {
    id: 'checksums-zero',
    kind: 'mutant',
    about: 'All checksums are 0.',
    seen: ['D68'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    hooks: {
      frames: (pieces) => pieces.map((piece) => ({ ...piece, bytes: zeroed(piece.bytes) })),
    },
  },
]
