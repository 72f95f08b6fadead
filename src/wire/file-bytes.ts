/** The bytes of a file, read in parts: it may be larger than memory. */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'

/** Bytes that are read at a time. */
const blockSize = 1024 * 1024

export interface FileBytes {
  /** All bytes in order; a block is overwritten when the next is asked for. */
  blocks(): Iterable<Uint8Array>
  /** The UTF-8 text of some bytes; shorter where the file has become so. */
  text(offset: number, length: number): string
  close(): void
}

/**
 * Opens a file. A pipe, of which nothing can be read twice, is read whole.
 *
 * @throws an error of the file system
 */
export function openBytes(path: string): FileBytes {
  const opened = openSync(path, 'r')
  if (!fstatSync(opened).isFile()) return bytesOf(wholeOf(opened))
  let isClosed = false
  // The number of a file that was closed soon is that of another.
  const file = (): number => {
    if (isClosed) throw Object.assign(new Error('bad file descriptor'), { code: 'EBADF' })
    return opened
  }
  return {
    *blocks() {
      const block = Buffer.alloc(blockSize)
      let offset = 0
      for (;;) {
        const length = readSync(file(), block, 0, blockSize, offset)
        if (length === 0) return
        yield block.subarray(0, length)
        offset += length
      }
    },
    text(offset, length) {
      const bytes = Buffer.allocUnsafe(length)
      let read = 0
      while (read < length) {
        const more = readSync(file(), bytes, read, length - read, offset + read)
        if (more === 0) break
        read += more
      }
      return bytes.toString('utf8', 0, read)
    },
    close() {
      closeSync(file())
      isClosed = true
    },
  }
}

function wholeOf(file: number): Buffer {
  try {
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}

/** Bytes that are in memory already. */
export function bytesOf(bytes: Buffer): FileBytes {
  return {
    blocks: () => [bytes],
    text: (offset, length) => bytes.toString('utf8', offset, offset + length),
    close: () => undefined,
  }
}
