import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { assertions } from '../assertions/registry.ts'
import type { Catalogue } from '../model/case.ts'
import { listFiles, loadCatalogue, renderProblem, type OwnSuites } from './load/load.ts'
import { packageRoot } from '../model/package.ts'
import { Problem } from '../model/problem.ts'
import { kept } from '../yaml/kept.ts'

/** Which suites are loaded beside those of the program, or in their place. */
export interface SuiteFlags {
  /** Folders, each perhaps with a prefix for its suites: `cases` or `acme=cases`. */
  readonly suites?: readonly string[]
  /** Leave out the cases of the program. */
  readonly suitesOnly?: boolean
}

/** What was read, and from which state of the folders of one's own: a program that judges again and again changes them. */
interface Loaded {
  readonly catalogue: Catalogue
  readonly state: string
}

/** Reading the suite takes longer than many commands; that of the program does not change while it runs. */
const loaded = new Map<string, Loaded>()

/**
 * Everything under `suites/` and in folders of one's own, checked; read once in a process for each state
 * of those folders, and from the files once for each state of all.
 *
 * @throws Problem with every mistake found, each with file, line, column and the line itself
 */
export function loadSuite({ suites = [], suitesOnly = false }: SuiteFlags = {}): Catalogue {
  const key = JSON.stringify([suites, suitesOnly])
  const own = suites.map((one) => folderOf(one).folder)
  // Files of one's own are named from the working directory.
  const from = suites.length === 0 ? '' : resolve()
  const state = digestOf([from, ...own.flatMap(filesBelow)])
  const known = loaded.get(key)
  if (known?.state === state) return known.catalogue
  const folders = [join(packageRoot, 'suites'), ...own]
  const stateOf = (): (string | Uint8Array)[] => [key, from, ...folders.flatMap(filesBelow)]
  const catalogue = kept('suite', stateOf, () => readSuite({ suites, suitesOnly }))
  loaded.set(key, { catalogue, state })
  return catalogue
}

function digestOf(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(`${part.length} `).update(part)
  return hash.digest('hex')
}

/** Names and contents; nothing where one cannot be read, which is described when it is loaded. */
function filesBelow(folder: string): (string | Uint8Array)[] {
  try {
    return listFiles(folder).flatMap((file) => [file, readFileSync(join(folder, file))])
  } catch {
    return []
  }
}

/** Forgets what was read, since files have changed. */
export function forgetSuites(): void {
  loaded.clear()
}

/** The same, read anew. */
export function readSuite({ suites = [], suitesOnly = false }: SuiteFlags): Catalogue {
  if (suitesOnly && suites.length === 0) {
    throw new Problem(
      '--suites-only needs suites of your own: name their folder with --suites=DIR.',
    )
  }
  const folders = suites.map(folderOf)
  for (const { folder } of folders) refuseNoFolder(folder)
  const read = loadCatalogue(packageRoot, assertions, { folders, only: suitesOnly })
  if ('catalogue' in read) return read.catalogue
  throw new Problem(read.problems.map(renderProblem).join('\n\n'))
}

function refuseNoFolder(folder: string): void {
  if (!isFolder(folder)) throw new Problem(`--suites: there is no folder ${folder}.`)
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** The folder of a value of `--suites`, and its prefix. */
export function folderOf(text: string): OwnSuites {
  const [, prefix = 'my', folder = text] = /^(?:([a-z][a-z0-9]*)=)?(.*)$/s.exec(text) ?? []
  return { folder, prefix }
}
