/** A cell on one target, set against the same cell on another. */
import type { Observation } from '../../model/observation.ts'
import type { AgainstCheck, Blame, CellResult, Difference } from '../../model/report.ts'
import { blameCheck, model, upstream, type Names } from './blame.ts'
import { differenceKey, differences } from './differences.ts'
import { fingerprint } from './fingerprint.ts'

/** What a cell came to on one target, and what it rests on. */
export interface Side {
  readonly result: CellResult
  readonly observations: readonly Observation[]
}

/** The two sides of a cell, from requests sent at the same time. */
export interface Pair {
  readonly here: Side
  readonly there: Side
}

/** More of them tell nothing new, and a report has many cells. */
const mostDifferences = 40

/**
 * The result of `first.here` with what became of it there and who is at fault.
 *
 * @param again the same pair played once more: what does not come out the same way varies, and is
 *   put down to the model
 */
export function setAgainst(first: Pair, names: Names, again?: Pair): CellResult {
  const { here, there } = first
  const checks = here.result.checks.map((check) => {
    const against = blameOf(check.id, first, names)
    if (against === undefined) return check
    const second = again && blameOf(check.id, again, names)
    return { ...check, against: settled(against, second) }
  })
  const found = differencesOf(first, names, again)
  const blame = worst(
    [...checks.map(({ against }) => against?.blame), ...found.map((one) => one.blame)],
    names,
  )
  return {
    ...here.result,
    checks,
    against: {
      region: there.result.region,
      model: there.result.model,
      verdict: there.result.verdict,
      ...(blame !== undefined && { blame }),
      differences: found,
    },
  }
}

/** Whether anything of the pair is put down to one of the two targets: what a second look may change. */
export function isDisputed(pair: Pair, names: Names): boolean {
  const { against } = setAgainst(pair, names)
  return against?.blame !== undefined && against.blame !== model
}

function blameOf(id: string, { here, there }: Pair, names: Names): AgainstCheck | undefined {
  const [own, other] = [here, there].map(({ result }) => result.checks.find((one) => one.id === id))
  return own && other && blameCheck(own, other, names)
}

function settled(first: AgainstCheck, second: AgainstCheck | undefined): AgainstCheck {
  const isSame = second === undefined || second.blame === first.blame
  return isSame || first.blame === undefined ? first : { ...first, blame: model }
}

function differencesOf(first: Pair, names: Names, again: Pair | undefined): Difference[] {
  const confirmed = again && new Set(unblamed(again).map(differenceKey))
  return unblamed(first)
    .slice(0, mostDifferences)
    .map((difference) => {
      const varies = confirmed !== undefined && !confirmed.has(differenceKey(difference))
      return { ...difference, blame: varies ? model : names.here }
    })
}

function unblamed({ here, there }: Pair): ReturnType<typeof differences> {
  // What one of them does not have at all has no replies to be like.
  if ([here, there].some(({ result }) => result.verdict === 'unsupported')) return []
  return differences(fingerprint(here.observations), fingerprint(there.observations))
}

/** The word that a reader has to act upon first. */
function worst(blames: readonly (Blame | undefined)[], names: Names): Blame | undefined {
  return [names.here, names.there, upstream, model].find((word) => blames.includes(word))
}
