/** Whether a server that lacks what a case is about refuses it cleanly. */
import type { CheckInput } from '../../assertions/assertion.ts'
import { assertions } from '../../assertions/registry.ts'
import type { Case, Expectation } from '../../model/case.ts'
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

/** Whether the server may refuse the request because it lacks what the request asks for. */
export function mayBeRefused(expect: Expectation): boolean {
  return expect.outcome === 'reply-or-error' && refusals.some((name) => name === expect.error)
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
  return given.checks.map((check) => unsupportedResult(check, because))
}

/** The results, of which the case's own for the declined steps are unsupported, whatever they found. */
export function unsupportedIn(
  declined: ReadonlySet<string>,
  given: Case,
  results: readonly CheckResult[],
): readonly CheckResult[] {
  if (declined.size === 0) return results
  const own = new Map(
    given.checks.filter(({ step }) => declined.has(step)).map((check) => [check.id, check]),
  )
  return results.map((result) => {
    const check = own.get(result.id)
    return check === undefined
      ? result
      : unsupportedResult(check, 'The server refuses the parameter cleanly.')
  })
}

function unsupportedResult(
  { id, level, kind, rule, source }: Case['checks'][number],
  because: string,
): CheckResult {
  return {
    id,
    level,
    kind,
    rule,
    source,
    verdict: 'unsupported',
    reason: 'capability',
    because,
  }
}
