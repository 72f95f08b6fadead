import { assertions } from '../assertions/registry.ts'
import type { Catalogue } from '../model/case.ts'
import { loadCatalogue, renderProblem, type OwnSuites } from './load/load.ts'
import { packageRoot } from '../model/package.ts'
import { Problem } from '../model/problem.ts'

/** Which suites are loaded beside those of the program, or in their place. */
export interface SuiteFlags {
  /** Folders, each perhaps with a prefix for its suites: `cases` or `acme=cases`. */
  readonly suites?: readonly string[]
  /** Leave out the cases of the program. */
  readonly suitesOnly?: boolean
}

/** Reading the suite takes longer than many commands, and it does not change while the program runs. */
const loaded = new Map<string, Catalogue>()

/**
 * Everything under `suites/` and in folders of one's own, checked; read once in a process.
 *
 * @throws Problem with every mistake found, each with file, line, column and the line itself
 */
export function loadSuite({ suites = [], suitesOnly = false }: SuiteFlags = {}): Catalogue {
  const key = JSON.stringify([suites, suitesOnly])
  const known = loaded.get(key)
  if (known !== undefined) return known
  const catalogue = readSuite({ suites, suitesOnly })
  loaded.set(key, catalogue)
  return catalogue
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
  const read = loadCatalogue(packageRoot, assertions, { folders, only: suitesOnly })
  if ('catalogue' in read) return read.catalogue
  throw new Problem(read.problems.map(renderProblem).join('\n\n'))
}

/** The folder of a value of `--suites`, and its prefix. */
export function folderOf(text: string): OwnSuites {
  const [, prefix = 'my', folder = text] = /^(?:([a-z][a-z0-9]*)=)?(.*)$/s.exec(text) ?? []
  return { folder, prefix }
}
