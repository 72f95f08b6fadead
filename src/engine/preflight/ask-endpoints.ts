/** Preflight of a run, whose outages the history keeps. */
import { exitCodes } from '../../model/exit-codes.ts'
import { version } from '../../model/package.ts'
import type { Cell } from '../../model/plan.ts'
import { Problem } from '../../model/problem.ts'
import { isNarrowed } from '../../model/report.ts'
import { runSelection } from '../plan/run-selection.ts'
import { keepOutage } from '../report/history-file.ts'
import type { RunFlags } from '../flags.ts'
import type { Opened } from './open-target.ts'
import { preflightRun, type Cleared } from './preflight.ts'

interface Asking {
  readonly flags: RunFlags
  readonly opened: Opened
  readonly startedAt: Date
  readonly signal: AbortSignal
}

/** Runs preflight; an outage is added to the history where the whole suite was to be run. */
export async function askEndpoints(
  { flags, opened, startedAt, signal }: Asking,
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
      const isPart = flags.shard !== undefined || isNarrowed(runSelection(flags, undefined))
      const kept = isPart ? Promise.resolve() : keepOutage(outage, history)
      const also = await kept.then(
        () => '',
        (problem: Error) => ` ${problem.message}`,
      )
      throw new Problem(opened.redactor().text(error.message) + also, error.exitCode)
    }
    throw error
  }
}
