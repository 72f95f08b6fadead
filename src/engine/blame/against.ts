/** Runs the same cells at the same time on a second target, and says who is at fault. */
import type { Cell, Planner } from '../../model/plan.ts'
import type { AgainstTarget, CellResult } from '../../model/report.ts'
import { namesOf, type Names } from '../../judge/blame/blame.ts'
import { isDisputed, setAgainst, type Pair } from '../../judge/blame/compare.ts'
import { defaultConcurrency } from '../play/run-cells.ts'
import type { CellRun } from '../play/run-cell.ts'
import { contextOf } from '../play/execute.ts'
import type { RunFlags } from '../flags.ts'
import type { Opened, StartReference } from '../preflight/open-target.ts'
import { preflightRun, type Cleared } from '../preflight/preflight.ts'
import { runSpots } from '../play/run-spots.ts'
import { counterparts, type Counterpart } from './counterparts.ts'
import { openAgainst } from './open.ts'
import { lookAgain, quiet, requestsOf, sideOf, type Contexts } from './second-look.ts'

/** A second target that is ready to run. */
export interface Against {
  readonly pairs: readonly Counterpart[]
  readonly opened: Opened
  readonly blocked: Cleared['blocked']
  readonly contexts: Contexts
  readonly names: Names
  readonly signal: AbortSignal
}

export interface AgainstSetting {
  readonly flags: RunFlags
  readonly planner: Planner
  readonly opened: Opened
  readonly startReference: StartReference
  readonly signal: AbortSignal
}

/** What came of it. */
export interface Compared {
  readonly results: readonly CellResult[]
  readonly target: AgainstTarget
}

/**
 * Opens the second target and finds out what of it can be judged.
 *
 * @returns undefined where the flags name none
 * @throws Problem when it cannot be used at all
 */
export async function startAgainst(
  setting: AgainstSetting,
  cells: readonly Cell[],
): Promise<Against | undefined> {
  const { flags, opened: first, planner, signal, startReference } = setting
  const { against } = flags
  if (against === undefined) return undefined
  const opened = await openAgainst({ ...flags, against }, first, startReference)
  try {
    const pairs = counterparts(cells, planner.planAgainst(opened.target))
    const theirs = pairs.map(({ there }) => there)
    const { blocked } = await preflightRun(opened, theirs, signal)
    const names = namesOf(first.target.name, opened.target.name)
    return { pairs, opened, blocked, contexts: contextsOf(setting, opened), names, signal }
  } catch (error) {
    await opened.close()
    throw error
  }
}

function contextsOf({ flags, opened: first, signal }: AgainstSetting, second: Opened): Contexts {
  const common = { flags, signal }
  return {
    here: contextOf({ ...common, target: first.target, send: first.client.send }),
    there: contextOf({ ...common, target: second.target, send: second.client.send }),
    limit: flags.concurrency ?? defaultConcurrency,
  }
}

/** Runs the counterparts: to be called when the cells themselves begin to run. */
export async function runAgainst({ pairs, blocked, contexts }: Against): Promise<CellRun[]> {
  const theirs = pairs.map(({ there }) => there)
  return runSpots(theirs, blocked, contexts.there, quiet, contexts.limit)
}

/**
 * Sets the results against those of the second target. What is disputed is played once more on
 * both: a difference that is gone by then is put down to the model.
 */
export async function compareAgainst(
  against: Against,
  results: readonly CellResult[],
  runs: readonly CellRun[],
  theirs: readonly CellRun[],
): Promise<Compared> {
  const { pairs, names, contexts, signal, opened } = against
  const first = pairsOf(pairs, results, runs, theirs)
  const disputed = pairs.filter(({ here }) => {
    const pair = first.get(here)
    return pair !== undefined && isDisputed(pair, names)
  })
  const again = await lookAgain(signal.aborted ? [] : disputed, contexts)
  const { name, endpoint, version } = opened.target
  const requests = requestsOf(theirs) + again.requests
  return {
    results: results.map((result, at) => {
      const cell = runs[at]?.cell
      const pair = cell && first.get(cell)
      return cell && pair ? setAgainst(pair, names, again.pairs.get(cell)) : result
    }),
    target: { name, endpoint, ...(version !== undefined && { version }), requests },
  }
}

function pairsOf(
  pairs: readonly Counterpart[],
  results: readonly CellResult[],
  runs: readonly CellRun[],
  theirs: readonly CellRun[],
): Map<Cell, Pair> {
  const own = new Map(runs.map((run, at) => [run.cell, { run, result: results[at] ?? run.result }]))
  const other = new Map(theirs.map((run) => [run.cell, run]))
  return new Map(
    pairs.flatMap(({ here, there }): [Cell, Pair][] => {
      const [mine, their] = [own.get(here), other.get(there)]
      if (mine === undefined || their === undefined) return []
      return [[here, { here: { ...sideOf(mine.run), result: mine.result }, there: sideOf(their) }]]
    }),
  )
}
