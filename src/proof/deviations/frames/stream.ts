/** The sequence of AWS event stream frames is broken. */
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { codec } from './edits.ts'

export const framesStream: readonly Deviation[] = [
  {
    id: 'garbage-after-frames',
    kind: 'mutant',
    about: 'Bytes that are not a frame follow the last one.',
    seen: ['CS-03'],
    apis: apis.eventStreams,
    kills: ['*/ends-on-a-frame'],
    hooks: { frames: (pieces) => [...pieces, { bytes: Buffer.from('\r\n\r\n'), wait: 0 }] },
  },
  {
    id: 'garbage-before-frames',
    kind: 'mutant',
    about: 'Bytes that are not a frame precede the first one.',
    seen: ['CS-03'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    hooks: { frames: (pieces) => [{ bytes: Buffer.from('\n\n\n\n'), wait: 0 }, ...pieces] },
  },
  {
    id: 'frames-as-sse',
    kind: 'mutant',
    about: 'Server-sent events are sent under the media type of an AWS event stream.',
    seen: ['CS-01'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    hooks: {
      frames: (pieces) =>
        pieces.map((piece) => ({
          ...piece,
          bytes: Buffer.from(
            `data: ${Buffer.from(codec.decode(piece.bytes).body).toString('utf8')}\n\n`,
          ),
        })),
    },
  },
  {
    id: 'frames-in-base64',
    kind: 'mutant',
    about: 'The whole stream is encoded in base64 again.',
    seen: ['CS-01'],
    apis: apis.eventStreams,
    kills: ['*/crc'],
    also: ['*/no-token-leak'],
    hooks: {
      frames: (pieces) =>
        pieces.map((piece) => ({
          ...piece,
          bytes: Buffer.from(Buffer.from(piece.bytes).toString('base64')),
        })),
    },
  },
  {
    id: 'stream-type-sse',
    kind: 'mutant',
    about: 'An AWS event stream is sent as text/event-stream.',
    seen: ['D33'],
    apis: apis.eventStreams,
    kills: ['*/content-type'],
    hooks: {
      headers: (headers, call) =>
        headers.map(([name, value]) => [
          name,
          name === 'Content-Type' && !call.failure ? 'text/event-stream' : value,
        ]),
    },
  },
  {
    id: 'frame-dropped',
    kind: 'mutant',
    about: 'One frame in the middle is missing.',
    seen: ['D67'],
    apis: apis.eventStreams,
    kills: ['stream-text.to-the-end/last-item*'],
    hooks: {
      frames: (pieces) =>
        pieces.filter((_piece, at) => at !== Math.floor(pieces.length / 2) || pieces.length < 6),
    },
  },
  {
    id: 'frame-repeated',
    kind: 'mutant',
    about: 'One frame in the middle is sent twice.',
    seen: ['D67'],
    apis: apis.eventStreams,
    kills: ['stream-text.to-the-end/last-item*'],
    hooks: {
      frames: (pieces) =>
        pieces.flatMap((piece, at) =>
          at === Math.floor(pieces.length / 2) ? [piece, piece] : [piece],
        ),
    },
  },
]
