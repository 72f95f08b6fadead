/** Puts the reports of a run into their directory. */
import { randomBytes } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { visible } from './text/visible.ts'

/** The texts of one run; `path` of a wire file is below the directory: `wire/NAME.har`. */
export interface ReportFiles {
  /** `report.json`. */
  readonly report: string
  /** `junit.xml`. */
  readonly junit: string
  /** `report.md`. */
  readonly markdown: string
  /** `regions.md`, when more than one region ran. */
  readonly regions?: string
  readonly wire: readonly { readonly path: string; readonly text: string }[]
}

/** The report directory cannot be written; the message says what to do. */
export class ReportWriteError extends Error {
  readonly directory: string
  /** For example `EACCES`. */
  readonly code: string

  constructor(directory: string, code: string, cause: unknown) {
    const why = reasonOf(code)
    super(
      `Cannot write reports to ${visible(directory)}: ${why}. Free it, or name another directory with --report-dir.`,
      { cause },
    )
    this.name = 'ReportWriteError'
    this.directory = directory
    this.code = code
  }
}

function reasonOf(code: string): string {
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
  return reasons[code] ?? `the system said ${code}`
}

/**
 * Writes the reports, each whole or not at all, and then removes what an earlier run left of the
 * same kinds (`report.json`, `junit.xml`, `report.md`, `regions.md`, `wire/*.har`); other files
 * stay.
 *
 * @returns the paths written, `report.json` first
 * @throws ReportWriteError when the directory cannot be written
 * @throws RangeError when a wire path is not `wire/NAME.har`
 */
export async function writeReports(directory: string, files: ReportFiles): Promise<string[]> {
  const named = [
    ['report.json', files.report],
    ['junit.xml', files.junit],
    ['report.md', files.markdown],
    ...(files.regions === undefined ? [] : [['regions.md', files.regions] as const]),
    ...files.wire.map(({ path, text }) => [wirePath(path), text] as const),
  ] as const
  const names = new Set(named.map(([name]) => name))
  try {
    await mkdir(directory, { recursive: true })
    for (const [name, text] of named) await writeWhole(join(directory, name), text)
    await removeStale(directory, names)
  } catch (error) {
    throw new ReportWriteError(directory, codeOf(error), error)
  }
  return [...names].map((name) => join(directory, name))
}

function wirePath(path: string): string {
  if (/^wire\/[^/\\\0]+\.har$/.test(path)) return path
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

async function removeStale(directory: string, written: ReadonlySet<string>): Promise<void> {
  const recordings = await readdir(join(directory, 'wire')).catch(() => [])
  const owned = [
    'regions.md',
    ...recordings.filter((name) => name.endsWith('.har')).map((name) => `wire/${name}`),
  ]
  for (const name of owned) {
    if (!written.has(name)) await rm(join(directory, name), { force: true })
  }
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : 'an unknown error'
}
