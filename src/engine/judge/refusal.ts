/** What is demanded of a server that lacks what a case is about: a clean refusal. */
import { assertions } from '../../assertions/registry.ts'
import type { CheckInput } from '../../assertions/assertion.ts'
import type { Case, Check } from '../../model/case.ts'
import type { Observation } from '../../model/observation.ts'
import type { CheckResult } from '../../model/report.ts'

/** Symbolic errors of a refusal; what they look like is in the target's profile. */
const refusals = ['unsupported-operation', 'unsupported-feature'] as const

/** What the runner checks by itself, for the ledger of rules. */
export const refusalRule = { id: 'refused-cleanly', rule: 'http.unsupported-refused' } as const

/** The check that stands for all others when a capability is lacking. */
function refusalCheck(given: Case, level: Check['level']): Check {
  return {
    ...refusalRule,
    level,
    kind: 'protocol',
    assert: 'error',
    args: refusals[0],
    step: given.steps[0]?.id ?? 'main',
    needs: [],
    source: given.source,
  }
}

/**
 * The same case asked to be refused, for a target that declares to lack its capability: the first
 * step alone. An answer all the same breaks no promise (`should`); a refusal must be clean.
 */
export function askedToBeRefused(given: Case): Case {
  const [first] = given.steps
  if (first === undefined) return given
  const expect = { outcome: 'any', error: refusals[0] } as const
  return {
    ...given,
    steps: [{ ...first, repeat: 1, expect }],
    checks: [refusalCheck(given, 'must')],
  }
}

/** Lowers the refusal to `should` where the server answered: more than was declared is no fault. */
export function levelled(checks: readonly Check[], observation: Observation | undefined): Check[] {
  const answered = (observation?.exchange.response?.status ?? 500) < 400
  return checks.map((check) => (answered ? { ...check, level: 'should' } : check))
}

/** Whether a server that declares nothing said cleanly that it lacks what was asked for. */
export function isCleanRefusal(input: CheckInput): boolean {
  const status = input.observation.exchange.response?.status ?? 0
  const judge = assertions.get('error')?.judge
  if (status < 400 || judge === undefined) return false
  return refusals.some((name) => {
    const { findings, inconclusive } = judge(name, input)
    return findings.length === 0 && inconclusive === undefined
  })
}

/** The case's own checks, taken away by a capability that is lacking. */
export function takenAway(given: Case, because: string): CheckResult[] {
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
