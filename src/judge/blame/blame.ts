/** One word for who is at fault. */
import type { AgainstCheck, Blame, CheckResult } from '../../model/report.ts'
import type { Verdict } from '../../model/words.ts'
import { kindsShown } from '../verdict/finding-kinds.ts'

/** What the two targets are called in a blame. */
export interface Names {
  /** The target that is judged: the layer in front. */
  readonly here: Blame
  /** The target of `--against`: what stands behind it, asked directly. */
  readonly there: Blame
}

/** The two words that are no target's name. */
export const upstream: Blame = 'upstream'
export const model: Blame = 'model'

const deviating: ReadonlySet<Verdict> = new Set<Verdict>(['fail', 'warn', 'known', 'error'])
const holding: ReadonlySet<Verdict> = new Set<Verdict>(['pass', 'fixed'])

/** The names of two targets: Bedrock is called so whichever of its hosts or stand-ins was asked. */
export function namesOf(here: string, there: string): Names {
  const isBedrock = there.startsWith('bedrock') || there === 'reference'
  return { here, there: isBedrock ? 'bedrock' : there }
}

/** A check here, set against the same check there. */
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
  const isDeviating = [here, there].map(({ verdict }) => deviating.has(verdict))
  const isHolding = [here, there].map(({ verdict }) => holding.has(verdict))
  if (isDeviating[0] === true && isDeviating[1] === true) {
    // A deviation that is not found behind the layer is the layer's own.
    return isWithin(here, there) ? upstream : names.here
  }
  const isOpposed = (isDeviating[0] && isHolding[1]) || (isHolding[0] && isDeviating[1])
  if (isOpposed !== true) return undefined
  if (here.kind === 'behaviour') return model
  return isDeviating[0] === true ? names.here : names.there
}

function isWithin(here: CheckResult, there: CheckResult): boolean {
  const known = new Set(kindsOf(there))
  return kindsOf(here).every((kind) => known.has(kind))
}

/** Kinds of finding with their places, indices left out; how it failed where there is none. */
function kindsOf(check: CheckResult): string[] {
  const kinds = kindsShown(check)
  if (kinds.length === 0) return [check.verdict]
  return kinds.map(({ code, pointer = '' }) => `${code} ${pointer.replaceAll(/\/\d+/g, '/*')}`)
}

function codesOf(check: CheckResult): string[] {
  return [...new Set(kindsShown(check).map(({ code }) => code))]
}
