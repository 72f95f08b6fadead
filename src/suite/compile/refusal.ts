/** The refusal that is required of a server that lacks the capability of a case. */
import { mainStep, type Case, type Check, type Step } from '../../model/case.ts'
import { apiFacts } from '../../model/apis.ts'
import { asObject } from '../../model/json/shape.ts'
import { memo } from '../../model/lists/memo.ts'
import type { ApiName } from '../../model/names.ts'
import type { ChecksOfStep, PlannedCheck } from '../../model/plan.ts'

/** The check that no suite file holds, for the ledger of rules. */
export const refusalRule = { id: 'refused-cleanly', rule: 'http.unsupported-refused' } as const

/** Symbolic error of a refusal; what it looks like is in the target's profile. */
const refused = 'unsupported-operation'

/** The check that replaces all others when a capability is lacking. */
export function refusalCheck(given: Case): Check {
  return {
    ...refusalRule,
    level: 'must',
    kind: 'protocol',
    assert: 'error',
    args: refused,
    step: given.steps[0]?.id ?? mainStep,
    needs: [],
    source: given.source,
  }
}

/**
 * The case as it is sent to a target that lacks its capability: the first step alone, to be refused.
 *
 * @returns undefined when the case needs no capability, or its first step does not ask for it
 */
export function toRefusal(given: Case): Case | undefined {
  const [first] = given.steps
  const { capability, asksLater } = given
  if (capability === undefined || asksLater === true || first === undefined) return undefined
  const expect = { outcome: 'any', error: refused } as const
  return {
    ...given,
    steps: [{ ...first, repeat: 1, expect }],
    checks: [refusalCheck(given)],
  }
}

/**
 * Lowers the refusal to `should` where the server answers: supporting more than is declared breaks no
 * rule. Worked out when asked for, as the checks of a step are: most targets never need it.
 */
export function lenient(checks: ChecksOfStep): ChecksOfStep {
  const lowered = memo((all: readonly PlannedCheck[]) =>
    all.map((check): PlannedCheck =>
      check.id === refusalRule.id ? { ...check, level: 'should' } : check,
    ),
  )
  return {
    get reply() {
      return lowered(checks.reply)
    },
    get error() {
      return checks.error
    },
    get silent() {
      return checks.silent
    },
    get unsent() {
      return checks.unsent
    },
  }
}

/** Where some models take no system prompt (Bedrock user guide, "Supported models and model features"). */
function isSystemOptional(api: ApiName): boolean {
  if (api === 'count-tokens') return true
  return apiFacts[api].family === 'converse'
}

function hasSystem({ request }: Step): boolean {
  const { body } = 'say' in request ? request.say : request.send
  const given = asObject(body)
  const holds = (one: Readonly<Record<string, unknown>>) => one['system'] !== undefined
  if (holds(given) || holds(asObject(asObject(given['input'])['converse']))) return true
  const turns = 'say' in request ? request.say.turns.map(asObject) : []
  return turns.some(({ role }) => role === 'system' || role === 'developer')
}

const withoutSystem = memo((step: Step): Step => ({
  ...step,
  expect: { outcome: 'reply-or-error', error: 'unsupported-system' },
}))

/** The step, which a model without system prompts may refuse where it has one. */
export function refusable(step: Step, api: ApiName): Step {
  const mayRefuse = isSystemOptional(api) && step.expect.outcome === 'reply'
  return mayRefuse && hasSystem(step) ? withoutSystem(step) : step
}
