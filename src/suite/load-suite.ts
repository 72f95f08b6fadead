import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { assertions } from '../assertions/registry.ts'
import type { Catalogue } from '../model/case.ts'
import { listFiles, loadCatalogue, renderProblem } from './load/load.ts'
import { packageRoot } from '../model/package.ts'
import { Problem } from '../model/problem.ts'
import { kept } from '../yaml/kept.ts'

/** Reading the suite takes longer than many commands, and it does not change while the program runs. */
let suite: Catalogue | undefined

/**
 * Everything under `suites/`, checked; read once in a process, and from the YAML files once for each
 * state of them.
 *
 * @throws Problem with every mistake found, each with file, line, column and the line itself
 */
export function loadSuite(): Catalogue {
  return (suite ??= kept('suite', filesOfSuite(), readSuite))
}

/** Names and contents; names alone where one cannot be read, which is described when it is loaded. */
function filesOfSuite(): (string | Uint8Array)[] {
  try {
    return listFiles(packageRoot).flatMap((file) => [file, readFileSync(join(packageRoot, file))])
  } catch {
    return []
  }
}

function readSuite(): Catalogue {
  const loaded = loadCatalogue(packageRoot, assertions)
  if ('catalogue' in loaded) return loaded.catalogue
  throw new Problem(loaded.problems.map(renderProblem).join('\n\n'))
}
