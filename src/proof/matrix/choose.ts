/** Chooses the cells to play a deviation on: those that can see it, and a sample to find false alarms. */
import { controlStep } from '../../model/case.ts'
import { once } from '../../assertions/evidence/once.ts'
import type { Cell } from '../../model/plan.ts'
import type { Api } from '../../reference/answer.ts'
import type { Deviation, Hooks } from '../../reference/deviation.ts'
import type { Compile } from '../../suite/compile/compile.ts'
import { trimCase } from '../../suite/compile/trim.ts'
import { indexBy } from '../../model/lists/group-by.ts'
import { hashOf } from '../../model/text/hash.ts'
import { readPower } from '../../suite/power/power-file.ts'
import type { PossibleCheck } from './identity.ts'
import type { Breadth } from './jobs.ts'
import type { Candidate } from './candidate.ts'
import { checksNamed } from './named.ts'

/** APIs of the reference that have no cells: steps of other cells reach them by their path. */
const hidden: ReadonlySet<Api> = new Set<Api>(['other', 'llama-stack'])

/** Whether the deviation can change an answer that the cell gets. */
export function canTouch({ touches }: Candidate, { endpoints, apis }: Deviation): boolean {
  return touches.some(
    ({ endpointKind, api }) =>
      (endpoints?.includes(endpointKind) ?? true) &&
      (apis?.some((one) => one === api || hidden.has(one)) ?? true),
  )
}

/** A cell to play, and those of its behaviours that are played. */
interface Chosen {
  readonly candidate: Candidate
  readonly behaviours: Set<string>
}

/** The cells to play the deviations on, each once, and cut down to what is to be judged. */
export function chooseCells(
  deviations: readonly Deviation[],
  all: readonly Candidate[],
  compile: Compile,
): Cell[] {
  const chosen = new Map<Candidate, Chosen>()
  const choose = (candidate: Candidate): Chosen => {
    const entry = chosen.get(candidate) ?? { candidate, behaviours: new Set<string>() }
    chosen.set(candidate, entry)
    return entry
  }
  for (const deviation of deviations) {
    const reachable = all.filter((candidate) => canTouch(candidate, deviation))
    for (const candidate of sample(reachable, deviation)) choose(candidate)
    const globs = deviation.kills ?? deviation.sees ?? []
    for (const { candidate, check } of meant(globs, all, new Set(reachable))) {
      const entry = choose(candidate)
      if (check.kind === 'behaviour') entry.behaviours.add(check.id)
    }
  }
  return [...chosen.values()].map(({ candidate, behaviours }) =>
    trimmed(candidate, behaviours, compile),
  )
}

type Outcome = 'reply' | 'error'

/** Hooks that no refusal reaches. All others may act on any answer. */
export const onRepliesAlone: ReadonlySet<string> = new Set<keyof Hooks>([
  'reply',
  'chunks',
  'events',
  'frames',
])

/** The outcomes that a deviation can change. */
function changedBy({ hooks }: Deviation): readonly Outcome[] {
  const isOnReplies = Object.keys(hooks).every((name) => onRepliesAlone.has(name))
  return isOnReplies ? ['reply'] : ['reply', 'error']
}

/** Cells of an API that are played to find false alarms; an oddity may turn none red. */
const samplesOf = { mutant: 1, oddity: 3 } as const

/** A cell of more exchanges is dearer than what it would find beside the cells meant. */
const dearest = 2

/**
 * The cells to find false alarms in: of each API the cheapest that expect each outcome that the
 * deviation can change. Which endpoints and families of models they are of depends on the id of the
 * deviation: all deviations together cover all of them.
 */
export function sample(reachable: readonly Candidate[], deviation: Deviation): Candidate[] {
  const turn = hashOf(deviation.id)
  const ofApi = indexBy(reachable, ({ cell }) => cell.api)
  return [...ofApi.values()].flatMap((all) => {
    const cheapest = all
      .filter(({ cost }) => cost <= dearest)
      .toSorted((one, other) => one.cost - other.cost)
    return changedBy(deviation).flatMap((outcome) => {
      const expecting = cheapest.filter(({ cell }) => expects(cell, outcome))
      const groups = [...indexBy(expecting, ({ group }) => group).values()]
      const first = turn % Math.max(1, groups.length)
      const inTurn = [...groups.slice(first), ...groups.slice(0, first)]
      return takeInTurn(inTurn, samplesOf[deviation.kind])
    })
  })
}

/** The first of each list, then the second of each, and so on. */
function takeInTurn<T>(lists: readonly (readonly T[])[], count: number): T[] {
  const rounds = Array.from({ length: count }, (_, round) => round)
  const inTurn = rounds.flatMap((round) => lists.flatMap((list) => list.slice(round, round + 1)))
  return inTurn.slice(0, count)
}

function expects(cell: Cell, outcome: Outcome): boolean {
  return cell.steps.every((step) => step.expect.outcome === outcome)
}

/**
 * For each glob the cells that must see it: a behaviour once, every other check of a case once for
 * each group and region, a protocol check once for each group.
 */
function meant(
  globs: readonly string[],
  all: readonly Candidate[],
  reachable: ReadonlySet<Candidate>,
): { candidate: Candidate; check: PossibleCheck['check'] }[] {
  const found = new Map<string, { candidate: Candidate; check: PossibleCheck['check'] }>()
  for (const glob of globs) {
    for (const { candidate, possible, location } of checksNamed(glob, all)) {
      if (!reachable.has(candidate)) continue
      const wanted = possible.isOwn ? location : `${glob} ${location}`
      const earlier = found.get(wanted)
      if (earlier && earlier.candidate.cost <= candidate.cost) continue
      found.set(wanted, { candidate, check: possible.check })
    }
  }
  return [...found.values()]
}

/** Cells cut down before, by the behaviours that are left: most deviations want the same. */
const cutDown = once((_: Candidate) => new Map<string, Cell>())

/** The cell with its protocol checks and only those behaviours. */
function trimmed(candidate: Candidate, behaviours: ReadonlySet<string>, compile: Compile): Cell {
  const key = [...behaviours].toSorted().join(' ')
  const cells = cutDown(candidate)
  const cell = cells.get(key) ?? trim(candidate, behaviours, compile)
  cells.set(key, cell)
  return cell
}

function trim(
  { cell, checks }: Candidate,
  behaviours: ReadonlySet<string>,
  compile: Compile,
): Cell {
  const dropped = new Set(
    checks.flatMap(({ check }) =>
      check.kind === 'behaviour' && !behaviours.has(check.id) ? [check.id] : [],
    ),
  )
  if (dropped.size === 0) return cell
  const wants = ({ id }: { readonly id: string }): boolean => !dropped.has(id)
  const isSent = ({ id }: { readonly id: string }): boolean => id !== controlStep
  return compile({ ...cell, case: trimCase(cell.case, wants, isSent) }, wants)
}

/** The cells to play one deviation on. */
export function cellsFor(
  deviation: Deviation,
  all: readonly Candidate[],
  compile: Compile,
  breadth: Breadth,
): Cell[] {
  const reached = all.filter((candidate) => canTouch(candidate, deviation))
  if (breadth === 'all') return reached.map((candidate) => withoutBehaviours(candidate, compile))
  const meantCells = chooseCells([deviation], all, compile)
  if (breadth === 'meant') return meantCells
  const isNew = breadth === 'new-cases' ? unknownOf(deviation.id) : () => true
  const wanted = meantCells.filter(isNew)
  // Every request to a server that hangs takes seconds.
  if (deviation.hangs !== undefined) return wanted
  const played = new Set(meantCells.map(nameOf))
  const others = oncePerApi(reached)
    .filter(({ cell }) => isNew(cell) && !played.has(nameOf(cell)))
    .map((candidate) => withoutBehaviours(candidate, compile))
  return [...wanted, ...others]
}

/** Whether the power file does not say if a cell finds that defect. */
function unknownOf(id: string): (cell: Cell) => boolean {
  const { defects, cases } = readPower()
  if (!defects.some((defect) => defect.id === id)) return () => true
  return ({ api, case: asked }) => cases.get(api)?.has(asked.id) !== true
}

function nameOf({ case: asked, api }: Cell): string {
  return `${asked.id} ${api}`
}

/** One candidate for each case on each API: on the endpoint that most servers resemble. */
function oncePerApi(candidates: readonly Candidate[]): Candidate[] {
  const found = new Map<string, Candidate>()
  for (const kind of ['llamastack', 'openai-compatible', 'bedrock-mantle', 'bedrock']) {
    for (const candidate of candidates.filter(({ cell }) => cell.endpoint.kind === kind)) {
      const name = nameOf(candidate.cell)
      if (!found.has(name)) found.set(name, candidate)
    }
  }
  return [...found.values()]
}

/** The cell with its protocol checks alone. */
export function withoutBehaviours(candidate: Candidate, compile: Compile): Cell {
  return trimmed(candidate, new Set(), compile)
}
