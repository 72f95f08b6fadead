/** From plays to check results: each check looks at each exchange once, then the verdict is drawn. */
import { weighsRepeats } from '../../assertions/registry.ts'
import { judgeCheck, type Look, type Standard } from '../../judge/verdict/check-verdict.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell, PlannedCheck, PlannedStep } from '../../model/plan.ts'
import type { CheckResult } from '../../model/report.ts'
import type { RunContext } from '../play/context.ts'
import type { Play } from '../play/play.ts'
import type { RunNonces } from '../play/values/run-nonces.ts'
import { cleanLook } from './clean-look.ts'
import { inputOf } from './input.ts'
import { lookOnce, lookUnsent, readsSteps } from './look.ts'
import type { OwnIds } from './own-ids.ts'

/** One look of a check of a step. */
export interface Seen {
  readonly step: string
  readonly check: PlannedCheck
  readonly look: Look
}

/** What drawing a verdict needs of a run. */
export interface JudgeContext extends Pick<RunContext, 'strict' | 'baseline' | 'clean'> {
  /** The nonces of the run; absent where what is judged was recorded elsewhere. */
  readonly nonces?: RunNonces | undefined
  /** The ids that came; absent there, too. */
  readonly ownIds?: OwnIds | undefined
}

/** What looking at a play needs of a run. */
type LookContext = Pick<JudgeContext, 'clean' | 'nonces' | 'ownIds'>

/**
 * Looks at a play: every check of every step at every exchange that it judges. What comes out holds
 * no secret.
 *
 * @param earlier how many exchanges the earlier plays of the cell have
 */
export function lookAtPlay(
  cell: Cell,
  played: Play,
  context: LookContext,
  earlier = 0,
  steps: readonly PlannedStep[] = cell.steps,
): Seen[] {
  const sent = [...played.steps.values()].flat()
  return steps.flatMap((step) => {
    const observations = played.steps.get(step.id) ?? []
    if (observations.length === 0) {
      return step.checks.unsent.map((check) => ({
        step: step.id,
        check,
        look: cleanLook(lookUnsent(check, { cell, step, played }), context.clean),
      }))
    }
    return observations.flatMap((observation, turn) => {
      const exchange = earlier + sent.indexOf(observation)
      return lookAtExchange({ cell, step, played, exchange, ...context }, observation, turn)
    })
  })
}

interface StepPlayed extends LookContext {
  readonly cell: Cell
  readonly step: PlannedStep
  readonly played: Play
  /** Index of the exchange among those of the cell. */
  readonly exchange: number
}

function lookAtExchange(
  { cell, step, played, exchange, clean, nonces, ownIds }: StepPlayed,
  observation: Observation,
  turn: number,
): Seen[] {
  const values = played.repeats?.get(step.id)?.[turn] ?? played.values
  const input = inputOf({ cell, step, played, observation, values, nonces })
  const failed = new Set<string>()
  const given = { step, input, values, failed }
  return checksOfTurn(step, { played, observation, turn }).map((check) => {
    const look = lookOnce(check, given)
    if (look.ownId) ownIds?.add(look.ownId, cell.case.id)
    if (look.findings.length > 0 || look.inconclusive || look.error) failed.add(check.id)
    return { step: step.id, check, look: cleanLook(look, clean, exchange) }
  })
}

/** Which checks judge a repeat of a step. */
function checksOfTurn(
  step: PlannedStep,
  { played, observation, turn }: { played: Play; observation: Observation; turn: number },
): readonly PlannedCheck[] {
  const all = checksOf(step, observation)
  const checks = played.earlier === undefined ? all : all.filter(createIsOfStep())
  return turn === 0 ? checks : checks.filter((check) => !weighsRepeats(check))
}

/**
 * Which checks judge a step that was sent again alone: not those that compare it with another step,
 * which had other nonces, nor what needs them.
 */
function createIsOfStep(): (check: PlannedCheck) => boolean {
  const left = new Set<string>()
  return (check) => {
    const isLeft = readsSteps(check) || check.needs.some((id) => left.has(id))
    if (isLeft) left.add(check.id)
    return !isLeft
  }
}

/** What came decides by which checks it is judged. */
function checksOf({ checks }: PlannedStep, { exchange }: Observation): readonly PlannedCheck[] {
  const { response } = exchange
  if (response === undefined) return checks.silent
  return response.status < 400 ? checks.reply : checks.error
}

/** A check of ids, with its looks: more answers can still change its result. */
export interface IdCheck {
  readonly check: PlannedCheck
  readonly looks: readonly Look[]
}

/** The looks of a cell, of which more may come, and what follows from them. */
export interface Judge {
  readonly add: (seen: readonly Seen[]) => void
  /** The results of all checks, step by step, in the order in which checks first looked. */
  readonly results: () => CheckResult[]
  /** Those of behaviours alone: the others need not be judged before a cell is over. */
  readonly behaviours: () => CheckResult[]
  /** The checks that looked at an id, which the rest of the run may show to be repeated. */
  readonly idChecks: () => IdCheck[]
}

/** A check of a step, and its result as long as it does not look again. */
interface Judged {
  readonly check: PlannedCheck
  readonly looks: Look[]
  result: CheckResult | undefined
}

export function createJudge(cell: Cell, context: JudgeContext): Judge {
  const standard = standardOf(cell, context)
  const steps = new Map<string, Map<string, Judged>>()
  const entryOf = ({ step, check }: Seen): Judged => {
    const checks = steps.get(step) ?? new Map<string, Judged>()
    if (checks.size === 0) steps.set(step, checks)
    const known = checks.get(check.id)
    if (known !== undefined) return known
    const entry = { check, looks: [], result: undefined }
    checks.set(check.id, entry)
    return entry
  }
  const entries = (): Judged[] => [...steps.values()].flatMap((checks) => [...checks.values()])
  const judged = (entry: Judged): CheckResult => (entry.result ??= resultOf(entry, standard))
  return {
    add(seen) {
      for (const one of seen) {
        const entry = entryOf(one)
        entry.looks.push(one.look)
        entry.result = undefined
      }
    },
    results: () => entries().map(judged),
    behaviours: () =>
      entries()
        .filter(({ check }) => check.kind === 'behaviour')
        .map(judged),
    idChecks: () => entries().filter(({ looks }) => looks.some(({ ownId }) => ownId !== undefined)),
  }
}

/** By what the checks of a cell are judged. */
export function standardOf(cell: Cell, { strict, baseline }: JudgeContext): Standard {
  return {
    at: { case: cell.case.id, api: cell.api, region: cell.region, model: cell.model.id },
    strict,
    expected: [...cell.endpoint.profile(cell.api).deviations, ...baseline],
  }
}

function resultOf({ check, looks }: Judged, standard: Standard): CheckResult {
  if (!weighsRepeats(check)) return judgeCheck(check, looks, standard)
  // A check with statistics of its own has weighed its repeats already.
  const judged = judgeCheck({ ...check, kind: 'protocol' }, looks, standard)
  return { ...judged, kind: check.kind }
}

/** The results of checks that look no more. */
export function judgeLooks(
  cell: Cell,
  seen: readonly Seen[],
  context: JudgeContext,
): CheckResult[] {
  const judge = createJudge(cell, context)
  judge.add(seen)
  return judge.results()
}
