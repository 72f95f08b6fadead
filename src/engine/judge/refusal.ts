/** Whether a server that lacks what a case is about refuses it cleanly. */
import type { CheckInput } from '../../assertions/assertion.ts'
import { assertions } from '../../assertions/registry.ts'
import type { Case, Expectation } from '../../model/case.ts'
import { isPathUnserved } from '../../model/exchange.ts'
import { asObject } from '../../model/json/shape.ts'
import type { CheckResult } from '../../model/report.ts'

/** Symbolic errors of a refusal; what they look like is in the target's profile. */
const refusals = ['unsupported-operation', 'unsupported-feature'] as const

/** Refused because of a length, whatever else was asked for. */
const overflow = 'context-overflow'

/** Errors that are more than a refusal: they must say what the reason is. */
const reasoned: ReadonlySet<string> = new Set([overflow, 'unsupported-system'])

/** Whether a server that declares nothing refused cleanly what was asked for. */
export function isCleanRefusal(input: CheckInput): boolean {
  return !isAboutLength(input) && refusals.some((name) => isRefusedAs(name, input))
}

/** Whether the server may refuse the request because it lacks what the request asks for. */
export function mayBeRefused(expect: Expectation): boolean {
  if (expect.outcome !== 'reply-or-error') return false
  return [...refusals, ...reasoned].some((name) => name === expect.error)
}

/** Whether a step that may be refused was refused cleanly. */
export function isExpectedRefusal(input: CheckInput): boolean {
  const { expect } = input
  const error = (expect.outcome === 'reply-or-error' ? expect.error : undefined) ?? ''
  return reasoned.has(error) ? isRefusedAs(error, input) : isCleanRefusal(input)
}

function isRefusedAs(name: string, input: CheckInput): boolean {
  const status = input.observation.exchange.response?.status ?? 0
  const judge = assertions.get('error')?.judge
  if (status < 400 || judge === undefined) return false
  const { findings, inconclusive } = judge(name, input)
  return findings.length === 0 && inconclusive === undefined
}

/** What every request of a conversation has: refused for one of these, it was not for what else it asks. */
const limits: ReadonlySet<unknown> = new Set([
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
])

function isAboutLength({ observation }: CheckInput): boolean {
  const { param, code } = asObject(asObject(observation.body?.json)['error'])
  return limits.has(param) || code === 'context_length_exceeded'
}

/**
 * Whether a server that declares nothing lacks the whole API, as the answer to a request shows that
 * is to be refused anyway: refused as expected, or for another fault, it was read.
 */
export function isUnserved(input: CheckInput): boolean {
  const status = input.observation.exchange.response?.status ?? 0
  const judged = assertions.get('error')?.judge(true, input)
  return judged?.findings.length !== 0 && isPathUnserved(status) && isCleanRefusal(input)
}

/** Results of the case's own checks when the target lacks the capability that they need. */
export function unsupported(given: Case, because: string): CheckResult[] {
  return given.checks.map((check) => unsupportedResult(check, because))
}

/** What was refused, by the error that was expected of a refusal; any other is of a parameter. */
const refusedPart: Readonly<Partial<Record<string, string>>> = {
  [overflow]: 'prompt of that length',
  'unsupported-system': 'system prompt',
}

/**
 * The results, of which the case's own for the declined steps are unsupported, whatever they found.
 *
 * @param declined steps, with the error that was expected of a refusal
 */
export function unsupportedIn(
  declined: ReadonlyMap<string, string>,
  given: Case,
  results: readonly CheckResult[],
): readonly CheckResult[] {
  if (declined.size === 0) return results
  const own = new Map(
    given.checks.filter(({ step }) => declined.has(step)).map((check) => [check.id, check]),
  )
  return results.map((result) => {
    const check = own.get(result.id)
    if (check === undefined) return result
    const part = refusedPart[declined.get(check.step) ?? ''] ?? 'parameter'
    return unsupportedResult(check, `The server refuses the ${part} cleanly.`)
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
