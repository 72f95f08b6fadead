/** Runs the same cells at the same time on a second target, or by another API, to find who is at fault. */
import type { Exchange } from '../../model/exchange.ts'
import type { Cell, Planner } from '../../model/plan.ts'
import type { AgainstTarget } from '../../model/report.ts'
import { namesOf, type Names } from '../../judge/blame/blame.ts'
import { isDisputed, type Pair, type Sides } from '../../judge/blame/compare.ts'
import { defaultConcurrency } from '../play/schedule/run-cells.ts'
import type { CellRun } from '../play/run-cell.ts'
import { contextOf } from '../play/execute.ts'
import type { RunFlags } from '../flags.ts'
import type { Opened, StartReference } from '../preflight/open-target.ts'
import { preflightRun, type Cleared } from '../preflight/preflight.ts'
import { runByLocation } from '../play/schedule/run-by-location.ts'
import { withoutSecrets } from '../report/evidence/recorded.ts'
import { counterparts, type Counterpart } from './counterparts.ts'
import { openAgainst } from './open.ts'
import { apiNamed, byOtherApi, sameTarget } from './other-api.ts'
import { lookAgain, quiet, requestsOf, sideOf, type Contexts } from './second-look.ts'

/** A second target that is ready to run. */
export interface Against {
  readonly pairs: readonly Counterpart[]
  readonly opened: Opened
  readonly blocked: Cleared['blocked']
  readonly contexts: Contexts
  /** The two sides of a pair, in a blame. */
  readonly namesOf: (pair: Counterpart) => Names
  /** What it is called in the report: the second target, or the other API. */
  readonly name: string
  readonly signal: AbortSignal
}

export interface AgainstSetting {
  readonly flags: RunFlags
  readonly planner: Planner
  readonly opened: Opened
  readonly startReference: StartReference
  readonly signal: AbortSignal
}

/** The outcome on the second target. */
export interface Compared {
  /** Both sides of a cell; undefined where the second target does not have it. */
  readonly sidesOf: (cell: Cell) => Sides | undefined
  /** What was sent to the second target for a cell, and what came back, without secrets. */
  readonly exchangesOf: (cell: Cell) => readonly Exchange[]
  readonly target: AgainstTarget
}

/**
 * Opens the second target and finds which cells it has as well.
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
  const api = apiNamed(flags)
  const opened =
    api === undefined
      ? await openAgainst({ ...flags, against }, first, startReference)
      : sameTarget(first)
  try {
    const planned = planner.planAgainst(opened.target)
    const pairs = api === undefined ? counterparts(cells, planned) : byOtherApi(cells, planned, api)
    const theirs = pairs.map(({ there }) => there)
    const { blocked } = await preflightRun(opened, theirs, signal)
    const names = namesOf(first.target.name, opened.target.name)
    return {
      pairs,
      opened,
      blocked,
      contexts: contextsOf(setting, opened),
      namesOf: ({ here, there }) =>
        api === undefined ? names : { here: here.api, there: there.api },
      name: api ?? opened.target.name,
      signal,
    }
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

/** Runs the counterparts; call it when the cells themselves begin to run. */
export async function runAgainst({ pairs, blocked, contexts }: Against): Promise<CellRun[]> {
  const theirs = pairs.map(({ there }) => there)
  const { there: context, limit: concurrency } = contexts
  return runByLocation(theirs, { blocked, context, events: quiet, concurrency })
}

/**
 * Pairs the runs with those of the second target. Pairs that differ are played once more on both: a
 * difference that is then gone is blamed on the model.
 */
export async function compareAgainst(
  { pairs, namesOf: named, name, contexts, signal, opened }: Against,
  runs: readonly CellRun[],
  theirs: readonly CellRun[],
): Promise<Compared> {
  const first = pairsOf(pairs, runs, theirs)
  const names = new Map(pairs.map((pair) => [pair.here, named(pair)]))
  const disputed = pairs.filter((counterpart) => {
    const pair = first.get(counterpart.here)
    return pair !== undefined && isDisputed(pair, named(counterpart))
  })
  const again = await lookAgain(signal.aborted ? [] : disputed, contexts)
  const { endpoint, version } = opened.target
  const redactor = opened.redactor()
  const other = new Map(theirs.map((run) => [run.cell, run.exchanges]))
  const exchanges = new Map(pairs.map(({ here, there }) => [here, other.get(there) ?? []]))
  const requests = requestsOf(theirs) + again.requests
  return {
    sidesOf: (cell) => {
      const [pair, both] = [first.get(cell), names.get(cell)]
      return pair && both && { first: pair, names: both, again: again.pairs.get(cell) }
    },
    exchangesOf: (cell) =>
      (exchanges.get(cell) ?? []).map((exchange) => withoutSecrets(exchange, redactor)),
    target: { name, endpoint, ...(version !== undefined && { version }), requests },
  }
}

function pairsOf(
  pairs: readonly Counterpart[],
  runs: readonly CellRun[],
  theirs: readonly CellRun[],
): Map<Cell, Pair> {
  const own = new Map(runs.map((run) => [run.cell, run]))
  const other = new Map(theirs.map((run) => [run.cell, run]))
  return new Map(
    pairs.flatMap(({ here, there }): [Cell, Pair][] => {
      const [mine, their] = [own.get(here), other.get(there)]
      if (mine === undefined || their === undefined) return []
      return [[here, { here: sideOf(mine), there: sideOf(their) }]]
    }),
  )
}
