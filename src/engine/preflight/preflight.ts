/** Preflight for a run: what of the plan can be judged, before it is sent. */
import { readError } from '../../protocol/errors/error-reply.ts'
import { answerClasses, type AnswerClass } from '../../model/answer.ts'
import type { Step } from '../../model/case.ts'
import type { Cell } from '../../model/plan.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { endedEarly, whyNotSent } from '../play/limits/early-end.ts'
import type { NotSent } from '../play/play.ts'
import { blockingProblem, type PreflightEntry } from '../../target/preflight/entry.ts'
import { answerWarnings, startPreflight } from '../../target/preflight/preflight.ts'
import type { Opened } from './open-target.ts'
import { describeProblems } from './describe-problems.ts'
import { Problem } from '../../model/problem.ts'
import type { Blocked } from '../play/schedule/run-by-location.ts'

/** Whether conversations were answered at an endpoint in a region. */
type IsServed = (entry: Pick<PreflightEntry, 'endpoint' | 'region'>) => boolean

export interface Cleared {
  readonly blocked: Blocked
  /** One sentence each, for the report, once all that stood in the way of cells is known. */
  readonly problems: (isServed?: IsServed) => Promise<readonly string[]>
}

/**
 * Tries the endpoints, regions and models that the plan needs. Waits no longer than until the first
 * of them can be judged: the others hold up their own cells only.
 *
 * @throws Problem with exit code 3 when nothing at all can be judged
 */
export async function preflightRun(
  { target, client }: Opened,
  cells: readonly Cell[],
  signal: AbortSignal,
): Promise<Cleared> {
  const judged = new Set(cells.map(({ api }) => api))
  const started = startPreflight(planned(target, cells), client.send, { readError, signal, judged })
  const fatal = await started.fatal
  if (signal.aborted) throw endedEarly(signal)
  if (fatal !== undefined) throw new Problem(fatal, exitCodes.unreachable)
  /** What was met, and why nothing was sent for it: for a spokesman, and for others. */
  const met = new Map<PreflightEntry, Partial<Record<'spokesman' | 'other', NotSent>>>()
  const spokesmen = spokesmenOf(cells)
  const whyNot = (entry: PreflightEntry, cell: Cell): NotSent => {
    const reasons = met.get(entry) ?? {}
    met.set(entry, reasons)
    const isSpokesman = spokesmen.has(cell)
    return (reasons[isSpokesman ? 'spokesman' : 'other'] ??= toNotSent(entry, isSpokesman))
  }
  return {
    problems: async (isServed = () => false) => {
      const { warnings, entries } = await started.result
      // An odd answer to the first request does not count where the server answers those of the run.
      const settled = entries.filter((entry) => entry.model === undefined && isServed(entry))
      const outdated = new Set(answerWarnings(settled))
      const lasting = warnings.filter((warning) => !outdated.has(warning))
      return [...lasting, ...describeProblems(entries.filter((entry) => met.has(entry)))]
    },
    blocked: async (cell) => {
      const entries = await started.location(cell.endpoint.kind, cell.region)
      const at = { endpointKind: cell.endpoint.kind, region: cell.region, model: cell.model.id }
      const found =
        entries && blockingProblem({ entries: entries.filter((one) => bars(one, cell)) }, at)
      // What the end of the run cancelled shows nothing of the endpoint.
      if (found?.evidence?.failure === 'aborted') return whyNotSent(signal)
      return found && whyNot(found, cell)
    },
  }
}

/** Whether what preflight found concerns the cell at all. */
function bars({ step, model }: PreflightEntry, { case: asked }: Cell): boolean {
  if (step === 'credentials' || step === 'key') return asked.steps.some(usesOwnKey)
  if (model === undefined) return true
  // A refused model is what these cases look for; others ask for a model of their own.
  return asked.regions !== 'everywhere' && asked.steps.some((one) => one.model === undefined)
}

function usesOwnKey({ auth, authTurns = [auth] }: Step): boolean {
  return authTurns.some((choice) => choice === 'default' || choice === 'signed')
}

/** The target narrowed to what the plan touches: a region that no cell needs costs no request. */
function planned(target: Opened['target'], cells: readonly Cell[]): Opened['target'] {
  const endpoints = target.endpoints.flatMap((endpoint) => {
    const own = cells.filter((cell) => cell.endpoint === endpoint)
    const regions = [...new Set(own.map(({ region }) => region))]
    const models = probed(endpoint, own, regions)
    return own.length === 0 ? [] : [{ ...endpoint, regions, models }]
  })
  return { ...target, endpoints }
}

/**
 * Where only cases about regions are planned, one model tells whether the region answers: which
 * others do is what the cases find out.
 */
function probed(
  endpoint: Cell['endpoint'],
  own: readonly Cell[],
  regions: readonly string[],
): Cell['endpoint']['models'] {
  const needed = own.filter(({ case: asked }) => asked.regions !== 'everywhere')
  const [scout] = endpoint.models
  return endpoint.models
    .map((model) => ({
      ...model,
      regions: regions.filter(
        (region) =>
          needed.some((cell) => cell.model === model && cell.region === region) ||
          (model === scout && !needed.some((cell) => cell.region === region)),
      ),
    }))
    .filter((model) => model.regions.length > 0)
}

/**
 * Of the cells of a place that cannot be reached one stays red, and the others say that they stand
 * on it: the case about the host where it is planned, else the first cell.
 */
function spokesmenOf(cells: readonly Cell[]): ReadonlySet<Cell> {
  const spokesmen = new Map<string, Cell>()
  const spoken = new Set<string>()
  for (const cell of cells) {
    const location = `${cell.endpoint.kind} ${cell.region}`
    if (cell.case.checks.some(({ assert }) => assert === 'reachable')) spoken.add(location)
    if (!spokesmen.has(location)) spokesmen.set(location, cell)
  }
  return new Set([...spokesmen].flatMap(([location, cell]) => (spoken.has(location) ? [] : [cell])))
}

function toNotSent(entry: PreflightEntry, isSpokesman: boolean): NotSent {
  const because = `${entry.message} ${entry.remedy}`.trim()
  const isSilent = ['name', 'connect', 'tls', 'answer'].includes(entry.step ?? '')
  const { class: found, evidence = {} } = entry
  return {
    reason: 'prerequisite',
    because,
    ...(isSilent && isSpokesman && { unreachable: true }),
    ...(isAnswerClass(found) && { answer: { class: found, evidence: { ...evidence } } }),
  }
}

function isAnswerClass(found: string | undefined): found is AnswerClass {
  return answerClasses.some((known) => known === found)
}
