/** Judges a captured exchange by the checks of its API, without sending anything. */
import { apis } from '../../protocol/registry.ts'
import type { Expectation } from '../../model/case.ts'
import type { Observation } from '../../model/observation.ts'
import { possibleChecks, type Cell, type ChecksOfStep, type PlannedStep } from '../../model/plan.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import { cellVerdict } from '../../judge/verdict/cell-verdict.ts'
import { createValues } from '../play/values/values.ts'
import { whyBlind } from './blind.ts'
import { judgeWhole, schemasAmong } from './whole/whole.ts'
import type { Recording } from './recording.ts'
import { judgeLooks, lookAtPlay, type JudgeContext } from '../judge/judge.ts'
import { faultyChecks, requestIdOf } from '../play/cell-result.ts'
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
  const checks = checksOf(cell, recording, context)
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
    requestIds: requestIdOf(exchange),
    checks,
    source: recording.source,
  }
}

/** Never throws: a fault of ours is the result of every check. */
function checksOf(cell: Cell, recording: Recording, context: JudgeContext): CheckResult[] {
  try {
    return judgedChecks(cell, recording, context)
  } catch (error) {
    return faultyChecks(cell, error, context)
  }
}

function judgedChecks(cell: Cell, recording: Recording, context: JudgeContext): CheckResult[] {
  const { exchange, as } = recording
  const observation = observe(exchange, apis[as.api], as.model)
  const isReply = (exchange.response?.status ?? 0) < 400
  const expected: Expectation = recording.expect ?? { outcome: isReply ? 'reply' : 'error' }
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
  return [
    ...judged({ ...cell, steps }, { recording, observation, context }),
    ...judgeWhole(recording, observation, isReply ? schemasAmong(mayJudge) : [], context),
  ]
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
  const check = { id, level, kind, rule, ...(source && { source }) }
  return { ...check, verdict: 'inconclusive', reason: 'not-captured', because }
}
