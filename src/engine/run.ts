/** From an opened target to the report of a run. */
import type { Cell, Planner } from '../model/plan.ts'
import type { AgainstTarget, CellResult, Report } from '../model/report.ts'
import type { Target } from '../model/target.ts'
import type { Scene } from '../judge/baseline/baseline.ts'
import { exitCodes } from '../model/exit-codes.ts'
import type { CellRun } from './play/run-cell.ts'
import { baselineFile } from '../target/files/files.ts'
import { compareAgainst, runAgainst, startAgainst, type Against } from './blame/against.ts'
import { buildReport } from './report/build-report.ts'
import { execute } from './play/execute.ts'
import { finishRuns } from './report/finish-runs.ts'
import type { RunFlags } from './flags.ts'
import { historyFile, keepHistory, keepOutage, withHistory } from './report/history-file.ts'
import type { Opened, StartReference } from './preflight/open-target.ts'
import { preflightRun, type Cleared } from './preflight/preflight.ts'
import { Problem } from '../model/problem.ts'
import { rewriteBaseline, type Rewritten } from './report/rewrite-baseline.ts'
import { runSelection } from './plan/run-selection.ts'
import { shardPlan } from './plan/shard.ts'
import { version } from '../model/package.ts'

export interface Judged {
  readonly report: Report
  readonly runs: readonly CellRun[]
  /** What `--update-baseline` changed, one sentence each. */
  readonly told: readonly string[]
}

export interface Setting {
  readonly flags: RunFlags
  readonly planner: Planner
  readonly opened: Opened
  readonly startedAt: Date
  readonly startReference: StartReference
  readonly signal: AbortSignal
}

/**
 * Plans, sends and judges, and leaves a line in the history.
 *
 * @throws Problem with exit code 3 when no cell can be judged
 */
export async function judgeRun(setting: Setting): Promise<Judged> {
  const { flags, startedAt, planner, opened, signal } = setting
  const { target, client } = opened
  const { cells, shard } = shardPlan(planner.plan(target), flags.shard)
  const history = keepsHistory(flags) ? historyFile(flags, target.name) : undefined
  const cleared = await clear(setting, cells, history)
  const { blocked, problems } = cleared
  const { send } = client
  const second = await startAgainst(setting, cells)
  const { runs, results, against } = await sent(
    async () => execute({ target, cells, flags, send, signal, blocked }),
    second,
  )
  const selection = runSelection(flags, shard)
  const { cases } = planner
  const scene = { cells: results, cases, ...(selection && { selection }) }
  const held = await heldAgainst(flags, target, scene, startedAt)
  const { name, endpoint, version: ofServer } = target
  const report = buildReport({
    suiteVersion: version,
    startedAt,
    durationMs: Date.now() - startedAt.getTime(),
    target: { name, endpoint, ...(ofServer && { version: ofServer }) },
    cells: held.cells,
    baseline: held.entries,
    ...(against && { against }),
    ...(selection && { selection }),
    cases,
    interrupted: signal.aborted,
    problems: await problems(),
  })
  const told = await withHistory(report, history)
  await keepHistory(told, history)
  return { report: told, runs, told: held.told }
}

interface Sent {
  readonly runs: readonly CellRun[]
  readonly results: readonly CellResult[]
  readonly against?: AgainstTarget
}

/** Runs the cells, at the same time on the second target where there is one. */
async function sent(run: () => Promise<CellRun[]>, second: Against | undefined): Promise<Sent> {
  if (second === undefined) {
    const runs = await run()
    return { runs, results: finishRuns(runs) }
  }
  try {
    const [runs, theirs] = await Promise.all([run(), runAgainst(second)])
    const { results, target } = await compareAgainst(second, finishRuns(runs), runs, theirs)
    return { runs, results, against: target }
  } finally {
    await second.opened.close()
  }
}

/** Runs of a deliberately broken reference are kept out of the history unless a folder is given. */
function keepsHistory({ mutant, oddity, history }: RunFlags): boolean {
  return history !== undefined || (mutant === undefined && oddity === undefined)
}

/** Runs preflight; an outage is added to the history. */
async function clear(
  { flags, opened, startedAt, signal }: Setting,
  cells: readonly Cell[],
  history: string | undefined,
): Promise<Cleared> {
  try {
    if (cells.length === 0) return { blocked: async () => undefined, problems: async () => [] }
    return await preflightRun(opened, cells, signal)
  } catch (error) {
    if (error instanceof Problem && error.exitCode === exitCodes.unreachable) {
      const { endpoint } = opened.target
      const outage = { at: startedAt.toISOString(), suite: version, endpoint, exit: error.exitCode }
      if (flags.shard === undefined) await keepOutage(outage, history)
      throw new Problem(opened.redactor().text(error.message), error.exitCode)
    }
    throw error
  }
}

/** The baseline, updated first when `--update-baseline` is set. */
async function heldAgainst(
  flags: RunFlags,
  { name, baseline, baselineName = name }: Target,
  scene: Scene,
  startedAt: Date,
): Promise<Rewritten> {
  if (flags.updateBaseline !== true) return { entries: baseline, cells: scene.cells, told: [] }
  const today = startedAt.toISOString().slice(0, 10)
  return rewriteBaseline(baselineFile(baselineName, flags.baseline), name, baseline, scene, today)
}
