import { findTarget } from './find-target.ts'
import { loadKnownFiles } from '../files/known-files.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import type { FrontName } from '../../model/words.ts'

/** The kind of front that the target of that name or alias shows; the reference's first. */
export function frontOf(
  name: string,
  fixtures?: string,
): { readonly front: FrontName } | UsageProblem {
  const files = loadKnownFiles(fixtures)
  if (isProblem(files)) return files
  const found = findTarget(name, files.targets)
  if (isProblem(found)) return found
  const { surface, plays = [] } = found.value
  return { front: surface?.front ?? plays[0]?.front ?? 'bedrock' }
}
