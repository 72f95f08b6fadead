/** Loads everything under `suites/`. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Catalogue } from '../../model/case.ts'
import type { FileProblem } from '../../yaml/file-problem.ts'
import type { AssertionSchemas } from '../format/assertion-schema.ts'
import { toCatalogue } from './catalogue.ts'
import { suiteFormat, type SuiteFormat } from '../format/format.ts'
import { parseSuiteFile, type ParsedFile } from './parse.ts'

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
  return unread(file, `cannot be read: ${String(error.code)}`, 'check that you may read it')
}

/** Names of all YAML files below `suites/`, in an order that does not depend on the file system. */
export function listFiles(root: string): string[] {
  const entries = readdirSync(join(root, 'suites'), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => /\.ya?ml$/i.test(file))
    .toSorted()
}

function failed(problem: FileProblem): ParsedFile {
  return { cases: [], rules: [], problems: [problem] }
}

function loadFile(root: string, file: string, format: SuiteFormat): ParsedFile {
  if (!file.endsWith('.yaml'))
    return failed(unread(file, 'its name must end in .yaml', 'rename it'))
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    return parseSuiteFile(decoder.decode(readFileSync(join(root, file))), file, format)
  } catch (error) {
    return failed(unreadable(file, error))
  }
}

/**
 * Loads every YAML file below `suites/`: cases, protocol packs and rules.
 *
 * @param root the package root, which holds `suites/`
 * @param assertions the check vocabulary
 * @returns the catalogue in the order of the files' names, or every mistake of every file
 */
export function loadCatalogue(
  root: string,
  assertions: AssertionSchemas,
): { readonly catalogue: Catalogue } | { readonly problems: readonly FileProblem[] } {
  const format = suiteFormat(assertions)
  try {
    return toCatalogue(listFiles(root).map((file) => loadFile(root, file, format)))
  } catch (error) {
    return { problems: [unreadable('suites', error)] }
  }
}
