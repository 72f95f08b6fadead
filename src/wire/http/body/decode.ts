/** Content decoding in stream: RFC 9110 section 8.4. */
import type { Budget } from './budget.ts'
import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'

export interface Decoded {
  readonly pieces: readonly Uint8Array[]
  /** Set when the bytes are not what the coding says; nothing more will come. */
  readonly error?: Error
  /** Set when there is no room for more; nothing more will come. */
  readonly isFull?: boolean
}

/** Decodes a body piece by piece. */
export interface ContentDecoder {
  /** Everything that can be decoded once `bytes` are there. */
  push(bytes: Uint8Array): Promise<Decoded>
  /** The rest; an error when the encoded body was cut. */
  end(): Promise<Decoded>
  destroy(): void
}

/** Beyond these a header is no description of a body: a coding costs memory, and time for each piece. */
const mostCodings = 4

/**
 * A decoder for the value of a `content-encoding` header.
 *
 * @param maxBytes each coding stops when it has made more than this, within one write
 * @param budget what a coding makes within one write is taken from it
 * @returns undefined when nothing is encoded; what is not known here when it cannot be decoded: the
 *   name of a coding, or all of them when they are too many
 */
export function createContentDecoder(
  header: string,
  maxBytes: number,
  budget: Budget,
): ContentDecoder | string | undefined {
  const codings = header
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
  if (codings.length > mostCodings) return `${codings.slice(0, mostCodings).join(', ')}, …`
  const unknown = codings.find((coding) => !isKnown(coding))
  if (unknown !== undefined) return unknown
  // The header lists codings in the order in which they were applied.
  const stages = codings
    .toReversed()
    .map((coding) => streamStage(openerOf(coding), maxBytes, budget))
  return stages.reduce<ContentDecoder | undefined>(chain, undefined)
}

/** Node 22.15 and later. */
const createZstd = (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress

function isKnown(coding: string): boolean {
  return ['gzip', 'x-gzip', 'deflate', 'br', ...(createZstd ? ['zstd'] : [])].includes(coding)
}

type Opener = (first: Uint8Array) => Transform

function openerOf(coding: string): Opener {
  if (coding === 'br') return () => zlib.createBrotliDecompress()
  if (coding === 'zstd' && createZstd) return createZstd
  return coding === 'deflate' ? createDeflate : () => zlib.createGunzip()
}

/** `deflate` means zlib (RFC 1950), but many servers send it bare (RFC 1951). */
function createDeflate(first: Uint8Array): Transform {
  return ((first[0] ?? 0) & 0x0f) === 0x08 ? zlib.createInflate() : zlib.createInflateRaw()
}

function streamStage(create: Opener, maxBytes: number, budget: Budget): ContentDecoder {
  let stream: Transform | undefined
  let length = 0
  let pieces: Uint8Array[] = []
  let failed: Error | undefined
  let isFull = false
  let taken = 0

  const open = (first: Uint8Array): Transform => {
    const opened = create(first)
    opened.on('data', (piece: Uint8Array) => {
      if (isFull) return
      if (budget.take(length, piece.length)) {
        taken += piece.length
        pieces.push(new Uint8Array(piece)) // a copy: zlib's own piece keeps a larger buffer alive
      } else isFull = true
      length += piece.length
      isFull ||= length > maxBytes
      // Ends the write that is under way: three kilobytes of brotli hold gigabytes.
      if (isFull) opened.destroy()
    })
    opened.on('error', (error: Error) => {
      failed = error
    })
    return opened
  }
  const take = (): Decoded => {
    const made = pieces
    pieces = []
    budget.give(taken)
    taken = 0
    return { pieces: made, ...(failed && { error: failed }), ...(isFull && { isFull }) }
  }

  return {
    async push(bytes) {
      if (bytes.length === 0 || failed || isFull) return take()
      stream ??= open(bytes)
      if (stream.readableEnded) return take() // bytes after the end of a coding are no part of it
      failed = (await written(stream, bytes)) ?? failed
      while (stream.read() !== null); // what a finished write left in the stream's buffer
      return take()
    },
    async end() {
      const isOpen = stream !== undefined && !stream.readableEnded && !stream.destroyed
      if (stream !== undefined && isOpen && !failed) failed = await ended(stream)
      return take()
    },
    destroy() {
      stream?.destroy()
    },
  }
}

async function written(stream: Transform, bytes: Uint8Array): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const onError = (error: Error): void => resolve(error) // zlib then never calls back
    const onClose = (): void => resolve(undefined) // destroyed by us: the limit is reached
    stream.once('error', onError)
    stream.once('close', onClose)
    stream.write(bytes, (error) => {
      stream.off('error', onError)
      stream.off('close', onClose)
      resolve(stream.destroyed ? undefined : (error ?? undefined))
    })
  })
}

async function ended(stream: Transform): Promise<Error | undefined> {
  return new Promise((resolve) => {
    stream.once('end', () => resolve(undefined))
    stream.once('error', resolve)
    stream.end()
  })
}

function chain(first: ContentDecoder | undefined, second: ContentDecoder): ContentDecoder {
  if (first === undefined) return second
  const through = async ({ pieces, ...rest }: Decoded): Promise<Decoded> => {
    let all: Decoded = { ...rest, pieces: [] }
    for (const piece of pieces) all = joined(all, await second.push(piece))
    return all
  }
  return {
    push: async (bytes) => through(await first.push(bytes)),
    end: async () => joined(await through(await first.end()), await second.end()),
    destroy() {
      first.destroy()
      second.destroy()
    },
  }
}

function joined(one: Decoded, other: Decoded): Decoded {
  const error = one.error ?? other.error
  const isFull = one.isFull === true || other.isFull === true
  return {
    pieces: [...one.pieces, ...other.pieces],
    ...(error && { error }),
    ...(isFull && { isFull }),
  }
}
