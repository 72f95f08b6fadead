/** Files and directories of reports: written whole, and refused in words. */
import { randomBytes } from 'node:crypto'
import { chmod, lstat, mkdir, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Text } from '../../../model/text/pieces.ts'

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'the system allows no such file or directory there',
  ENOTDIR: 'a part of the path is a file, not a directory',
  EEXIST: 'a file of that name is in the way',
  EISDIR: 'a directory of that name is in the way',
  ESPIPE: 'it is a pipe or a device, not a file',
  ENAMETOOLONG: 'the path is too long',
}

const full: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT'])

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, 'code') : undefined
}

/** Whether a file could not be written for lack of room. */
export function isFull(error: unknown): boolean {
  return full.has(codeOf(error))
}

/** Why a file could not be written, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error)
  return reasons[String(code)] ?? `the system reported ${String(code ?? error)}`
}

/**
 * Makes a directory and those above it. Node's recursive `mkdir` never returns where the system
 * refuses with ENOENT below a directory that exists, as Linux does in `/proc`.
 */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    if (await isDirectory(path)) return
    const above = dirname(path)
    if (codeOf(error) !== 'ENOENT' || (await isDirectory(above))) throw error
    await makeDirectory(above)
    await mkdir(path)
  }
}

export async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

/**
 * Writes a file: a reader sees the old one or the new one, never a part. A file that was there keeps its
 * mode.
 *
 * @param links a link to a file of the user stays one; in place of one among our own files the file is
 *   written, since it points at a file that is not ours
 */
export async function writeWhole(
  path: string,
  text: Text,
  links: 'follow' | 'replace' = 'follow',
): Promise<void> {
  await makeDirectory(dirname(path))
  const isOwn = links === 'replace' && (await isLink(path))
  const file = isOwn ? path : await realpath(path).catch(() => path)
  const before = isOwn ? undefined : await stat(file).catch(() => undefined)
  const temporary = join(dirname(file), `.${randomBytes(6).toString('hex')}.tmp`)
  try {
    await writeFile(temporary, text)
    if (before !== undefined) await chmod(temporary, before.mode % 0o10000)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  )
}

/**
 * Why text cannot be added to the file `path`, as the end of a sentence; undefined when it can. Leaves
 * nothing behind but the directory.
 */
export async function whyNotWritable(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory()) return reasons['EISDIR']
    // Opening a pipe waits for its reader, perhaps for ever.
    if (found?.isFIFO() || found?.isSocket()) return 'it is a pipe or a socket, not a file'
    await makeDirectory(dirname(path))
    await (await open(path, 'a')).close()
    if (found === undefined) await rm(path)
    return undefined
  } catch (error) {
    return reasonOf(error)
  }
}
