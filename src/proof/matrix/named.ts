/** Finds checks by what globs may call them. */
import { once } from '../../assertions/evidence/once.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import type { Candidate } from './choose.ts'
import type { PossibleCheck } from './identity.ts'

/** A check of a candidate, and its position among all checks of all candidates. */
interface Named {
  readonly candidate: Candidate
  readonly possible: PossibleCheck
  readonly position: number
}

/** By what globs may call them: many checks share few names, and a deviation asks for each glob. */
const byName = once((all: readonly Candidate[]): ReadonlyMap<string, readonly Named[]> => {
  const checks = all.flatMap((candidate) =>
    candidate.checks.map((possible) => ({ candidate, possible })),
  )
  const names = new Map<string, Named[]>()
  for (const [position, { candidate, possible }] of checks.entries()) {
    const one = { candidate, possible, position }
    for (const name of possible.names) {
      const same = names.get(name)
      if (same === undefined) names.set(name, [one])
      else same.push(one)
    }
  }
  return names
})

/** The checks that a glob means, in the order of the candidates. */
export function checksNamed(glob: string, all: readonly Candidate[]): readonly Named[] {
  const found = new Set<Named>()
  for (const [name, checks] of byName(all)) {
    if (matchesGlob(glob, name)) for (const one of checks) found.add(one)
  }
  return [...found].toSorted((one, other) => one.position - other.position)
}
