/** Loads everything under `suites/`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { once } from '../../assertions/evidence/once.ts'
import { pathFrom } from '../../model/text/path.ts'
import type { Catalogue } from '../../model/case.ts'
import type { FileProblem } from '../../yaml/file-problem.ts'
import type { AssertionSchemas } from '../format/assertion-schema.ts'
import { toCatalogue } from './catalogue.ts'
import { suiteFormat, type SuiteFormat } from '../format/format.ts'
import { parseSuiteFile, type ParsedFile } from './parse.ts'

/** Ten times the longest file of ours. To list all mistakes of a longer one takes many seconds. */
const mostBytes = 250_000

export { renderProblem } from '../../yaml/file-problem.ts'

function unread(file: string, message: string, hint: string): FileProblem {
  return { file, line: 1, column: 1, message, lineText: '', caret: '', hint }
}

/** Describes an error of the file system or the decoder; any other error is a bug. */
function unreadable(file: string, error: unknown): FileProblem {
  if (!(error instanceof Error && 'code' in error)) throw error
  if (error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return unread(file, 'it is not UTF-8', 'save it as UTF-8')
  }
  if (error.code === 'ENOENT') {
    return unread(file, 'it does not exist', 'correct its path, or what a link points at')
  }
  if (error.code === 'ENOTDIR') return unread(file, 'it is not a folder', 'name its folder')
  return unread(file, `cannot be read: ${String(error.code)}`, 'check that you may read it')
}

/** A folder of suites. */
interface SuiteFolder {
  readonly path: string
  /** Files are named from here. */
  readonly root: string
  readonly prefix?: string
}

/** A folder with suites of one's own. */
export interface OwnSuites {
  /** From the working directory. */
  readonly folder: string
  /** What the names of its suites begin with. */
  readonly prefix: string
}

/** Paths of all YAML files below a folder, in an order that does not depend on the file system. */
export function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => pathFrom(join(entry.parentPath, entry.name), folder))
    .filter((file) => /\.ya?ml$/i.test(file))
    .toSorted()
}

function failed(problem: FileProblem): ParsedFile {
  return { isPack: false, isOwn: false, cases: [], rules: [], problems: [problem] }
}

/** What was read, and from what. */
interface Read {
  readonly content: string
  readonly parsed: ParsedFile
}

/** How files are read, and what was read of them last: most are the same when suites are read again. */
interface Reader {
  readonly format: SuiteFormat
  readonly last: Map<string, Read>
}

const readerFor = once((assertions: AssertionSchemas): Reader => {
  return { format: suiteFormat(assertions), last: new Map() }
})

function loadFile(
  { path, root, prefix }: SuiteFolder,
  below: string,
  { format, last }: Reader,
): ParsedFile {
  const absolute = join(path, below)
  const file = pathFrom(absolute, root)
  if (!file.endsWith('.yaml'))
    return failed(unread(file, 'its name must end in .yaml', 'rename it'))
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const location = { below, ...(prefix !== undefined && { prefix }) }
    const bytes = readFileSync(absolute)
    if (bytes.length > mostBytes)
      return failed(unread(file, 'it is longer than 250 KB', 'split it'))
    const content = decoder.decode(bytes)
    const key = JSON.stringify([file, location])
    const before = last.get(key)
    if (before?.content === content) return before.parsed
    const parsed = parseSuiteFile(content, file, format, location)
    last.set(key, { content, parsed })
    return parsed
  } catch (error) {
    return failed(unreadable(file, error))
  }
}

function loadFolder(folder: SuiteFolder, reader: Reader): ParsedFile[] {
  const shown = pathFrom(folder.path, folder.root) || '.'
  try {
    const files = listFiles(folder.path).map((below) => loadFile(folder, below, reader))
    if (files.length > 0) return files
    return [failed(unread(shown, 'it holds no YAML file', 'write a suite, or omit the folder'))]
  } catch (error) {
    return [failed(unreadable(shown, error))]
  }
}

/**
 * Loads every YAML file below `suites/`: cases, protocol packs and rules; and those of folders of
 * one's own beside them.
 *
 * @param root the package root, which holds `suites/`
 * @param assertions the check vocabulary
 * @param own.only leave out the cases of the program
 * @returns the catalogue in the order of the files' names, or every mistake of every file
 */
export function loadCatalogue(
  root: string,
  assertions: AssertionSchemas,
  own: { readonly folders: readonly OwnSuites[]; readonly only: boolean } = noneOwn,
): { readonly catalogue: Catalogue } | { readonly problems: readonly FileProblem[] } {
  const reader = readerFor(assertions)
  const folders: SuiteFolder[] = [
    { path: join(root, 'suites'), root },
    ...own.folders.map(({ folder, prefix }) => ({
      path: resolve(folder),
      root: resolve(),
      prefix,
    })),
  ]
  return toCatalogue(
    folders.flatMap((folder) => loadFolder(folder, reader)),
    own.only,
  )
}

const noneOwn = { folders: [], only: false }
