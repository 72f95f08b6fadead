/** Puts the files of a run into its report directory. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem } from '../../../model/problem.ts'
import { visible } from '../../../report/text/visible.ts'
import type { WireFile } from './wire-files.ts'

/** A report, by its name in the directory; without a text, this run has no such report. */
interface ReportFile {
  readonly path: string
  readonly text: string | undefined
}

/**
 * Writes the files, each whole or not at all, and then removes what an earlier run left of the same
 * kinds: reports that this run does not have, and other recordings. All other files stay.
 *
 * @throws Problem when the directory cannot be written
 * @throws RangeError when a wire path is not `wire/NAME.har` or `wire/NAME.body`
 */
export async function writeReports(
  directory: string,
  reports: readonly ReportFile[],
  wire: readonly WireFile[],
): Promise<void> {
  for (const { path } of wire) requireWirePath(path)
  const files = [...reports, ...wire]
  const kept = new Set(wire.map(({ path }) => path))
  try {
    await mkdir(directory, { recursive: true })
    for (const { path, text } of files) {
      if (text !== undefined) await writeWhole(join(directory, path), text)
    }
    const stale = [
      ...reports.filter(({ text }) => text === undefined).map(({ path }) => path),
      ...(await recordingsIn(directory)).filter((path) => !kept.has(path)),
    ]
    for (const path of stale) await rm(join(directory, path), { force: true })
  } catch (error) {
    throw new Problem(
      `Cannot write reports to ${visible(directory)}: ${reasonOf(error)}. Free it, or name another directory with --report-dir.`,
    )
  }
}

function requireWirePath(path: string): void {
  if (/^wire\/[^/\\\0]+\.(?:har|body)$/.test(path)) return
  throw new RangeError(`Expected a wire path of the form wire/NAME.har, got ${visible(path)}`)
}

/** A reader sees the old file or the new one, never a part. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`)
  try {
    await writeFile(temporary, text)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

async function recordingsIn(directory: string): Promise<string[]> {
  const names = await readdir(join(directory, 'wire')).catch(() => [])
  return names.filter((name) => /\.(?:har|body)$/.test(name)).map((name) => `wire/${name}`)
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file, not a directory',
  EEXIST: 'a file of that name is in the way',
  EISDIR: 'a directory of a report’s name is in the way',
  ENAMETOOLONG: 'the path is too long',
}

function reasonOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return reasons[String(code)] ?? `the system reported ${String(code ?? error)}`
}
