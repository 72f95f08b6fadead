/** One cell from sending to verdict. */
import { append } from '../../model/lists/lists.ts'
import { apiFacts } from '../../model/apis.ts'
import type { Expectation } from '../../model/case.ts'
import type { Exchange } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell, PlannedStep } from '../../model/plan.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import { faultyChecks, resultOf } from './cell-result.ts'
import { availabilityIn } from '../judge/availability.ts'
import type { RunContext } from './context.ts'
import { inputOf } from '../judge/input.ts'
import { judgeLooks, lookAtPlay, type Seen } from '../judge/judge.ts'
import { play, type NotSent, type Play } from './play.ts'
import { createValues } from './values/values.ts'
import {
  isCleanRefusal,
  isUnserved,
  mayBeRefused,
  unsupported,
  unsupportedIn,
} from '../judge/refusal.ts'

/** A cell's result, and the exchanges that it rests on. */
export interface CellRun {
  readonly cell: Cell
  readonly result: CellResult
  readonly exchanges: readonly Exchange[]
  /** What each exchange was sent for, in their order. */
  readonly purposes?: readonly Purpose[]
  /** The exchanges with their bodies read; absent where no request was sent. */
  readonly observations?: readonly Observation[]
}

/** The step that an exchange belongs to, and how it was meant to end. */
interface Purpose {
  readonly step: string
  readonly expect: Expectation
}

/** Sends, records, checks and judges one cell. Never throws: a fault of ours is its result. */
export async function runCell(cell: Cell, context: RunContext): Promise<CellRun> {
  const started = performance.now()
  try {
    return await sentAndJudged(cell, context, started)
  } catch (error) {
    return faultyCell(cell, error, context, performance.now() - started)
  }
}

async function sentAndJudged(cell: Cell, context: RunContext, started: number): Promise<CellRun> {
  const { checks, plays, steps = cell.steps } = await judgedPlays(cell, context)
  const observations = plays.flatMap((played) => [...played.steps.values()].flat())
  return {
    cell,
    exchanges: observations.map((observation) => observation.exchange),
    purposes: plays.flatMap((played) => purposesOf(steps, played)),
    observations,
    result: {
      ...resultOf(cell, checks, observations, performance.now() - started),
      ...availabilityIn(cell, plays),
    },
  }
}

/** A cell that is not sent at all, because a prerequisite is known not to hold. */
export function skipCell(cell: Cell, why: NotSent, context: RunContext): CellRun {
  const notSent = new Map(cell.steps.map((step) => [step.id, why]))
  const skipped = { values: createValues(cell), steps: new Map(), notSent }
  const checks = judgeLooks(cell, lookAtPlay(cell, skipped, context), context)
  const result = resultOf(cell, checks, [], 0)
  const { after } = why
  return {
    cell,
    exchanges: [],
    result: {
      ...result,
      ...availabilityIn(cell, [skipped]),
      ...(after && { after: { ...after, because: context.clean(after.because) } }),
    },
  }
}

/**
 * A cell that a fault of this program ended.
 *
 * @param durationMs how long it ran, in milliseconds
 */
export function faultyCell(
  cell: Cell,
  error: unknown,
  context: Pick<RunContext, 'clean'>,
  durationMs: number,
): CellRun {
  const checks = faultyChecks(cell, error, context)
  return { cell, exchanges: [], result: resultOf(cell, checks, [], durationMs) }
}

function purposesOf(steps: readonly PlannedStep[], played: Play): Purpose[] {
  return [...played.steps].flatMap(([step, seen]) => {
    const expect = steps.find(({ id }) => id === step)?.expect ?? { outcome: 'any' }
    return seen.map((): Purpose => ({ step, expect }))
  })
}

interface Judged {
  readonly checks: readonly CheckResult[]
  readonly plays: readonly Play[]
  /** The steps that were judged, where they are not the cell's own. */
  readonly steps?: readonly PlannedStep[]
}

/** A claimed capability must be there, a lacking one cleanly refused; of others either is accepted. */
async function judgedPlays(cell: Cell, context: RunContext): Promise<Judged> {
  const { refusal } = cell
  const { capability } = cell.case
  if (capability === undefined || refusal === undefined) return playUntilSure(cell, context)
  const claimed = cell.endpoint.capabilities[capability]
  if (claimed === true) return playUntilSure(cell, context)
  if (claimed === false) {
    const played = await play(cell, context, [refusal])
    const because = `The target declares that it lacks ${capability}.`
    return judgeRefusal(cell, refusal, played, because, context)
  }
  const first = await play(cell, context)
  if (!isRefused(cell, first)) return playUntilSure(cell, context, first)
  const because = `The target says that it lacks ${capability}.`
  return judgeRefusal(cell, refusal, first, because, context)
}

/** Whether the first step was refused cleanly. */
function isRefused(cell: Cell, played: Play): boolean {
  const [step] = cell.steps
  if (step === undefined) return false
  const { values } = played
  const observations = played.steps.get(step.id) ?? []
  const isOfApi = apiFacts[cell.api].capability === cell.case.capability
  const isLacking = isOfApi && 'error' in step.expect ? isUnserved : isCleanRefusal
  return observations.some((observation) =>
    isLacking(inputOf({ cell, step, played, observation, values })),
  )
}

/** Steps that may be refused, and were, cleanly, each time. */
function declined(cell: Cell, plays: readonly Play[]): ReadonlySet<string> {
  const steps = cell.steps.filter((step) => mayBeRefused(step.expect))
  const refused = steps.filter((step) => {
    const inputs = plays.flatMap((played) =>
      (played.steps.get(step.id) ?? []).map((observation) =>
        inputOf({ cell, step, played, observation, values: played.values }),
      ),
    )
    return inputs.length > 0 && inputs.every((input) => isCleanRefusal(input))
  })
  return new Set(refused.map(({ id }) => id))
}

/** Judges the first step alone as a refusal; the case's own checks are unsupported. */
function judgeRefusal(
  cell: Cell,
  refusal: PlannedStep,
  played: Play,
  because: string,
  context: RunContext,
): Judged {
  const steps = [refusal]
  const alone = new Map([[refusal.id, played.steps.get(refusal.id) ?? []]])
  const seen = lookAtPlay(cell, { ...played, steps: alone }, context, 0, steps)
  const checks = [...judgeLooks(cell, seen, context), ...unsupported(cell.case, because)]
  return { checks, plays: [played], steps }
}

/**
 * Plays a cell once, or as often as its behaviour checks need: the samples asked for, and more of
 * them while an interval straddles its floor. Every play counts: a failure cannot be repeated away.
 */
async function playUntilSure(cell: Cell, context: RunContext, first?: Play): Promise<Judged> {
  const plays: Play[] = []
  const seen: Seen[] = []
  let exchanges = 0
  const take = (played: Play): void => {
    append(seen, lookAtPlay(cell, played, context, exchanges))
    plays.push(played)
    exchanges += [...played.steps.values()].flat().length
  }
  take(first ?? (await play(cell, context)))
  let checks = judgeLooks(cell, seen, context)
  for (const goal of [context.samples.least, context.samples.most]) {
    if (!checks.some(({ reason }) => reason === 'interval')) break
    while (plays.length < goal && !context.signal.aborted) take(await play(cell, context))
    checks = judgeLooks(cell, seen, context)
  }
  return { checks: unsupportedIn(declined(cell, plays), cell.case, checks), plays }
}
