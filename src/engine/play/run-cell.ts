/** One cell from sending to verdict. */
import { throttledBy } from '../../assertions/evidence/throttled.ts'
import { isThrottling } from '../../model/exchange.ts'
import { apiFacts } from '../../model/apis.ts'
import type { Cell, PlannedStep } from '../../model/plan.ts'
import type { Verdict } from '../../model/names.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import { faultyChecks, resultOf } from './cell-result.ts'
import { cellVerdict } from '../../judge/verdict/cell-verdict.ts'
import type { Loss } from './canary/loss.ts'
import { availabilityIn } from '../judge/availability.ts'
import type { RunContext } from './context.ts'
import { inputOf } from '../judge/input.ts'
import { createJudge, judgeLooks, lookAtPlay, type IdCheck } from '../judge/judge.ts'
import { settleIds } from '../judge/settle-ids.ts'
import type { NotSent, Play } from './play.ts'
import { createPlayer, type Player } from './player.ts'
import { createSampler } from './sampler.ts'
import { createPlayed, notPlayed, type Played } from './played.ts'
import { sharedAfter, sharedResults } from './schedule/unsent.ts'
import { createValues } from './values/values.ts'
import {
  isCleanRefusal,
  isExpectedRefusal,
  isUnserved,
  mayBeRefused,
  unsupported,
  unsupportedIn,
} from '../judge/refusal.ts'

/** A cell's result, and what is kept of the exchanges that it rests on. */
export interface CellRun extends Played {
  readonly cell: Cell
  readonly result: CellResult
  /** Checks of its ids, which what else comes may change. */
  readonly idChecks?: readonly IdCheck[]
}

/** What the first play of a cell says. */
export interface FirstLook {
  readonly loss?: Loss
  /** Of the checks that are no behaviours: more samples cannot make it better. */
  readonly verdict: Verdict
}

/**
 * Sends, records, checks and judges one cell. Never throws: a fault of ours is its result.
 *
 * @param onFirst called once the first play is judged, where samples follow
 */
export async function runCell(
  cell: Cell,
  context: RunContext,
  onFirst?: (look: FirstLook) => void,
): Promise<CellRun> {
  try {
    const { checks, played, idChecks } = await judgedPlays(cell, context, onFirst)
    const run = { cell, ...played, result: resultOf(cell, checks, played) }
    return idChecks === undefined ? run : settleIds({ ...run, idChecks }, context)
  } catch (error) {
    return faultyCell(cell, error, context)
  } finally {
    context.asked.done(cell)
  }
}

/** A cell that is not sent at all, because a prerequisite is known not to hold. */
export function skipCell(cell: Cell, why: NotSent, context: RunContext): CellRun {
  context.asked.done(cell)
  const notSent = new Map(cell.steps.map((step) => [step.id, why]))
  const values = createValues(cell)
  const skipped = { values, steps: new Map(), notSent, reused: new Set<never>() }
  const checks = sharedResults(why, cell.steps, () =>
    judgeLooks(cell, lookAtPlay(cell, skipped, context), context),
  )
  const result = resultOf(cell, checks, { ...notPlayed, ...availabilityIn(cell, skipped) })
  const after = sharedAfter(why, context.clean)
  return { cell, ...notPlayed, result: after === undefined ? result : { after, ...result } }
}

/** A cell that a fault of this program ended. */
export function faultyCell(
  cell: Cell,
  error: unknown,
  context: Pick<RunContext, 'clean'>,
): CellRun {
  const checks = faultyChecks(cell, error, context)
  return { cell, ...notPlayed, result: resultOf(cell, checks, notPlayed) }
}

/** Whether a play was throttled away: more of them would only cost more. */
function isUnanswered({ steps }: Play): boolean {
  return [...steps.values()]
    .flat()
    .some((one) => isThrottling(one.exchange.response?.status) || throttledBy(one) !== undefined)
}

/** Whether the end of the run left no step of a play unsent, and no request unanswered. */
function isWhole({ steps, notSent }: Play): boolean {
  const isUnsent = [...notSent.values()].some(({ reason }) => reason !== 'prerequisite')
  const sent = [...steps.values()].flat()
  return !isUnsent && sent.every(({ exchange }) => exchange.failure?.kind !== 'aborted')
}

interface Judged {
  readonly checks: readonly CheckResult[]
  readonly played: Played
  readonly idChecks?: readonly IdCheck[]
}

/** A claimed capability must be there, a lacking one cleanly refused; of others either is accepted. */
async function judgedPlays(
  cell: Cell,
  context: RunContext,
  onFirst?: (look: FirstLook) => void,
): Promise<Judged> {
  const { refusal } = cell
  const { capability } = cell.case
  const player = createPlayer(cell, context)
  const claimed = capability === undefined || cell.endpoint.capabilities[capability]
  if (claimed === false) {
    const because = `The target declares that it lacks ${capability}.`
    if (refusal === undefined) return unasked(cell, because, context)
    return judgeRefusal(cell, refusal, await player([refusal]), because, context)
  }
  const first = await player()
  context.served.note(cell, [...first.steps.values()].flat())
  if (claimed === true || refusal === undefined || !isRefused(cell, first, context)) {
    return playUntilSure(cell, context, { player, first, ...(onFirst && { onFirst }) })
  }
  const because = `The target refuses it, and does not claim ${capability}.`
  return judgeRefusal(cell, refusal, first, because, context)
}

/**
 * Whether the first step was refused cleanly, as what the target may lack. Of variants that may be
 * refused, each is judged by itself: a server may refuse one and take the others.
 */
function isRefused(cell: Cell, played: Play, { served }: RunContext): boolean {
  const [step] = cell.steps
  const isVariant = cell.case.variants === true
  if (step === undefined || (isVariant && step.expect.outcome === 'reply-or-error')) return false
  const isOfApi = apiFacts[cell.api].capability === cell.case.capability
  if (isOfApi && served.has(cell)) return false
  const { values } = played
  const observations = played.steps.get(step.id) ?? []
  const isLacking = isOfApi && 'error' in step.expect ? isUnserved : isCleanRefusal
  return observations.some((observation) =>
    isLacking(inputOf({ cell, step, played, observation, values })),
  )
}

/** Which steps may be refused, and were, cleanly, in every play. */
function createRefusals(cell: Cell) {
  const steps = cell.steps.filter((step) => mayBeRefused(step.expect))
  const refused = new Set<string>()
  const answered = new Set<string>()
  return {
    add(played: Play): void {
      for (const step of steps) {
        for (const observation of played.steps.get(step.id) ?? []) {
          const input = inputOf({ cell, step, played, observation, values: played.values })
          ;(isExpectedRefusal(input) ? refused : answered).add(step.id)
        }
      }
    },
    declined: (): ReadonlyMap<string, string> =>
      new Map(
        steps
          .filter(({ id }) => refused.has(id) && !answered.has(id))
          .map(({ id, expect }) => [id, ('error' in expect && expect.error) || '']),
      ),
  }
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

/** Nothing that could be refused alone: the case is unsupported. */
function unasked(cell: Cell, because: string, context: RunContext): Judged {
  return { checks: unsupported(cell.case, because), played: createPlayed(cell, context).all() }
}

/** A cell that was played once. */
interface Beginning {
  readonly player: Player
  readonly first: Play
  readonly onFirst?: (look: FirstLook) => void
}

/**
 * Plays a cell once, then what its behaviours need: the samples asked for, and more of them while an
 * interval straddles its floor. Every play counts: a failure cannot be repeated away. Plays come one
 * after the other: side by side, a server that answers the request before would give the right
 * answer to another play of the same question.
 */
async function playUntilSure(
  cell: Cell,
  context: RunContext,
  { player, first, onFirst }: Beginning,
): Promise<Judged> {
  const judge = createJudge(cell, context)
  const kept = createPlayed(cell, context)
  const refusals = createRefusals(cell)
  const sampler = createSampler(cell, context.samples)
  const take = (played: Play, steps: readonly PlannedStep[]): void => {
    judge.add(lookAtPlay(cell, played, context, kept.exchanges(), steps))
    refusals.add(played)
    kept.add(played, steps)
    sampler.played(steps)
  }
  take(first, cell.steps)
  for (let played = first; !context.signal.aborted && !isUnanswered(played);) {
    const { steps, rank } = sampler.next(judge.behaviours())
    if (steps.length === 0) break
    if (played === first) onFirst?.(firstLook(judge.results(), kept.all()))
    played = await player(steps, rank)
    // What the end of the run cut off is no sample, and takes nothing from those before it.
    if (!context.signal.aborted || isWhole(played)) take(played, steps)
  }
  const checks = unsupportedIn(refusals.declined(), cell.case, judge.results())
  const idChecks = judge.idChecks()
  return { checks, played: kept.all(), ...(idChecks.length > 0 && { idChecks }) }
}

function firstLook(checks: readonly CheckResult[], { loss }: Played): FirstLook {
  const verdict = cellVerdict(checks.filter(({ kind }) => kind !== 'behaviour'))
  return { verdict, ...(loss && { loss }) }
}
