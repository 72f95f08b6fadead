/** Judges a captured exchange by the checks of its API, without sending anything. */
import { apiFacts } from '../../model/apis.ts'
import { apis } from '../../protocol/registry.ts'
import type { Expectation } from '../../model/case.ts'
import { requestIdOf } from '../../model/headers.ts'
import type { Observation } from '../../model/observation.ts'
import { possibleChecks, type Cell, type ChecksOfStep, type PlannedStep } from '../../model/plan.ts'
import type { CellResult, CheckResult, ReplyCounts } from '../../model/report.ts'
import { cellVerdict } from '../../judge/verdict/cell-verdict.ts'
import { countReplies } from '../../judge/verdict/replies.ts'
import { createValues } from '../play/values/values.ts'
import { whyBlind } from './blind.ts'
import { judgedBody } from './judged-body.ts'
import { judgeWhole, schemasAmong } from './whole/whole.ts'
import type { Recording } from './recording.ts'
import { judgeLooks, lookAtPlay, type JudgeContext } from '../judge/judge.ts'
import { faultyChecks } from '../play/cell-result.ts'
import { foreignAnswer } from '../observe/foreign.ts'
import { observe } from '../observe/observe.ts'

/** What judging recordings needs. */
export interface RecordingContext extends JudgeContext {
  /** Compiles a recording into a cell of one step that expects a reply or an error. */
  readonly compile: (recording: Recording) => Cell
}

interface Judging {
  readonly recording: Recording
  readonly observation: Observation
  readonly context: JudgeContext
}

/** The cell's result; what the recording cannot tell is inconclusive with the reason `not-captured`. */
export function judgeRecording(recording: Recording, context: RecordingContext): CellResult {
  const { exchange, as } = recording
  const cell = context.compile(recording)
  const { checks, replies, foreign } = outcomeOf(cell, recording, context)
  const requestId = requestIdOf(exchange.response?.headers)
  return {
    case: recording.id,
    suite: cell.case.suite,
    title: recording.title,
    from: [recording.source.file],
    api: as.api,
    region: as.region,
    model: as.model.id,
    verdict: cellVerdict(checks),
    durationMs: Math.round(exchange.response?.endedAt ?? 0),
    requests: 0,
    retries: 0,
    requestIds: requestId === undefined ? [] : [requestId],
    ...(replies && { replies }),
    ...(foreign !== undefined && { foreign: context.clean(foreign) }),
    checks,
    source: recording.source,
  }
}

interface Outcome {
  readonly checks: CheckResult[]
  readonly replies?: ReplyCounts | undefined
  readonly foreign?: string | undefined
}

/** Never throws: a fault of ours is the result of every check. */
function outcomeOf(cell: Cell, recording: Recording, context: JudgeContext): Outcome {
  try {
    return judgedOutcome(cell, recording, context)
  } catch (error) {
    return { checks: faultyChecks(cell, error, context) }
  }
}

function judgedOutcome(cell: Cell, recording: Recording, context: JudgeContext): Outcome {
  const { exchange, as } = recording
  const observation = observe(exchange, apis[as.api], as.model)
  const isReply = (exchange.response?.status ?? 0) < 400
  const expected = recording.expect ?? inferred(observation)
  const isHidden = recording.expect === undefined && isDressed(observation)
  const steps = cell.steps.map((step): PlannedStep => {
    const { checks } = step
    const chosen = isHidden ? checks.unsent : chosenChecks(checks, expected, isReply)
    return {
      ...step,
      expect: expected,
      checks: { reply: chosen, error: chosen, silent: chosen, unsent: chosen },
    }
  })
  const mayJudge = (isHidden ? steps : cell.steps).flatMap(possibleChecks)
  const checks = [
    ...judged({ ...cell, steps }, { recording, observation, context }),
    ...judgedBody(recording, mayJudge),
    ...judgeWhole(recording, observation, isReply ? schemasAmong(mayJudge) : [], context),
  ]
  // A body without bytes may not have been recorded.
  const isRecorded = (observation.body?.bytes.length ?? 0) > 0
  const foreign = isRecorded ? foreignAnswer(observation) : undefined
  return { checks, replies: countReplies([observation]), foreign }
}

/** What came decides; a failed response may be the right answer to its request. */
function inferred({ api, exchange, error }: Observation): Expectation {
  if ((exchange.response?.status ?? 0) >= 400) return { outcome: 'error' }
  const mayFail = apiFacts[api].family === 'responses' && error !== undefined
  return { outcome: mayFail ? 'reply-or-error' : 'reply' }
}

/** A refusal dressed as a success is held to what holds always: as a reply all of it were wrong. */
function isDressed({ exchange, error, reply, items }: Observation): boolean {
  const isSuccess = (exchange.response?.status ?? 0) < 400
  return isSuccess && error !== undefined && reply === undefined && items.length === 0
}

/** The checks that judge the exchange. */
function chosenChecks(checks: ChecksOfStep, { outcome }: Expectation, isReply: boolean) {
  if (outcome === 'any') return checks.unsent
  const isHeldToReply = outcome === 'reply-or-error' ? isReply : outcome === 'reply'
  return isHeldToReply ? checks.reply : checks.error
}

function judged(cell: Cell, judging: Judging): CheckResult[] {
  const { recording, observation, context } = judging
  const [step] = cell.steps
  if (step === undefined) return []
  const played = {
    values: createValues(cell),
    steps: new Map([[step.id, [observation]]]),
    notSent: new Map(),
    reused: new Set<never>(),
  }
  const seen = lookAtPlay(cell, played, context)
  const checks = new Map(seen.map(({ check }) => [check.id, check]))
  return judgeLooks(cell, seen, context).map((result) => {
    const check = checks.get(result.id)
    const because = check && whyBlind(check, result, recording)
    return because === undefined ? result : blinded(result, because)
  })
}

function blinded({ id, level, kind, rule, source }: CheckResult, because: string): CheckResult {
  const verdict = 'inconclusive'
  const reason = 'not-captured'
  // The spread is last: members after it would give each object a hidden class of its own.
  return { id, level, kind, rule, verdict, reason, because, ...(source && { source }) }
}
