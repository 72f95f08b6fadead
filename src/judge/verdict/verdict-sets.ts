/** What verdicts have in common. */
import type { CheckResult } from '../../model/report.ts'

export const failingVerdicts = ['fail', 'warn', 'known'] as const

const failing: ReadonlySet<string> = new Set(failingVerdicts)
const holding: ReadonlySet<string> = new Set(['pass', 'fixed'])
const undecided: ReadonlySet<string> = new Set(['inconclusive', 'error'])

/** The check shows a deviation of the target. */
export function isFailing(verdict: string): verdict is (typeof failingVerdicts)[number] {
  return failing.has(verdict)
}

/** The check shows that the target does what is asked. */
export function isHolding(verdict: string): boolean {
  return holding.has(verdict)
}

/** The check shows one or the other. */
export function isDecided(verdict: string): boolean {
  return holding.has(verdict) || failing.has(verdict)
}

/** The check ran without a result. */
export function isUndecided(verdict: string): boolean {
  return undecided.has(verdict)
}

/** How a check ended in an earlier run. */
export type PastState = 'failed' | 'held' | 'unknown'

/** How a check ended, from its result. */
export function stateOf(check: CheckResult | undefined): PastState {
  if (check === undefined || !isDecided(check.verdict)) return 'unknown'
  return isFailing(check.verdict) ? 'failed' : 'held'
}
