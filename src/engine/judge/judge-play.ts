/** From the plays of a case to its check results: runs each check over each exchange it is about. */
import type { Assertion, CheckInput } from '../../assertions/assertion.ts'
import { assertions } from '../../assertions/registry.ts'
import type { Check, Expectation, Step } from '../../model/case.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell } from '../../model/plan.ts'
import type { CheckResult } from '../../model/report.ts'
import { judgeCheck, type Look, type Standard } from '../../judge/verdict/check-verdict.ts'
import { checksFor } from '../../suite/compile/expand.ts'
import { fillArgs } from '../../suite/compile/template.ts'
import type { Values } from '../../suite/compile/values.ts'
import type { RunContext } from '../play/context.ts'
import type { NotSent, Play } from '../play/play.ts'
import { modelOf } from '../play/prepare.ts'

/** Looks of every check of one case, in the order in which the checks are first met. */
type Looks = Map<string, { readonly check: Check; readonly looks: Look[] }>

/** What judging needs of a run. */
export type JudgeContext = Pick<RunContext, 'catalogue' | 'strict' | 'baseline'>

/** Judges all plays of a cell's case. */
export function judgePlays(
  cell: Cell,
  plays: readonly Play[],
  context: JudgeContext,
): CheckResult[] {
  const all: Looks = new Map()
  const places = placesOf(plays)
  for (const step of cell.case.steps) {
    for (const played of plays) lookAtStep(all, { cell, step, played, places }, context)
  }
  const profile = cell.surface.profile(cell.api)
  const standard: Standard = {
    at: { case: cell.case.id, api: cell.api, region: cell.region, model: cell.model.id },
    strict: context.strict,
    expected: [...profile.deviations, ...context.baseline],
  }
  return [...all.values()].map(({ check, looks }) => judgeLooks(check, looks, standard))
}

/** Where each exchange stands in the cell's list of them, which is that of its plays. */
function placesOf(plays: readonly Play[]): ReadonlyMap<Observation, number> {
  const observations = plays.flatMap((played) => [...played.steps.values()].flat())
  return new Map(observations.map((observation, at) => [observation, at]))
}

/** A check with statistics of its own has weighed its repeats already. */
function judgeLooks(check: Check, looks: readonly Look[], standard: Standard): CheckResult {
  if (!weighsRepeats(check)) return judgeCheck(check, looks, standard)
  return { ...judgeCheck({ ...check, kind: 'protocol' }, looks, standard), kind: check.kind }
}

function weighsRepeats({ assert }: Check): boolean {
  return assertions.get(assert)?.weighsRepeats === true
}

interface StepPlayed {
  readonly cell: Cell
  readonly step: Step
  readonly played: Play
  readonly places: ReadonlyMap<Observation, number>
}

function lookAtStep(all: Looks, { cell, step, played, places }: StepPlayed, context: JudgeContext) {
  const observations = played.steps.get(step.id) ?? []
  const missing = played.notSent.get(step.id)
  if (observations.length === 0) {
    for (const check of checksFor(context.catalogue, cell, step, step.expect.outcome)) {
      add(all, check, lookAtMissing(check, { cell, step, played, missing }))
    }
  }
  for (const [turn, observation] of observations.entries()) {
    const outcome = outcomeOf(step.expect, observation)
    const checks = checksFor(context.catalogue, cell, step, outcome)
    const held = new Map<string, boolean>()
    const given = once(() => inputOf(cell, step, played, observation))
    for (const check of checks) {
      if (turn > 0 && weighsRepeats(check)) continue
      const look = lookOnce(check, { step, played, observation, held, given })
      held.set(check.id, look.findings.length === 0 && !look.inconclusive && !look.error)
      const exchange = places.get(observation)
      add(all, check, exchange === undefined ? look : { ...look, exchange })
    }
  }
}

function add(all: Looks, check: Check, look: Look): void {
  const entry = all.get(check.id) ?? { check, looks: [] }
  entry.looks.push(look)
  all.set(check.id, entry)
}

const nothing: Look = { findings: [], notes: [] }
const notRun: Look = {
  ...nothing,
  inconclusive: { reason: 'not-run', because: 'It was not sent.' },
}

interface Missing extends Pick<LookInput, 'step' | 'played'> {
  readonly cell: Cell
  readonly missing: NotSent | undefined
}

/** What is known of an answer beforehand is enough for a check that judges silence. */
function lookAtMissing(check: Check, { missing, cell, step, played }: Missing): Look {
  if (missing === undefined) return notRun
  if (!judgesSilence(check) || missing.answer === undefined) return lookAtNothing(missing)
  const { answer } = missing
  const exchange = { startedAt: '', request: noRequest, earlier: [], leaks: [] }
  const observation = { api: step.api ?? cell.api, exchange, items: [], answer }
  const given = (): CheckInput => inputOf(cell, step, played, observation)
  return lookOnce(check, { step, played, observation, held: new Map(), given })
}

const noRequest = { method: '', url: '', headers: [], body: new Uint8Array() }

function judgesSilence({ assert }: Check): boolean {
  return assertions.get(assert)?.judgesSilence === true
}

function lookAtNothing(missing: NotSent): Look {
  if (missing.unreachable === true) return { ...nothing, error: missing.because }
  return { ...nothing, inconclusive: missing }
}

/** Where both are allowed, what came decides by which checks it is judged. */
function outcomeOf(expect: Expectation, observation: Observation): Expectation['outcome'] {
  if (expect.outcome !== 'reply-or-error') return expect.outcome
  return (observation.exchange.response?.status ?? 0) < 400 ? 'reply' : 'error'
}

interface LookInput {
  readonly step: Step
  readonly played: Play
  readonly observation: Observation
  readonly held: ReadonlyMap<string, boolean>
  /** What every check of the exchange is given: the same, so it is put together once. */
  readonly given: () => CheckInput
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

function lookOnce(check: Check, input: LookInput): Look {
  const { step, played, observation, held } = input
  const beforehand = nothingToSay(check, step, observation, held)
  if (beforehand !== undefined) return beforehand
  const assertion = assertions.get(check.assert) as Assertion // the loader refuses unknown names
  const args = fillArgs(check.args, valuesAt(played, step, observation))
  if ('missing' in args) {
    const because = `No earlier reply gave a value for ${args.missing.join(', ')}.`
    return { ...nothing, inconclusive: { reason: 'prerequisite', because } }
  }
  const outcome = assertion.judge(args.value, input.given())
  const throttled = outcome.findings.length > 0 ? throttling(check, step, observation) : undefined
  if (throttled !== undefined) return throttled
  return {
    findings: outcome.findings,
    notes: outcome.notes ?? [],
    ...(outcome.unreachable !== undefined && { error: outcome.unreachable }),
    ...(outcome.inconclusive !== undefined && {
      inconclusive: { reason: 'prerequisite', because: outcome.inconclusive },
    }),
  }
}

/** What the templates of the exchange were filled with. */
function valuesAt(played: Play, step: Step, observation: Observation): Values {
  const turn = played.steps.get(step.id)?.indexOf(observation) ?? -1
  return played.repeats?.get(step.id)?.[turn] ?? played.values
}

/** What a check is given of one exchange. */
export function inputOf(
  cell: Cell,
  step: Step,
  played: Play,
  observation: Observation,
): CheckInput {
  const api = step.api ?? cell.api
  const { surface, region } = cell
  const expected = surface.expected?.(modelOf(step, cell).id, region, api)
  const key = surface.key?.(region)
  return {
    observation,
    repeats: played.steps.get(step.id) ?? [],
    steps: played.steps,
    values: valuesAt(played, step, observation).flat,
    everyValues: [played.values, ...[...(played.repeats?.values() ?? [])].flat()].map(
      ({ flat }) => flat,
    ),
    cell: {
      api,
      region,
      model: cell.model.id,
      family: cell.model.family,
      front: surface.front,
      ...(expected !== undefined && { expected }),
      ...(key !== undefined && { key }),
    },
    profile: surface.profile(api),
    expect: step.expect,
  }
}

/** A 429 says nothing of the server, unless it is what was asked for, or what the check is about. */
function throttling(check: Check, step: Step, { exchange }: Observation): Look | undefined {
  if (exchange.response?.status !== 429) return undefined
  const awaited = step.expect.outcome === 'error' && step.expect.error === 'throttled'
  if (awaited || assertions.get(check.assert)?.judgesThrottling === true) return undefined
  const because = `Throttled: HTTP 429 after ${exchange.earlier.length + 1} attempts.`
  return { ...nothing, inconclusive: { reason: 'throttled', because } }
}

function nothingToSay(
  check: Check,
  step: Step,
  observation: Observation,
  held: ReadonlyMap<string, boolean>,
): Look | undefined {
  const { exchange, answer } = observation
  const { response, failure } = exchange
  if (response === undefined) {
    if (failure?.kind === 'aborted') {
      const because = 'The run was interrupted while it was under way.'
      return { ...nothing, inconclusive: { reason: 'interrupted', because } }
    }
    if (judgesSilence(check) && answer !== undefined) return undefined
    return {
      ...nothing,
      error: `${failure?.message ?? 'No response came.'} ${failure?.remedy ?? ''}`.trim(),
    }
  }
  // Where anything may come, a check may well be content with it.
  const throttled = step.expect.outcome === 'any' ? undefined : throttling(check, step, observation)
  if (throttled !== undefined) return throttled
  const failed = check.needs.find((id) => held.get(id) === false)
  if (failed === undefined) return undefined
  const because = `Nothing can be said of it while "${failed}" does not hold.`
  return { ...nothing, inconclusive: { reason: 'prerequisite', because } }
}
