/** From an opened target to the report of a run. */
import type { Cell, Planner } from '../model/plan.ts'
import type { TrendRow } from '../model/run/history.ts'
import type { Report, RunSelection } from '../model/report.ts'
import type { Progress } from '../report/terminal/progress/progress.ts'
import type { CellRun } from './play/run-cell.ts'
import {
  compareAgainst,
  runAgainst,
  startAgainst,
  type Against,
  type Compared,
} from './blame/against.ts'
import { buildReport, rowsOfReplies } from './report/build-report.ts'
import {
  isInterrupted,
  limitOf,
  limitProblems,
  limitRun,
  type LimitedRun,
  timeGiven,
} from './play/limits/early-end.ts'
import { execute, type Executed } from './play/execute.ts'
import type { RunFlags } from './flags.ts'
import { trendUpTo, earlierRuns } from './report/history-file.ts'
import type { Opened, StartReference } from './preflight/open-target.ts'
import { askEndpoints } from './preflight/ask-endpoints.ts'
import type { Problem } from '../model/problem.ts'
import { currentBaseline } from './report/current-baseline.ts'
import { keptHistory } from './report/run-paths.ts'
import { faultsNotInjected } from './plan/faults-not-injected.ts'
import { runSelection } from './plan/run-selection.ts'
import { shardPlan } from './plan/shard.ts'
import { boughtIn, withinTime } from './plan/within-budget.ts'
import { version } from '../model/package.ts'

export interface JudgedRun {
  readonly report: Report
  readonly runs: readonly CellRun[]
  /** Exchanges with the second target, where there is one. */
  readonly exchangesAgainst?: Compared['exchangesOf']
  /** Runs of the target, this one included where it is kept; the oldest first. */
  readonly trend: readonly TrendRow[]
  /** What `--update-baseline` changed, one sentence a line. */
  readonly notes: readonly string[]
  /** Set where the baseline could not be updated. */
  readonly problem?: Problem
}

export interface RunSetting {
  readonly flags: RunFlags
  readonly planner: Planner
  readonly opened: Opened
  /** The cells of the target, where they are planned already. */
  readonly planned?: readonly Cell[]
  readonly startedAt: Date
  readonly startReference: StartReference
  readonly signal: AbortSignal
  readonly progress?: Progress
}

/**
 * Plans, sends and judges.
 *
 * @throws Problem with exit code 3 when no cell can be judged
 */
export async function runTarget(setting: RunSetting): Promise<JudgedRun> {
  const { flags, opened } = setting
  const time = timeGiven(flags)
  const left = setting.startedAt.getTime() - Date.now()
  const { signal, onVerdict, stop } = limitRun(setting.signal, {
    ...(time && { time: { ...time, left: left + time.given } }),
    ...(flags.failFast && { failFast: Number(flags.failFast) }),
  })
  const limited = { ...setting, signal }
  try {
    const history = keptHistory(flags, opened.target.name)
    const played = await playCells(limited, onVerdict, history)
    return await judgeRun(limited, played, history)
  } finally {
    stop()
  }
}

/** What was sent and received. */
interface PlayedRun {
  readonly runs: readonly CellRun[]
  readonly against?: Compared
  readonly selection?: RunSelection
  /** What keeps the run from being what it should be, a sentence each. */
  readonly problems: readonly string[]
}

/** Plans the cells, looks whether their endpoints can be asked, and plays them. */
async function playCells(
  setting: RunSetting,
  onVerdict: LimitedRun['onVerdict'],
  history: string | undefined,
): Promise<PlayedRun> {
  const { flags, planner, opened, signal, progress } = setting
  const { target, client } = opened
  const { cells, shard } = shardPlan(setting.planned ?? planner.plan(target), flags.shard)
  progress?.phase('asking each endpoint once')
  const { blocked, problems } = await askEndpoints(setting, cells, history)
  const execution = { target, cells, flags, send: client.send, signal, blocked, onVerdict }
  const { executed, against } = await runBeside(
    async () => execute({ ...execution, ...(progress && { progress }) }),
    await startAgainst(setting, cells),
  )
  const selection = runSelection(flags, shard)
  return {
    runs: withinTime(executed.runs, limitOf(signal)),
    ...(against && { against }),
    ...(selection && { selection }),
    problems: [
      ...limitProblems(signal),
      ...executed.problems,
      ...faultsNotInjected(flags, cells, target),
      ...(await problems(executed.isServed)),
    ],
  }
}

/** Holds what was played against the baseline and the runs before. */
async function judgeRun(
  { flags, startedAt, planner, opened: { target }, signal }: RunSetting,
  { runs, against, selection, problems }: PlayedRun,
  history: string | undefined,
): Promise<JudgedRun> {
  const { cases, rules } = planner
  const power = boughtIn({ planner, target, signal }, runs, selection)
  const results = runs.map(({ result }) => result)
  const rows = rowsOfReplies(results, {
    baseline: target.baseline,
    selection,
    strict: flags.strict,
  })
  const scene = { cells: [...results, ...rows], cases, ...(selection && { selection }) }
  const { entries, isRewritten, notes, problem } = await currentBaseline(flags, target, scene, {
    startedAt,
    signal,
  })
  // That it can be read was found before anything was sent: what was sent is not lost for it.
  const past = await earlierRuns(history).catch(() => [])
  const { name, endpoint, version: ofServer } = target
  const report = buildReport({
    suiteVersion: version,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    target: { name, endpoint, ...(ofServer && { version: ofServer }) },
    cells: against ? runs.map((run) => ({ ...run, sides: against.sidesOf(run.cell) })) : runs,
    baseline: entries,
    isRewritten,
    history: past,
    ...(against && { against: against.target }),
    ...(selection && { selection }),
    ...(power && { power }),
    cases,
    rules,
    strict: flags.strict,
    interrupted: isInterrupted(signal),
    problems,
  })
  return {
    report,
    runs,
    ...(against && { exchangesAgainst: against.exchangesOf }),
    notes,
    trend: history === undefined ? [] : trendUpTo(report, past),
    ...(problem && { problem }),
  }
}

interface Sent {
  readonly executed: Executed
  readonly against?: Compared
}

/** Runs the cells, at the same time on the second target where there is one. */
async function runBeside(run: () => Promise<Executed>, second: Against | undefined): Promise<Sent> {
  if (second === undefined) return { executed: await run() }
  try {
    const [executed, theirs] = await Promise.all([run(), runAgainst(second)])
    return { executed, against: await compareAgainst(second, executed.runs, theirs) }
  } finally {
    await second.opened.close()
  }
}
