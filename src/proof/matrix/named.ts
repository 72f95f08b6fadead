/** Finds checks by what globs may call them. */
import { once } from '../../assertions/evidence/once.ts'
import { memo } from '../../model/lists/memo.ts'
import { matchesGlob } from '../../model/text/glob.ts'
import type { Candidate } from './candidate.ts'
import type { PossibleCheck } from './identity.ts'

/** A check of a candidate, and its position among all checks of all candidates. */
interface Named {
  readonly candidate: Candidate
  readonly possible: PossibleCheck
  readonly position: number
  /** What need not be seen twice: the same check in cells of one group. */
  readonly location: string
  /** The same for all of one location that the same deviations can reach. */
  readonly alike: string
}

/** By what globs may call them: many checks share few names, and a deviation asks for each glob. */
const byName = once((all: readonly Candidate[]): ReadonlyMap<string, readonly Named[]> => {
  const names = new Map<string, Named[]>()
  let position = 0
  for (const candidate of all) {
    const reach = candidate.touches.map(({ endpointKind, api }) => `${endpointKind} ${api}`)
    const touched = [...new Set(reach)].toSorted().join()
    for (const possible of candidate.checks) {
      const location = locationOf(possible, candidate)
      const one = { candidate, possible, position, location, alike: `${location} ${touched}` }
      position += 1
      for (const name of possible.names) {
        const same = names.get(name)
        if (same === undefined) names.set(name, [one])
        else same.push(one)
      }
    }
  }
  return names
})

/** A behaviour counts once, every other check of a case for each group and region. */
function locationOf({ check, identity, isOwn }: PossibleCheck, { group, cell }: Candidate): string {
  if (!isOwn) return `${identity} ${group}`
  return check.kind === 'behaviour' ? identity : `${identity} ${group} ${cell.region}`
}

/**
 * The checks that a glob means, in the order of the candidates. Of those at one location that the same
 * deviations can reach, the one of the cheapest cell stands for all.
 */
export function checksNamed(glob: string, all: readonly Candidate[]): readonly Named[] {
  return byGlob(all)(glob)
}

/** The same as a list, which is gone through faster. */
const entriesOf = once((all: readonly Candidate[]) => [...byName(all)])

/** Many deviations name the same globs. */
const byGlob = once((all: readonly Candidate[]) => memo((glob: string) => cheapestOf(glob, all)))

function cheapestOf(glob: string, all: readonly Candidate[]): readonly Named[] {
  const cheapest = new Map<string, Named>()
  for (const checks of listsNamed(glob, all)) {
    for (const one of checks) {
      const other = cheapest.get(one.alike)
      if (other === undefined || isCheaper(one, other)) cheapest.set(one.alike, one)
    }
  }
  return [...cheapest.values()].toSorted((one, other) => one.position - other.position)
}

function listsNamed(glob: string, all: readonly Candidate[]): readonly (readonly Named[])[] {
  // A name is found at once; there are tens of thousands to compare a pattern with.
  if (!/[*?]/u.test(glob)) return [byName(all).get(glob) ?? []]
  return entriesOf(all)
    .filter(([name]) => matchesGlob(glob, name))
    .map(([, checks]) => checks)
}

/** Of two that cost the same, the first. */
function isCheaper(one: Named, other: Named): boolean {
  const more = one.candidate.cost - other.candidate.cost
  return more === 0 ? one.position < other.position : more < 0
}
