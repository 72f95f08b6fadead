import { loadTargets } from './files.ts'
import { findTarget } from './find-target.ts'
import { isProblem, type UsageProblem } from './problem.ts'
import type { FrontName } from './target-format.ts'

/** The kind of front that the target of that name or alias shows; the reference's first. */
export function frontOf(
  name: string,
  fixtures?: string,
): { readonly front: FrontName } | UsageProblem {
  const targets = loadTargets(fixtures)
  if (isProblem(targets)) return targets
  const found = findTarget(name, targets)
  if (isProblem(found)) return found
  const { surface, plays = [] } = found.value
  return { front: surface?.front ?? plays[0]?.front ?? 'bedrock' }
}
