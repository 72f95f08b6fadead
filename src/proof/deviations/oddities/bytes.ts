/** Bytes, headers and pace that are unusual and legal. */
import type { Piece } from '../../../reference/deviation.ts'
import { oddity } from '../edit.ts'

/** Pieces of one byte; from the 2000th on the rest comes at once, so that it ends soon. */
function singleBytes(pieces: readonly Piece[]): Piece[] {
  const all = Buffer.concat(pieces.map((piece) => piece.bytes))
  const head = [...all.subarray(0, 2000)].map((byte) => ({ bytes: Uint8Array.of(byte), wait: 0 }))
  return all.length > 2000 ? [...head, { bytes: all.subarray(2000), wait: 0 }] : head
}

/** Two events to each write. */
function pairs(pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece, at) => {
    if (at % 2 === 1) return []
    return [{ ...piece, bytes: Buffer.concat([piece.bytes, pieces[at + 1]?.bytes ?? Buffer.of()]) }]
  })
}

export const byteOddities = [
  oddity('one-byte-chunks', 'Every byte comes by itself.', ['D27', 'D68'], { bytes: singleBytes }),
  oddity('pieces-in-pairs', 'Two events come in one write.', ['RFC 9112 7.1'], { frames: pairs }),
  oddity('lower-case-headers', 'Header names are in lower case.', ['RFC 9110 5.1'], {
    headers: (headers) => headers.map(([name, value]) => [name.toLowerCase(), value]),
  }),
  oddity('upper-case-headers', 'Header names are in upper case.', ['RFC 9110 5.1'], {
    headers: (headers) => headers.map(([name, value]) => [name.toUpperCase(), value]),
  }),
  oddity('extra-headers', 'Headers that nobody knows.', ['RFC 9110 5.1'], {
    headers: (headers) => [
      ...headers,
      ['X-Served-By', 'cache-1'],
      ['Server-Timing', 'model;dur=12'],
    ],
  }),
  oddity('pretty-json', 'JSON is indented.', ['RFC 8259 2'], {
    text: (text) => indented(text),
  }),
  oddity('slow', 'Every answer begins late.', [], {
    timing: (timing) => ({ ...timing, before: timing.before + 150 }),
  }),
]

function indented(text: string): string {
  try {
    return `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`
  } catch {
    return text
  }
}
