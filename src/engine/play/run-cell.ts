/** One cell from sending to verdict. */
import { append } from '../../model/lists/lists.ts'
import type { Cell, PlannedStep } from '../../model/plan.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import { faultyChecks, resultOf } from './cell-result.ts'
import { availabilityIn } from '../judge/availability.ts'
import type { RunContext } from './context.ts'
import { inputOf } from '../judge/input.ts'
import { judgeLooks, lookAtPlay, type Seen } from '../judge/judge.ts'
import { play, type NotSent, type Play } from './play.ts'
import { createPlayed, notPlayed, type Played } from './played.ts'
import { createValues } from './values/values.ts'
import { isCleanRefusal, unsupported } from '../judge/refusal.ts'

/** A cell's result, and what is kept of the exchanges that it rests on. */
export interface CellRun extends Played {
  readonly cell: Cell
  readonly result: CellResult
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
  const { checks, played } = await judgedPlays(cell, context)
  return {
    cell,
    ...played,
    result: resultOf(cell, checks, played, performance.now() - started),
  }
}

/** A cell that is not sent at all, because a prerequisite is known not to hold. */
export function skipCell(cell: Cell, why: NotSent, context: RunContext): CellRun {
  const notSent = new Map(cell.steps.map((step) => [step.id, why]))
  const skipped = { values: createValues(cell), steps: new Map(), notSent }
  const checks = judgeLooks(cell, lookAtPlay(cell, skipped, context), context)
  const result = resultOf(cell, checks, { ...notPlayed, ...availabilityIn(cell, skipped) }, 0)
  const { after } = why
  return {
    cell,
    ...notPlayed,
    result: {
      ...result,
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
  return { cell, ...notPlayed, result: resultOf(cell, checks, notPlayed, durationMs) }
}

interface Judged {
  readonly checks: readonly CheckResult[]
  readonly played: Played
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
  return observations.some((observation) =>
    isCleanRefusal(inputOf({ cell, step, played, observation, values })),
  )
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
  const kept = createPlayed(cell, context)
  kept.add(played, steps)
  return { checks, played: kept.all() }
}

/**
 * Plays a cell once, or as often as its behaviour checks need: the samples asked for, and more of
 * them while an interval straddles its floor. Every play counts: a failure cannot be repeated away.
 */
async function playUntilSure(cell: Cell, context: RunContext, first?: Play): Promise<Judged> {
  const seen: Seen[] = []
  const kept = createPlayed(cell, context)
  const take = (played: Play): void => {
    append(seen, lookAtPlay(cell, played, context, kept.exchanges()))
    kept.add(played, cell.steps)
  }
  take(first ?? (await play(cell, context)))
  let checks = judgeLooks(cell, seen, context)
  for (const goal of [context.samples.least, context.samples.most]) {
    if (!checks.some(({ reason }) => reason === 'interval')) break
    while (kept.plays() < goal && !context.signal.aborted) take(await play(cell, context))
    checks = judgeLooks(cell, seen, context)
  }
  return { checks, played: kept.all() }
}
