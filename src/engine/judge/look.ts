/** One look of a check at one exchange, or at the reason why there is none. */
import { isThrottling } from '../../model/exchange.ts'
import { describeFault, Problem } from '../../model/problem.ts'
import type { Assertion, CheckInput, CheckOutcome } from '../../assertions/assertion.ts'
import { throttledBy } from '../../assertions/evidence/throttled.ts'
import { assertions } from '../../assertions/registry.ts'
import type { Look } from '../../judge/verdict/check-verdict.ts'
import type { FindingCode } from '../../model/findings/finding-codes.ts'
import type { Finding } from '../../model/findings/finding.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell, PlannedCheck, PlannedStep } from '../../model/plan.ts'
import type { NotSent, Play } from '../play/play.ts'
import { fill, type Filled } from '../play/values/fill.ts'
import type { Values } from '../play/values/values.ts'
import { whyDeclined } from './declined.ts'
import { inputOf } from './input.ts'
import { answeredId } from './own-ids.ts'
import { isOfWhatCame, whyUnread } from './unread.ts'

interface LookInput {
  readonly step: PlannedStep
  readonly input: CheckInput
  readonly values: Values
  /** Ids of the checks that looked before and did not pass. */
  readonly failed: ReadonlySet<string>
}

/** One object for all: most looks of a run find nothing. */
const nothing: Look = { findings: [], notes: [] }

/** What a check finds in an exchange. Never throws: a fault of the check is its result. */
export function lookOnce(check: PlannedCheck, given: LookInput): Look {
  try {
    return look(check, given)
  } catch (error) {
    const what = `The check "${check.id}" (${check.assert}) was not judged.`
    if (error instanceof Problem) return { ...nothing, error: `${what} ${error.message}` }
    return { ...nothing, error: `${what} ${describeFault(error)}`, fault: true }
  }
}

function look(check: PlannedCheck, { step, input, values, failed }: LookInput): Look {
  const { observation } = input
  const hindrance =
    whySilent(check, observation) ??
    // Where any outcome is allowed, the check itself may accept a 429.
    (step.expect.outcome === 'any' ? undefined : whyThrottled(check, step, observation)) ??
    whyDependent(check, observation, failed)
  if (hindrance !== undefined) return hindrance
  const args = argsOf(check, values)
  if ('missing' in args) {
    return prerequisite(`No earlier reply gave a value for ${args.missing.join(', ')}.`)
  }
  const assertion = assertionOf(check)
  const outcome = assertion.judge(args.value, input)
  const throttled =
    outcome.findings.length > 0
      ? (whyThrottled(check, step, observation) ?? whyThrottledAmid(observation, outcome))
      : undefined
  if (throttled !== undefined) return throttled
  const unread = whyUnread(assertion.reads(args.value), observation, outcome)
  if (unread !== undefined) return prerequisite(unread)
  const declined = whyDeclined(check, assertion, observation, outcome)
  if (declined !== undefined) return prerequisite(declined)
  return lookFrom(outcome, observation)
}

function lookFrom(
  { findings, notes = [], ownId, unreachable, inconclusive }: CheckOutcome,
  observation: Observation,
): Look {
  const isSilent = findings.length + notes.length === 0 && inconclusive === undefined
  if (isSilent && unreachable === undefined && ownId === undefined) return nothing
  return {
    findings: bounded(findings),
    notes: notes.slice(0, mostNotes),
    ...(ownId && { ownId: answeredId(ownId, observation) }),
    ...(unreachable !== undefined && { error: unreachable }),
    ...(inconclusive !== undefined && {
      inconclusive: { reason: 'prerequisite', because: inconclusive },
    }),
  }
}

/** Findings of one code that are kept: a list of a server may be as long as it likes. */
const mostOfCode = 20
const mostNotes = 50

function bounded(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= mostOfCode) return findings
  const counts = new Map<string, number>()
  return findings.filter(({ code }) => {
    const count = counts.get(code) ?? 0
    counts.set(code, count + 1)
    return count < mostOfCode
  })
}

export function argsOf({ args, template }: PlannedCheck, values: Values): Filled {
  return template === undefined ? { value: args } : fill(template, values.lookup)
}

/** The loader refuses unknown names. */
function assertionOf({ assert }: PlannedCheck): Assertion {
  return assertions.get(assert) as Assertion
}

/** Whether a check compares its step with others. */
export function readsSteps(check: PlannedCheck): boolean {
  return assertionOf(check)?.reads(check.args).steps === true
}

/** Whether a check judges also a step without a response. */
export function judgesSilence(check: PlannedCheck): boolean {
  return assertionOf(check)?.judgesSilence === true
}

function prerequisite(because: string): Look {
  return { ...nothing, inconclusive: { reason: 'prerequisite', because } }
}

/** Why an exchange without a response cannot be judged. */
function whySilent(check: PlannedCheck, { exchange, answer }: Observation): Look | undefined {
  const { response, failure } = exchange
  if (response !== undefined) return undefined
  if (failure?.kind === 'aborted') {
    const because = 'The run was stopped while the request was in flight.'
    return { ...nothing, inconclusive: { reason: 'interrupted', because } }
  }
  if (judgesSilence(check) && answer !== undefined) return undefined
  const error = `${failure?.message ?? 'No response came.'} ${failure?.remedy ?? ''}`.trim()
  return { ...nothing, error }
}

/** Why a refusal as one too many cannot be judged, unless it was expected or is what the check is about. */
function whyThrottled(
  check: PlannedCheck,
  { expect }: PlannedStep,
  { exchange }: Observation,
): Look | undefined {
  const status = exchange.response?.status
  if (!isThrottling(status)) return undefined
  const isExpected = expect.outcome === 'error' && expect.error === 'throttled'
  if (isExpected || assertionOf(check)?.judgesThrottling === true) return undefined
  const because = `Throttled: HTTP ${status} after ${exchange.earlier.length + 1} attempts.`
  return { ...nothing, inconclusive: { reason: 'throttled', because } }
}

/** That a stream failed, and what stands for lack of an end at the last thing that came. */
const failures: ReadonlySet<string> = new Set<FindingCode>([
  'bedrock.stream-exception',
  'chunk.finish-missing',
  'error.in-stream',
])

/** Why a stream that was ended as one too many cannot be judged, save for what came of it. */
function whyThrottledAmid(observation: Observation, { findings }: CheckOutcome): Look | undefined {
  const by = throttledBy(observation)
  const isExplained = findings.every(
    (one) => failures.has(one.code) || !isOfWhatCame(one, observation),
  )
  if (by === undefined || !isExplained) return undefined
  const because = `Throttled: the stream was ended by ${by}. Run it again, later or with a lower --concurrency.`
  return { ...nothing, inconclusive: { reason: 'throttled', because } }
}

/** Why a check cannot be judged after a check that it needs did not pass. */
function whyDependent(
  { needs }: PlannedCheck,
  { exchange }: Observation,
  failed: ReadonlySet<string>,
): Look | undefined {
  if (exchange.response === undefined || failed.size === 0) return undefined
  const need = needs.find((id) => failed.has(id))
  return need === undefined
    ? undefined
    : prerequisite(`It needs the check "${need}", which did not pass.`)
}

interface Unsent {
  readonly cell: Cell
  readonly step: PlannedStep
  readonly played: Play
}

/** What a check finds where its step was not sent: an answer that is known anyway may be enough. */
export function lookUnsent(check: PlannedCheck, { cell, step, played }: Unsent): Look {
  const missing = played.notSent.get(step.id)
  if (missing === undefined) {
    return { ...nothing, inconclusive: { reason: 'not-run', because: 'It was not sent.' } }
  }
  if (!judgesSilence(check) || missing.answer === undefined) return lookAtNothing(missing)
  const exchange = { startedAt: '', request: noRequest, earlier: [], leaks: [] }
  const observation = { api: step.api, exchange, items: [], answer: missing.answer }
  const { values } = played
  const input = inputOf({ cell, step, played, observation, values })
  return lookOnce(check, { step, input, values, failed: new Set() })
}

const noRequest = { method: '', url: '', headers: [], body: new Uint8Array() }

function lookAtNothing({ reason, because, unreachable }: NotSent): Look {
  if (unreachable === true) return { ...nothing, error: because }
  // Nothing else of the reason is about the check.
  return { ...nothing, inconclusive: { reason, because } }
}
