/** The end of a file that grows by lines, however large the file has become. */
import { open, stat, type FileHandle } from 'node:fs/promises'

const blockSize = 1024 * 1024

/** Bytes that are read at most: lines are much shorter, or no lines of ours. */
const mostBytes = 64 * blockSize

/**
 * The last lines of a text file, at most `most`; the last is empty where the file ends with a line feed.
 *
 * @throws an error of the file system
 */
export async function lastLines(path: string, most: number): Promise<string[]> {
  return withFile(path, async (file, size) => {
    const blocks: Buffer[] = []
    let start = size
    let ends = 0
    while (start > 0 && ends < most && size - start < mostBytes) {
      const block = await bytesOf(file, Math.max(0, start - blockSize), start)
      start = Math.max(0, start - blockSize)
      ends += block.filter((byte) => byte === lineFeed).length
      blocks.unshift(block)
    }
    const lines = Buffer.concat(blocks).toString('utf8').split('\n')
    // Of the first one the beginning may be missing; it is kept where it is all there is.
    const whole = start > 0 ? lines.slice(1) : lines
    return (whole.join('') === '' ? lines : whole).slice(-most)
  })
}

/** Whether the last line of a file has no end. */
export async function isLineOpen(path: string): Promise<boolean> {
  return withFile(path, async (file, size) => {
    const [last = lineFeed] = await bytesOf(file, Math.max(0, size - 1), size)
    return last !== lineFeed
  })
}

const lineFeed = 10

async function withFile<T>(
  path: string,
  read: (file: FileHandle, size: number) => Promise<T>,
): Promise<T> {
  // Opening a pipe waits for its writer, perhaps for ever.
  const found = await stat(path)
  if (!found.isFile() && !found.isDirectory()) throw Object.assign(new Error(), { code: 'ESPIPE' })
  const file = await open(path, 'r')
  try {
    return await read(file, found.size)
  } finally {
    await file.close()
  }
}

async function bytesOf(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start)
  return buffer.subarray(0, bytesRead)
}
