/** Runs the cells of a location, so that a server which refuses everything is asked only a few times. */
import { apiFacts } from '../../../model/apis.ts'
import type { Cell } from '../../../model/plan.ts'
import { canaryGroups, firstOf, type CanaryGroup } from './canary.ts'
import type { Loss } from './loss.ts'
import type { NotSent } from '../play.ts'
import type { CellRun } from '../run-cell.ts'

/** How cells are run, and how they are left out. */
export interface Playing {
  readonly play: (cells: readonly Cell[]) => Promise<readonly CellRun[]>
  /** Plays one cell; its samples go on while others are played. */
  readonly begin: (cell: Cell) => Begun
  readonly skip: (cell: Cell, why: NotSent) => CellRun
}

export interface Begun {
  /** What the first play says. */
  readonly loss: Promise<Loss | undefined>
  readonly run: Promise<CellRun>
}

/** A canary that failed, and its group. */
interface Lost extends Loss {
  readonly group: CanaryGroup
  /** Why what depends on it is not sent: one reason for all of it. */
  readonly why: NotSent
}

/** Canaries that fail alike before the location counts as lost. */
const enough = 2

/**
 * Sends a plain conversation for each API and model first. Where it fails, what depends on it is not
 * sent. Until one is answered they are sent one after the other; after two that failed alike, and
 * one refusal that is due but looks the same, nothing more is sent. A path that is not served says
 * nothing of others: then each of them is asked before. Nor does a model say anything of others, so
 * the second is asked of another one where there is one.
 */
export async function runAfterCanaries(
  cells: readonly Cell[],
  playing: Playing,
): Promise<CellRun[]> {
  const { groups, free } = canaryGroups(cells)
  const waiting = [...groups]
  const lost: Lost[] = []
  const begun: Sounded[] = []
  let open: readonly Cell[] = []
  for (let group = takeNext(waiting, lost); group; group = takeNext(waiting, lost)) {
    const sounded = await sendCanary(group, playing)
    const { loss, rest } = sounded
    begun.push(sounded)
    if (loss !== undefined) lost.push(loss)
    else open = [...rest, ...group.independent]
    if (loss === undefined || isLost(lost, waiting)) break
  }
  const skipped = begun.flatMap((sounded) => skipDependent(sounded, playing))
  const independent = lost.flatMap(({ group }) => group.independent)
  const [first] = lost
  if (first !== undefined && isLost(lost, waiting)) {
    const rest = [...independent, ...waiting.flatMap(cellsOf), ...free]
    const hopeless = await runHopeless(first, rest, playing)
    return [...(await runsOf(begun)), ...skipped, ...hopeless]
  }
  const others = await Promise.all([
    playing.play([...open, ...independent]),
    runFree(free, playing),
    ...waiting.map(async (group) => runGroup(group, playing)),
  ])
  return [...(await runsOf(begun)), ...skipped, ...others.flat()]
}

/** Whether as many canaries as are enough failed alike, and no other path is left that may be served. */
function isLost(lost: readonly Lost[], waiting: readonly CanaryGroup[]): boolean {
  return lost.some(({ signature, isOfPath }) => {
    const areEnough = lost.filter((one) => one.signature === signature).length >= enough
    return areEnough && !(isOfPath && indexOfOther(waiting, lost) >= 0)
  })
}

/** Takes the group to ask next: with another path where one is not served, else of another model. */
function takeNext(waiting: CanaryGroup[], lost: readonly Lost[]): CanaryGroup | undefined {
  const isOfPath = lost.some((one) => one.isOfPath)
  const other = isOfPath ? indexOfOther(waiting, lost) : indexOfModel(waiting, lost)
  const [next] = waiting.splice(Math.max(other, 0), 1)
  return next
}

/** Where the first group is whose path was not asked for; -1 where all were. */
function indexOfOther(waiting: readonly CanaryGroup[], lost: readonly Lost[]): number {
  const asked = new Set(lost.map(({ group }) => pathOf(group)))
  return waiting.findIndex((group) => !asked.has(pathOf(group)))
}

/** Where the first group is whose model was not asked; -1 where all were. */
function indexOfModel(waiting: readonly CanaryGroup[], lost: readonly Lost[]): number {
  const asked = new Set(lost.map(({ group }) => modelOf(group)))
  return waiting.findIndex((group) => !asked.has(modelOf(group)))
}

function modelOf({ plain: [canary] }: CanaryGroup): string | undefined {
  return canary?.model.id
}

/** The same for APIs with one path: `stream` is a member of the body there, but for event streams. */
function pathOf({ plain: [canary] }: CanaryGroup): string | undefined {
  if (canary === undefined) return undefined
  const { family, framing } = apiFacts[canary.api]
  return framing === 'event-stream' ? `${family} ${framing}` : family
}

/** A group whose canary was played once. */
interface Sounded {
  readonly runs: readonly Promise<CellRun>[]
  readonly loss?: Lost
  /** What depends on the canary and was not sent. */
  readonly rest: readonly Cell[]
}

async function sendCanary(group: CanaryGroup, { begin }: Playing): Promise<Sounded> {
  const [canary, second, ...others] = group.plain
  if (canary === undefined) return { runs: [], rest: group.dependent }
  const first = begin(canary)
  const loss = await first.loss
  const rest = [...others, ...group.dependent]
  // One exchange without a response may be an accident.
  if (loss?.isAnswered === false && second !== undefined) {
    const again = begin(second)
    const runs = [first.run, again.run]
    return { runs, rest, ...lostWith(await again.loss, group, canary) }
  }
  const unsent = second === undefined ? rest : [second, ...rest]
  return { runs: [first.run], rest: unsent, ...lostWith(loss, group, canary) }
}

function lostWith(
  loss: Loss | undefined,
  group: CanaryGroup,
  canary: Cell,
): { readonly loss?: Lost } {
  return loss === undefined ? {} : { loss: { ...loss, group, why: whyNot(loss, canary) } }
}

async function runsOf(begun: readonly Sounded[]): Promise<readonly CellRun[]> {
  return Promise.all(begun.flatMap(({ runs }) => runs))
}

function skipDependent({ loss, rest }: Sounded, { skip }: Playing): CellRun[] {
  return loss === undefined ? [] : rest.map((cell) => skip(cell, loss.why))
}

async function runGroup(group: CanaryGroup, playing: Playing): Promise<readonly CellRun[]> {
  const sounded = await sendCanary(group, playing)
  const { loss, rest } = sounded
  const open = loss === undefined ? [...rest, ...group.independent] : group.independent
  const skipped = skipDependent(sounded, playing)
  const others = await playing.play(open)
  return [...(await runsOf([sounded])), ...skipped, ...others]
}

/** Runs cells without a canary; what shows that an API is served is asked before the rest. */
async function runFree(free: readonly Cell[], { begin, play }: Playing): Promise<CellRun[]> {
  const first = firstOf(free)
  const begun = first.map(begin)
  await Promise.all(begun.map(({ loss }) => loss))
  const rest = await play(free.filter((cell) => !first.includes(cell)))
  return [...(await Promise.all(begun.map(({ run }) => run))), ...rest]
}

/** Runs what expects a refusal, unless the first of it gets the same response as everything else. */
async function runHopeless(
  first: Lost,
  rest: readonly Cell[],
  playing: Playing,
): Promise<readonly CellRun[]> {
  const skipped = (cells: readonly Cell[]): CellRun[] =>
    cells.map((cell) => playing.skip(cell, first.why))
  const refusals = rest.filter(isOneRefusal)
  const [probe] = refusals
  if (!first.isAnswered || probe === undefined) return skipped(rest)
  const [probed] = await playing.play([probe])
  const others = rest.filter((cell) => cell !== probe)
  if (probed === undefined) return skipped(rest)
  if (probed.loss?.signature === first.signature) return [probed, ...skipped(others)]
  const meaningful = others.filter((cell) => refusals.includes(cell))
  const dependent = others.filter((cell) => !refusals.includes(cell))
  return [probed, ...(await playing.play(meaningful)), ...skipped(dependent)]
}

function isOneRefusal({ steps }: Cell): boolean {
  return steps.every(({ expect }) => expect.outcome === 'error')
}

function cellsOf({ plain, dependent, independent }: CanaryGroup): readonly Cell[] {
  return [...plain, ...dependent, ...independent]
}

function whyNot({ because }: Loss, canary: Cell): NotSent {
  const { case: asked, api, region, model } = canary
  return {
    reason: 'prerequisite',
    because: `Not sent, since the plain conversation ${asked.id} on ${api} failed. ${because}`,
    after: { case: asked.id, api, region, model: model.id, because },
  }
}
