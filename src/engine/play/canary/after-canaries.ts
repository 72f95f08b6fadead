/** Runs the cells of a location, so that a server which refuses everything is asked only a few times. */
import { append } from '../../../model/lists/lists.ts'
import type { Cell } from '../../../model/plan.ts'
import { canaryGroups, type CanaryGroup } from './canary.ts'
import type { Loss } from './loss.ts'
import type { NotSent } from '../play.ts'
import type { CellRun } from '../run-cell.ts'

/** How cells are run, and how they are left out. */
export interface Playing {
  readonly play: (cells: readonly Cell[]) => Promise<readonly CellRun[]>
  readonly skip: (cell: Cell, why: NotSent) => CellRun
}

/** A canary that failed, and its group. */
interface Lost extends Loss {
  readonly canary: Cell
  readonly group: CanaryGroup
}

/** Canaries that fail alike before the location counts as lost. */
const enough = 2

/**
 * Sends a plain conversation for each API and model first. Where it fails, what depends on it is not
 * sent. Until one is answered they are sent one after the other; after two that failed alike, and
 * one refusal that is due but looks the same, nothing more is sent.
 */
export async function runAfterCanaries(
  cells: readonly Cell[],
  playing: Playing,
): Promise<CellRun[]> {
  const { groups, free } = canaryGroups(cells)
  const waiting = [...groups]
  const lost: Lost[] = []
  const runs: CellRun[] = []
  let open: readonly Cell[] = []
  for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
    const { sent, loss, rest } = await sendCanary(group, playing)
    append(runs, sent)
    if (loss !== undefined) lost.push(loss)
    else open = [...rest, ...group.independent]
    if (loss === undefined || areAlike(lost)) break
  }
  append(
    runs,
    lost.flatMap((loss) => skipDependent(loss, runs, playing)),
  )
  const independent = lost.flatMap(({ group }) => group.independent)
  const [first] = lost
  if (first !== undefined && areAlike(lost)) {
    const rest = [...independent, ...waiting.flatMap(cellsOf), ...free]
    return [...runs, ...(await runHopeless(first, rest, playing))]
  }
  const others = await Promise.all([
    playing.play([...open, ...independent, ...free]),
    ...waiting.map(async (group) => runGroup(group, playing)),
  ])
  return [...runs, ...others.flat()]
}

/** Whether as many canaries as are enough failed alike. */
function areAlike(lost: readonly Lost[]): boolean {
  return lost.some(
    ({ signature }) => lost.filter((one) => one.signature === signature).length >= enough,
  )
}

interface Sounded {
  readonly sent: readonly CellRun[]
  readonly loss?: Lost
  /** What depends on the canary and was not sent. */
  readonly rest: readonly Cell[]
}

async function sendCanary(group: CanaryGroup, { play }: Playing): Promise<Sounded> {
  const [canary, second] = group.plain
  if (canary === undefined) return { sent: [], rest: group.dependent }
  const sent = [...(await play([canary]))]
  let loss = sent[0]?.loss
  // One exchange without a response may be an accident.
  if (loss?.isAnswered === false && second !== undefined) {
    const again = await play([second])
    append(sent, again)
    loss = again[0]?.loss
  }
  const rest = [...group.plain, ...group.dependent].filter(
    (cell) => !sent.some((run) => run.cell === cell),
  )
  return { sent, rest, ...(loss && { loss: { ...loss, canary, group } }) }
}

function skipDependent(loss: Lost, runs: readonly CellRun[], { skip }: Playing): CellRun[] {
  const sent = new Set(runs.map(({ cell }) => cell))
  return [...loss.group.plain, ...loss.group.dependent]
    .filter((cell) => !sent.has(cell))
    .map((cell) => skip(cell, whyNot(loss)))
}

async function runGroup(group: CanaryGroup, playing: Playing): Promise<readonly CellRun[]> {
  const { sent, loss, rest } = await sendCanary(group, playing)
  const open = loss === undefined ? [...rest, ...group.independent] : group.independent
  const skipped = loss === undefined ? [] : skipDependent(loss, sent, playing)
  return [...sent, ...skipped, ...(await playing.play(open))]
}

/** Runs what expects a refusal, unless the first of it gets the same response as everything else. */
async function runHopeless(
  first: Lost,
  rest: readonly Cell[],
  playing: Playing,
): Promise<readonly CellRun[]> {
  const skipped = (cells: readonly Cell[]): CellRun[] =>
    cells.map((cell) => playing.skip(cell, whyNot(first)))
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

function whyNot({ because, canary }: Lost): NotSent {
  const { case: asked, api, region, model } = canary
  return {
    reason: 'prerequisite',
    because: `Not sent, since the plain conversation ${asked.id} on ${api} failed. ${because}`,
    after: { case: asked.id, api, region, model: model.id, because },
  }
}
