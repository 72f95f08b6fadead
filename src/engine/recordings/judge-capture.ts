/** Judges a captured exchange by the checks of its API, without sending anything. */
import { apis } from '../../protocol/registry.ts'
import type { Case, Check, Expectation, Step } from '../../model/case.ts'
import { headerValue } from '../../model/headers.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell } from '../../model/plan.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import { cellVerdict } from '../../judge/verdict/cell-verdict.ts'
import { checksFor } from '../../suite/compile/expand.ts'
import { mainStep } from '../../suite/load/step-id.ts'
import { createValues } from '../../suite/compile/values.ts'
import { whyBlind } from './blind.ts'
import { judgeWhole, schemasAmong } from './whole/whole.ts'
import type { Capture } from './capture.ts'
import { judgePlays, type JudgeContext } from '../judge/judge-play.ts'
import { observe } from '../observe/observe.ts'

/** The cell's result; what the capture cannot tell is inconclusive with the reason `not-captured`. */
export function judgeCapture(capture: Capture, context: JudgeContext): CellResult {
  const { exchange, as } = capture
  const observation = observe(exchange, apis[as.api], as.model)
  const asked = cellOf(capture, capture.expect ?? inferred(observation))
  const isHidden = capture.expect === undefined && isDressed(observation)
  const cell = isHidden ? onlyInvariants(asked, context) : asked
  const isReply = (exchange.response?.status ?? 0) < 400
  const schemas = isReply ? schemasAmong(everyCheck(cell, context)) : []
  const checks = [
    ...judged(cell, observation, capture, context),
    ...judgeWhole(capture, observation, schemas, context),
  ]
  return {
    case: capture.id,
    suite: cell.case.suite,
    title: capture.title,
    from: [capture.source.file],
    api: as.api,
    region: as.region,
    model: as.model.id,
    verdict: cellVerdict(checks),
    durationMs: Math.round(exchange.response?.endedAt ?? 0),
    requests: 0,
    retries: 0,
    requestIds: requestIds(exchange),
    checks,
    source: capture.source,
  }
}

/** The status decides. */
function inferred({ exchange }: Observation): Expectation {
  return { outcome: (exchange.response?.status ?? 0) < 400 ? 'reply' : 'error' }
}

/** Whether a refusal has a success status: judged as a reply, every check of it would fail. */
function isDressed({ exchange, error, reply, items }: Observation): boolean {
  const isSuccess = (exchange.response?.status ?? 0) < 400
  return isSuccess && error !== undefined && reply === undefined && items.length === 0
}

/** The cell with only the checks that every response must pass. */
function onlyInvariants(cell: Cell, { catalogue }: JudgeContext): Cell {
  const always = new Set(
    cell.case.steps.flatMap((step) => checksFor(catalogue, cell, step, 'any').map(({ id }) => id)),
  )
  return { ...cell, wants: (check) => always.has(check.id) && cell.wants?.(check) !== false }
}

function cellOf({ id, title, as, source }: Capture, expect: Expectation): Cell {
  const step: Step = {
    id: mainStep,
    request: { send: { headers: {} } },
    auth: 'default',
    expect,
    save: {},
    repeat: 1,
    parallel: false,
    source,
  }
  const asked: Case = {
    id,
    suite: 'har',
    title,
    from: [],
    covers: [],
    apis: [as.api],
    families: [],
    fronts: [],
    steps: [step],
    checks: [],
    source,
  }
  return { ...as, case: asked }
}

function judged(
  cell: Cell,
  observation: Observation,
  capture: Capture,
  context: JudgeContext,
): CheckResult[] {
  const values = createValues(cell)
  const steps = new Map([[mainStep, [observation]]])
  const results = judgePlays(cell, [{ values, steps, notSent: new Map() }], context)
  const checks = new Map(everyCheck(cell, context).map((check) => [check.id, check]))
  return results.map((result) => {
    const check = checks.get(result.id)
    const because = check && whyBlind(check, result, capture)
    return because === undefined ? result : blinded(result, because)
  })
}

/** Every check that the exchange may have been judged by. */
function everyCheck(cell: Cell, { catalogue }: JudgeContext): Check[] {
  const [step] = cell.case.steps
  if (step === undefined) return []
  return (['reply', 'error'] as const).flatMap((outcome) =>
    checksFor(catalogue, cell, step, outcome),
  )
}

function blinded({ id, level, kind, rule, source }: CheckResult, because: string): CheckResult {
  const check = { id, level, kind, rule, ...(source && { source }) }
  return { ...check, verdict: 'inconclusive', reason: 'not-captured', because }
}

function requestIds({ response }: Capture['exchange']): string[] {
  const headers = response?.headers ?? []
  const id = headerValue(headers, 'x-amzn-requestid') ?? headerValue(headers, 'x-request-id')
  return id === undefined ? [] : [id]
}
