/** Unusual but legal AWS event stream frames. */
import type { Deviation } from '../../../reference/deviation.ts'
import { apis } from '../scopes.ts'
import { codec } from './edits.ts'

type Headers = Parameters<typeof codec.encode>[0]['headers']

function withHeaders(edit: (headers: Headers) => Headers) {
  return (pieces: readonly { readonly bytes: Uint8Array; readonly wait: number }[]) =>
    pieces.map((piece) => {
      const { headers, body } = codec.decode(piece.bytes)
      return { ...piece, bytes: codec.encode({ headers: edit(headers), body }) }
    })
}

/** Pieces of an answer that is worth a look at its pace. */
const longStream = 60

export const framesLegal: readonly Deviation[] = [
  {
    id: 'frame-headers-reversed',
    kind: 'oddity',
    about: 'The headers of a frame are in reverse order.',
    seen: ['aws event stream'],
    apis: apis.eventStreams,
    hooks: {
      frames: withHeaders((headers) => Object.fromEntries(Object.entries(headers).toReversed())),
    },
  },
  {
    id: 'frame-headers-more',
    kind: 'oddity',
    about: 'Frames have additional headers of several types.',
    seen: ['aws event stream'],
    apis: apis.eventStreams,
    hooks: {
      frames: withHeaders((headers) => ({
        ...headers,
        ':x-trace': { type: 'string', value: 'abc' },
        ':date': { type: 'timestamp', value: new Date(0) },
        attempt: { type: 'integer', value: 1 },
        cached: { type: 'boolean', value: false },
      })),
    },
  },
  {
    id: 'seven-byte-reads',
    kind: 'oddity',
    about: 'Bytes are sent seven at a time.',
    seen: ['RFC 9112 7.1', 'D68'],
    hooks: {
      bytes: (pieces) => {
        const all = Buffer.concat(pieces.map((piece) => piece.bytes))
        const head = all.subarray(0, 7000)
        const parts = Array.from({ length: Math.ceil(head.length / 7) }, (_, at) => ({
          bytes: head.subarray(at * 7, at * 7 + 7),
          wait: 0,
        }))
        return all.length > 7000 ? [...parts, { bytes: all.subarray(7000), wait: 0 }] : parts
      },
    },
  },
  {
    id: 'pause-mid-stream',
    kind: 'oddity',
    about: 'A stream is silent for a second.',
    seen: ['facts 1.6'],
    apis: apis.streams,
    hooks: {
      frames: (pieces) => pieces.map((piece, at) => (at === 3 ? { ...piece, wait: 1000 } : piece)),
    },
  },
  {
    id: 'stream-slowly',
    kind: 'oddity',
    about: 'Events are sent slowly.',
    seen: ['facts 1.6'],
    apis: apis.streams,
    hooks: { timing: (timing) => ({ ...timing, gap: 6 }) },
  },
  {
    id: 'stream-begins-late',
    kind: 'oddity',
    about:
      'A long answer begins late and then comes fast, as from a model that read or reasoned for long.',
    seen: ['facts 1.6'],
    apis: [...apis.streams, ...apis.responsesStreams, ...apis.messagesStreams],
    sees: ['*/bit-by-bit'],
    hooks: {
      frames: (pieces) =>
        pieces.length < longStream
          ? pieces
          : pieces.map((piece, at) => (at === 0 ? { ...piece, wait: 800 } : piece)),
    },
  },
]
