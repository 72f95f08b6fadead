/** Whether a server that lacks what a case is about refuses it cleanly. */
import type { CheckInput } from '../../assertions/assertion.ts'
import { assertions } from '../../assertions/registry.ts'
import type { Case } from '../../model/case.ts'
import type { CheckResult } from '../../model/report.ts'

/** Symbolic errors of a refusal; what they look like is in the target's profile. */
const refusals = ['unsupported-operation', 'unsupported-feature'] as const

/** Whether a server that declares nothing refused cleanly what was asked for. */
export function isCleanRefusal(input: CheckInput): boolean {
  const status = input.observation.exchange.response?.status ?? 0
  const judge = assertions.get('error')?.judge
  if (status < 400 || judge === undefined) return false
  return refusals.some((name) => {
    const { findings, inconclusive } = judge(name, input)
    return findings.length === 0 && inconclusive === undefined
  })
}

/** Of a server that does not have the path or the method at all. */
const unserved: readonly number[] = [404, 405, 501]

/**
 * Whether a server that declares nothing lacks the whole API, as the answer to a request shows that
 * is to be refused anyway: refused as expected, or for another fault, it was read.
 */
export function isUnserved(input: CheckInput): boolean {
  const status = input.observation.exchange.response?.status ?? 0
  const judged = assertions.get('error')?.judge(true, input)
  return judged?.findings.length !== 0 && unserved.includes(status) && isCleanRefusal(input)
}

/** Results of the case's own checks when the target lacks the capability that they need. */
export function unsupported(given: Case, because: string): CheckResult[] {
  return given.checks.map(({ id, level, kind, rule, source }) => ({
    id,
    level,
    kind,
    rule,
    source,
    verdict: 'unsupported',
    reason: 'capability',
    because,
  }))
}
