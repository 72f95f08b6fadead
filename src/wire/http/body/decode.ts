/** Content decoding in stream: RFC 9110 section 8.4. */
import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'

export interface Decoded {
  readonly pieces: readonly Uint8Array[]
  /** Set when the bytes are not what the coding says; nothing more will come. */
  readonly error?: Error
}

/** Decodes a body piece by piece. */
export interface ContentDecoder {
  /** Everything that can be decoded once `bytes` are there. */
  push(bytes: Uint8Array): Promise<Decoded>
  /** The rest; an error when the encoded body was cut. */
  end(): Promise<Decoded>
  destroy(): void
}

/**
 * A decoder for the value of a `content-encoding` header.
 *
 * @returns undefined when nothing is encoded; the name of the coding when it is not known here
 */
export function createContentDecoder(header: string): ContentDecoder | string | undefined {
  const codings = header
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity')
  const unknown = codings.find((coding) => !isKnown(coding))
  if (unknown !== undefined) return unknown
  // The header lists codings in the order in which they were applied.
  return codings.toReversed().map(createStage).reduce<ContentDecoder | undefined>(chain, undefined)
}

/** Node 22.15 and later. */
const createZstd = (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress

function isKnown(coding: string): boolean {
  return ['gzip', 'x-gzip', 'deflate', 'br', ...(createZstd ? ['zstd'] : [])].includes(coding)
}

function createStage(coding: string): ContentDecoder {
  if (coding === 'br') return streamStage(() => zlib.createBrotliDecompress())
  if (coding === 'zstd' && createZstd) return streamStage(createZstd)
  if (coding === 'deflate') return streamStage(createDeflate)
  return streamStage(() => zlib.createGunzip())
}

/** `deflate` means zlib (RFC 1950), but many servers send it bare (RFC 1951). */
function createDeflate(first: Uint8Array): Transform {
  return ((first[0] ?? 0) & 0x0f) === 0x08 ? zlib.createInflate() : zlib.createInflateRaw()
}

function streamStage(create: (first: Uint8Array) => Transform): ContentDecoder {
  let stream: Transform | undefined
  let pieces: Uint8Array[] = []
  let failed: Error | undefined

  const open = (first: Uint8Array): Transform => {
    const opened = create(first)
    opened.on('data', (piece: Uint8Array) => pieces.push(new Uint8Array(piece)))
    opened.on('error', (error: Error) => {
      failed = error
    })
    return opened
  }
  const take = (): Decoded => {
    const taken = pieces
    pieces = []
    return { pieces: taken, ...(failed && { error: failed }) }
  }

  return {
    async push(bytes) {
      if (bytes.length === 0 || failed) return take()
      stream ??= open(bytes)
      if (stream.readableEnded) return take() // bytes after the end of a coding are no part of it
      failed = (await written(stream, bytes)) ?? failed
      while (stream.read() !== null); // what a finished write left in the stream's buffer
      return take()
    },
    async end() {
      if (stream !== undefined && !failed && !stream.readableEnded) failed = await ended(stream)
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
    stream.once('error', onError)
    stream.write(bytes, (error) => {
      stream.off('error', onError)
      resolve(error ?? undefined)
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
  const through = async ({ pieces, error }: Decoded): Promise<Decoded> => {
    const decoded: Uint8Array[] = []
    let failed = error
    for (const piece of pieces) {
      const result = await second.push(piece)
      decoded.push(...result.pieces)
      failed ??= result.error
    }
    return { pieces: decoded, ...(failed && { error: failed }) }
  }
  return {
    push: async (bytes) => through(await first.push(bytes)),
    async end() {
      const rest = await through(await first.end())
      const last = await second.end()
      const error = rest.error ?? last.error
      return { pieces: [...rest.pieces, ...last.pieces], ...(error && { error }) }
    },
    destroy() {
      first.destroy()
      second.destroy()
    },
  }
}
