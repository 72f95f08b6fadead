/** AWS event streams whose bytes are wrong: checksums, lengths, headers, payloads. */
import { crc32 } from 'node:zlib'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import type { Api } from '../../../../reference/call.ts'
import type { Piece } from '../../../../reference/deviation.ts'
import { flipped, mutant } from '../../edit.ts'

const framed: { readonly apis: readonly Api[] } = { apis: ['converse-stream', 'invoke-stream'] }

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => Buffer.from(text, 'utf8'),
)

type Message = Parameters<typeof codec.encode>[0]
type Pieces = readonly Piece[]

/** Changes the bytes of the frame at a position; below zero counts from the end. */
function frameAt(position: number, edit: (bytes: Uint8Array) => Uint8Array) {
  return (pieces: Pieces): Piece[] =>
    pieces.map((piece, at) =>
      at === position || at === pieces.length + position
        ? { ...piece, bytes: edit(piece.bytes) }
        : piece,
    )
}

/** Changes what every frame says, and encodes it rightly again. */
function eachMessage(edit: (message: Message) => Message) {
  return (pieces: Pieces): Piece[] =>
    pieces.map((piece) => ({ ...piece, bytes: codec.encode(edit(codec.decode(piece.bytes))) }))
}

function withHeaders(edit: (headers: Message['headers']) => Message['headers']) {
  return eachMessage(({ headers, body }) => ({ headers: edit({ ...headers }), body }))
}

function withoutHeader(name: string) {
  return withHeaders((headers) =>
    Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name)),
  )
}

function withPayload(edit: (text: string) => string) {
  return eachMessage(({ headers, body }) => ({
    headers,
    body: Buffer.from(edit(Buffer.from(body).toString('utf8'))),
  }))
}

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

function zeroed(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy.fill(0, 8, 12)
  copy.fill(0, -4)
  return copy
}

export const framingMutants = [
  mutant(
    'last-frame-crc-wrong',
    'The checksum of the last frame alone is wrong.',
    ['D68'],
    { frames: frameAt(-1, (bytes) => flipped(bytes, -2)) },
    { kills: ['*/crc'], ...framed },
  ),
  mutant(
    'first-prelude-crc-wrong',
    'The prelude checksum of the first frame alone is wrong.',
    ['D68'],
    { frames: frameAt(0, (bytes) => flipped(bytes, 8)) },
    { kills: ['*/crc'], ...framed },
  ),
  mutant(
    'payload-bit-flipped',
    'One bit of a payload is turned on the way.',
    ['D68'],
    { frames: frameAt(1, (bytes) => flipped(bytes, -10)) },
    { kills: ['*/crc'], ...framed },
  ),
  mutant(
    'checksums-zero',
    'All checksums are 0.',
    ['D68'],
    { frames: (pieces) => pieces.map((piece) => ({ ...piece, bytes: zeroed(piece.bytes) })) },
    { kills: ['*/crc'], ...framed },
  ),
  mutant(
    'lengths-little-endian',
    'Lengths are written with the low byte first.',
    ['D68'],
    { frames: (pieces) => pieces.map((piece) => ({ ...piece, bytes: littleEndian(piece.bytes) })) },
    { kills: ['*/crc'], ...framed },
  ),
  mutant(
    'headers-length-wrong',
    'A frame says that its headers are longer than they are.',
    ['D68'],
    { frames: frameAt(1, (bytes) => flipped(bytes, 6)) },
    { kills: ['*/crc'], ...framed },
  ),
  mutant(
    'headers-longer-than-frame',
    'A frame says that its headers are longer than itself, under right checksums.',
    ['D68'],
    {
      frames: frameAt(
        1,
        stated(4, (length) => length + 100_000),
      ),
    },
    { kills: ['*/lengths'], ...framed },
  ),
  mutant(
    'headers-cut-by-length',
    'A frame says that its headers end in the middle of one, under right checksums.',
    ['D68'],
    {
      frames: frameAt(
        1,
        stated(4, (length) => length - 3),
      ),
    },
    { kills: ['*/lengths'], ...framed },
  ),
  mutant(
    'frame-too-short',
    'A frame says that it is shorter than its own frame, under a right checksum.',
    ['D68'],
    {
      frames: frameAt(
        1,
        stated(0, () => 12),
      ),
    },
    { kills: ['*/lengths'], ...framed },
  ),
  mutant(
    'frame-of-a-gigabyte',
    'A frame says that it is a gigabyte long, under a right checksum.',
    ['D68'],
    {
      frames: frameAt(
        1,
        stated(0, () => 1_000_000_000),
      ),
    },
    { also: ['*/ends-on-a-frame'], kills: ['*/lengths'], ...framed },
  ),
  mutant(
    'garbage-after-frames',
    'Bytes that are no frame follow the last one.',
    ['CS-03'],
    { frames: (pieces) => [...pieces, { bytes: Buffer.from('\r\n\r\n'), wait: 0 }] },
    { kills: ['*/ends-on-a-frame'], ...framed },
  ),
  mutant(
    'garbage-before-frames',
    'Bytes that are no frame stand before the first one.',
    ['CS-03'],
    { frames: (pieces) => [{ bytes: Buffer.from('\n\n\n\n'), wait: 0 }, ...pieces] },
    { kills: ['*/crc'], ...framed },
  ),
  mutant(
    'frames-as-sse',
    'Events come as server-sent events under the name of an event stream.',
    ['CS-01'],
    {
      frames: (pieces) =>
        pieces.map((piece) => ({
          ...piece,
          bytes: Buffer.from(
            `data: ${Buffer.from(codec.decode(piece.bytes).body).toString('utf8')}\n\n`,
          ),
        })),
    },
    { kills: ['*/crc'], ...framed },
  ),
  mutant(
    'frames-in-base64',
    'The whole stream is encoded in base64 again.',
    ['CS-01'],
    {
      frames: (pieces) =>
        pieces.map((piece) => ({
          ...piece,
          bytes: Buffer.from(Buffer.from(piece.bytes).toString('base64')),
        })),
    },
    { kills: ['*/crc'], ...framed },
  ),
  mutant(
    'stream-type-sse',
    'An AWS event stream calls itself text/event-stream.',
    ['D33'],
    {
      headers: (headers, call) =>
        headers.map(([name, value]) => [
          name,
          name === 'Content-Type' && !call.failure ? 'text/event-stream' : value,
        ]),
    },
    { kills: ['*/content-type'], ...framed },
  ),
  mutant(
    'message-type-missing',
    'Frames do not say what kind of message they are.',
    ['CS-02'],
    { frames: withoutHeader(':message-type') },
    { kills: ['*/frame-headers'], ...framed },
  ),
  mutant(
    'event-type-missing',
    'Frames do not name their event.',
    ['CS-02'],
    { frames: withoutHeader(':event-type') },
    { kills: ['*/frame-headers'], ...framed },
  ),
  mutant(
    'frame-content-type-missing',
    'Frames do not say what their payload is.',
    ['CS-02'],
    { frames: withoutHeader(':content-type') },
    { kills: ['*/frame-headers'], ...framed },
  ),
  mutant(
    'frame-content-type-text',
    'Frames say that their payload is text.',
    ['CS-02'],
    {
      frames: withHeaders((headers) => ({
        ...headers,
        ':content-type': { type: 'string', value: 'text/plain' },
      })),
    },
    { kills: ['*/frame-headers'], ...framed },
  ),
  mutant(
    'message-type-alien',
    'Frames are of the type data.',
    ['CS-02'],
    {
      frames: withHeaders((headers) => ({
        ...headers,
        ':message-type': { type: 'string', value: 'data' },
      })),
    },
    { kills: ['*/frame-headers'], ...framed },
  ),
  mutant(
    'header-type-binary',
    'The name of the event is bytes in place of text.',
    ['D68'],
    {
      frames: withHeaders((headers) => ({
        ...headers,
        ':event-type': {
          type: 'binary',
          value: Buffer.from(String(headers[':event-type']?.value ?? '')),
        },
      })),
    },
    { kills: ['*/frame-headers'], ...framed },
  ),
  mutant(
    'event-type-capital',
    'Events are named with a capital letter.',
    ['CS-04'],
    {
      frames: withHeaders((headers) => {
        const name = String(headers[':event-type']?.value ?? '')
        const value = name.slice(0, 1).toUpperCase() + name.slice(1)
        return { ...headers, ':event-type': { type: 'string', value } }
      }),
    },
    { also: ['*/message-stop', '*/metadata'], kills: ['*/message-start', '*/chunks'], ...framed },
  ),
  mutant(
    'event-type-empty',
    'The name of every event is empty.',
    ['CS-02'],
    {
      frames: withHeaders((headers) => ({
        ...headers,
        ':event-type': { type: 'string', value: '' },
      })),
    },
    { kills: ['*/frame-headers'], ...framed },
  ),
  mutant(
    'payload-not-json',
    'Payloads are not JSON.',
    ['CS-04'],
    { frames: withPayload((text) => text.replaceAll('"', "'")) },
    {
      also: ['*/chunks', '*/message-start', '*/message-stop', '*/metadata'],
      kills: ['*/payloads'],
      ...framed,
    },
  ),
  mutant(
    'payload-empty',
    'A payload is empty.',
    ['CS-04'],
    {
      frames: frameAt(1, (bytes) =>
        codec.encode({ ...codec.decode(bytes), body: new Uint8Array() }),
      ),
    },
    { also: ['*/chunks'], kills: ['*/payloads'], ...framed },
  ),
  mutant(
    'payload-cut',
    'Payloads lack their last bracket.',
    ['CS-04'],
    { frames: withPayload((text) => text.slice(0, -1)) },
    {
      also: ['*/chunks', '*/message-start', '*/message-stop', '*/metadata'],
      kills: ['*/payloads'],
      ...framed,
    },
  ),
  mutant(
    'payload-list',
    'Payloads are lists of one.',
    ['CS-04'],
    { frames: withPayload((text) => `[${text}]`) },
    {
      also: ['*/chunks', '*/message-start', '*/message-stop', '*/metadata'],
      kills: ['*/payloads'],
      ...framed,
    },
  ),
  mutant(
    'payload-wrapped',
    'Payloads are wrapped in the name of their event, as in the service model.',
    ['CS-04'],
    {
      frames: eachMessage(({ headers, body }) => ({
        headers,
        body: Buffer.from(
          `{"${String(headers[':event-type']?.value)}":${Buffer.from(body).toString('utf8')}}`,
        ),
      })),
    },
    {
      also: ['*/block-order', '*/message-start', '*/message-stop', '*/metadata'],
      kills: ['*/event-schema', '*/chunks'],
      ...framed,
    },
  ),
  mutant(
    'payload-latin-1',
    'Characters beyond ASCII are sent as Latin-1.',
    ['D27'],
    {
      frames: eachMessage(({ headers, body }) => ({
        headers,
        body: Buffer.from(Buffer.from(body).toString('utf8'), 'latin1'),
      })),
    },
    {
      also: ['*/utf8', 'frames.echo/characters-whole'],
      kills: ['frames.echo/payloads'],
      apis: ['converse-stream'],
    },
  ),
  mutant(
    'frame-dropped',
    'One frame in the middle never arrives.',
    ['D67'],
    {
      frames: (pieces) =>
        pieces.filter((_piece, at) => at !== Math.floor(pieces.length / 2) || pieces.length < 6),
    },
    { kills: ['*/echoes'], ...framed },
  ),
  mutant(
    'frame-repeated',
    'One frame in the middle arrives twice.',
    ['D67'],
    {
      frames: (pieces) =>
        pieces.flatMap((piece, at) =>
          at === Math.floor(pieces.length / 2) ? [piece, piece] : [piece],
        ),
    },
    { kills: ['*/echoes'], ...framed },
  ),
]
