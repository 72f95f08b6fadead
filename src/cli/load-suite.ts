import { assertions } from '../check/registry.ts'
import type { Catalogue } from '../data/case.ts'
import { loadCatalogue, renderProblem } from '../suite/load.ts'
import { packageRoot } from './package-root.ts'
import { Problem } from './problem.ts'

/**
 * Everything under `suites/`, checked.
 *
 * @throws Problem with every mistake found, each with file, line, column and the line itself
 */
export function loadSuite(root: string = packageRoot): Catalogue {
  const loaded = loadCatalogue(root, assertions)
  if ('catalogue' in loaded) return loaded.catalogue
  throw new Problem(loaded.problems.map(renderProblem).join('\n\n'))
}
