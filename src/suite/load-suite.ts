import { assertions } from '../assertions/registry.ts'
import type { Catalogue } from '../model/case.ts'
import { loadCatalogue, renderProblem } from './load/load.ts'
import { packageRoot } from '../model/package.ts'
import { Problem } from '../model/problem.ts'

/** Reading the suite takes longer than many commands, and it does not change while the program runs. */
let suite: Catalogue | undefined

/**
 * Everything under `suites/`, checked; read once in a process.
 *
 * @throws Problem with every mistake found, each with file, line, column and the line itself
 */
export function loadSuite(): Catalogue {
  return (suite ??= readSuite())
}

function readSuite(): Catalogue {
  const loaded = loadCatalogue(packageRoot, assertions)
  if ('catalogue' in loaded) return loaded.catalogue
  throw new Problem(loaded.problems.map(renderProblem).join('\n\n'))
}
