/** One word for who is at fault. */
import type { AgainstCheck, Blame, CheckResult } from '../../model/report.ts'
import { kindsShown } from '../verdict/finding-kinds.ts'
import { isFailing, isHolding } from '../verdict/verdict-sets.ts'

/** The names of the two targets in a blame. */
export interface Names {
  /** The target that is judged: the layer in front. */
  readonly here: Blame
  /** The target of `--against`: the service behind that layer, called directly. */
  readonly there: Blame
}

/** The two blames that are not a target's name. */
export const upstream: Blame = 'upstream'
export const model: Blame = 'model'

function isDeviating({ verdict }: CheckResult): boolean {
  return isFailing(verdict) || verdict === 'error'
}

/** The names of two targets: every host of Bedrock, and the reference, is `bedrock`. */
export function namesOf(here: string, there: string): Names {
  const isBedrock = there.startsWith('bedrock') || there === 'reference'
  return { here, there: isBedrock ? 'bedrock' : there }
}

/** The verdict of the same check there, and who is at fault. */
export function blameCheck(here: CheckResult, there: CheckResult, names: Names): AgainstCheck {
  const findings = codesOf(there)
  const blame = blamed(here, there, names)
  return {
    verdict: there.verdict,
    ...(findings.length > 0 && { findings }),
    ...(blame !== undefined && { blame }),
  }
}

function blamed(here: CheckResult, there: CheckResult, names: Names): Blame | undefined {
  if (isDeviating(here) && isDeviating(there)) {
    // A deviation that is not found behind the layer is the layer's own.
    return isWithin(here, there) ? upstream : names.here
  }
  const isOnlyHere = isDeviating(here) && isHolding(there.verdict)
  const isOnlyThere = isHolding(here.verdict) && isDeviating(there)
  if (!isOnlyHere && !isOnlyThere) return undefined
  if (here.kind === 'behaviour') return model
  return isOnlyHere ? names.here : names.there
}

function isWithin(here: CheckResult, there: CheckResult): boolean {
  const known = new Set(kindsOf(there))
  return kindsOf(here).every((kind) => known.has(kind))
}

/** Kinds of finding with their places, without indices; the verdict where there is no finding. */
function kindsOf(check: CheckResult): string[] {
  const kinds = kindsShown(check)
  if (kinds.length === 0) return [check.verdict]
  return kinds.map(({ code, pointer = '' }) => `${code} ${pointer.replaceAll(/\/\d+/g, '/*')}`)
}

function codesOf(check: CheckResult): string[] {
  return [...new Set(kindsShown(check).map(({ code }) => code))]
}
