/** One cell from sending to verdict. */
import type { CheckInput } from '../../assertions/assertion.ts'
import type { Case, Expectation } from '../../model/case.ts'
import type { Exchange } from '../../model/exchange.ts'
import { headerValue } from '../../model/headers.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell } from '../../model/plan.ts'
import type { CellResult, CheckResult } from '../../model/report.ts'
import { cellVerdict } from '../../judge/verdict/cell-verdict.ts'
import { availabilityIn } from '../judge/availability.ts'
import type { RunContext } from './context.ts'
import { inputOf, judgePlays } from '../judge/judge-play.ts'
import { play, type NotSent, type Play } from './play.ts'
import { createValues } from '../../suite/compile/values.ts'
import { askedToBeRefused, isCleanRefusal, levelled, takenAway } from '../judge/refusal.ts'

/** A cell's result, and the exchanges that it rests on. */
export interface CellRun {
  readonly cell: Cell
  readonly result: CellResult
  readonly exchanges: readonly Exchange[]
  /** What each exchange was sent for, in their order. */
  readonly purposes?: readonly Purpose[]
  /** The exchanges with their bodies read; absent where nothing was sent. */
  readonly observations?: readonly Observation[]
}

/** The step that an exchange belongs to, and how it was meant to end. */
interface Purpose {
  readonly step: string
  readonly expect: Expectation
}

/** Sends, records, checks and judges one cell. Never throws for a fault of server or network. */
export async function runCell(cell: Cell, context: RunContext): Promise<CellRun> {
  const started = performance.now()
  const { checks, plays, asked = cell.case } = await judgedPlays(cell, context)
  const observations = plays.flatMap((played) => [...played.steps.values()].flat())
  return {
    cell,
    exchanges: observations.map((observation) => observation.exchange),
    purposes: plays.flatMap((played) => purposesOf(asked, played)),
    observations,
    result: {
      ...resultOf(cell, checks, observations, performance.now() - started),
      ...availabilityIn(cell, plays),
    },
  }
}

/** A cell that is not sent at all, because what it stands on is known not to hold. */
export function skipCell(cell: Cell, why: NotSent, context: RunContext): CellRun {
  const notSent = new Map(cell.case.steps.map((step) => [step.id, why]))
  const plays = [{ values: createValues(cell), steps: new Map(), notSent }]
  const result = resultOf(cell, judgePlays(cell, plays, context), [], 0)
  return { cell, exchanges: [], result: { ...result, ...availabilityIn(cell, plays) } }
}

function purposesOf(asked: Case, { steps }: Play): Purpose[] {
  return [...steps].flatMap(([step, seen]) => {
    const expect = asked.steps.find(({ id }) => id === step)?.expect ?? { outcome: 'any' }
    return seen.map((): Purpose => ({ step, expect }))
  })
}

interface Judged {
  readonly checks: readonly CheckResult[]
  readonly plays: readonly Play[]
  /** The case as it was judged, where that is not the cell's own. */
  readonly asked?: Case
}

/** A claimed capability must be there, a lacking one cleanly refused, of others either will do. */
async function judgedPlays(cell: Cell, context: RunContext): Promise<Judged> {
  const { capability } = cell.case
  const claimed = capability === undefined || cell.surface.capabilities[capability]
  if (claimed === true) return playUntilSure(cell, context)
  if (claimed === false) return playRefusal(cell, context)
  const first = await play(cell, context)
  const { id, inputs } = firstInputs(cell, first)
  if (!inputs.some(isCleanRefusal)) return playUntilSure(cell, context, first)
  const because = `The target says that it lacks ${capability}.`
  const refused = refusalCell(cell)
  const checks = judgePlays(refused, [{ ...first, steps: onlyStep(first, id) }], context)
  const all = [...checks, ...takenAway(cell.case, because)]
  return { checks: all, plays: [first], asked: refused.case }
}

async function playRefusal(cell: Cell, context: RunContext): Promise<Judged> {
  const refused = refusalCell(cell)
  const played = await play(refused, context)
  const observation = [...played.steps.values()].flat()[0]
  const asked = { ...refused.case, checks: levelled(refused.case.checks, observation) }
  const checks = judgePlays({ ...refused, case: asked }, [played], context)
  const because = `The target declares that it lacks ${cell.case.capability ?? 'it'}.`
  const all = [...checks, ...takenAway(cell.case, because)]
  return { checks: all, plays: [played], asked: refused.case }
}

/** The cell asked to be refused; a selection of single checks cannot deselect that. */
function refusalCell({ wants: _deselected, ...cell }: Cell): Cell {
  return { ...cell, case: askedToBeRefused(cell.case) }
}

function firstInputs(cell: Cell, played: Play): { id: string; inputs: CheckInput[] } {
  const [step] = cell.case.steps
  if (step === undefined) return { id: '', inputs: [] }
  const observations = played.steps.get(step.id) ?? []
  const inputs = observations.map((observation) => inputOf(cell, step, played, observation))
  return { id: step.id, inputs }
}

function onlyStep({ steps }: Play, id: string): Play['steps'] {
  return new Map([...steps].filter(([step]) => step === id))
}

/**
 * Plays a case once, or as often as its behaviour checks need: the samples asked for, and more of
 * them while an interval straddles its floor. Every play counts, so nothing is repeated until green.
 */
async function playUntilSure(cell: Cell, context: RunContext, first?: Play): Promise<Judged> {
  const plays = [first ?? (await play(cell, context))]
  let checks = judgePlays(cell, plays, context)
  for (const goal of [context.samples.least, context.samples.most]) {
    if (!checks.some(({ reason }) => reason === 'interval')) break
    while (plays.length < goal && !context.signal.aborted) plays.push(await play(cell, context))
    checks = judgePlays(cell, plays, context)
  }
  return { checks, plays }
}

function resultOf(
  cell: Cell,
  checks: readonly CheckResult[],
  observations: readonly Observation[],
  durationMs: number,
): CellResult {
  const exchanges = observations.map((observation) => observation.exchange)
  const retries = exchanges.reduce((sum, { earlier }) => sum + earlier.length, 0)
  const timing = observations[0] && timingOf(observations[0])
  return {
    case: cell.case.id,
    suite: cell.case.suite,
    title: cell.case.title,
    from: cell.case.from,
    api: cell.api,
    region: cell.region,
    model: cell.model.id,
    verdict: cellVerdict(checks),
    durationMs: Math.round(durationMs),
    requests: exchanges.length + retries,
    retries,
    ...(timing && { timing }),
    requestIds: exchanges.flatMap(requestId),
    checks,
    source: cell.case.source,
  }
}

function requestId({ response }: Exchange): string[] {
  const headers = response?.headers ?? []
  const id = headerValue(headers, 'x-amzn-requestid') ?? headerValue(headers, 'x-request-id')
  return id === undefined ? [] : [id]
}

function timingOf({ exchange, reply }: Observation): CellResult['timing'] | undefined {
  const { response } = exchange
  if (response === undefined) return undefined
  const firstText = reply?.deltas[0]?.at
  const round = (ms: number): number => Math.round(ms * 10) / 10
  return {
    firstByte: round(response.raw[0]?.at ?? response.headersAt),
    ...(firstText !== undefined && { firstText: round(firstText) }),
    total: round(response.endedAt),
  }
}
