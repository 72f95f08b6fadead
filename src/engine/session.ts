/** A target that stays open while single cells run on it, as the Vitest bridge does. */
import { keyOf, type Planner } from '../model/plan.ts'
import { renderFailure } from '../report/failure/failure.ts'
import { modelOf } from '../report/model/model.ts'
import { runCell } from './play/run-cell.ts'
import { buildReport } from './report/build-report.ts'
import { contextOf } from './play/execute.ts'
import type { SelectionFlags } from './flags.ts'
import { openTarget, type StartReference } from './preflight/open-target.ts'
import { version } from '../model/package.ts'

interface SessionCell {
  readonly name: string
  /** Runs the cell. Returns the text of each of its failures; none means that it conforms. */
  readonly run: () => Promise<string[]>
}

export interface Session {
  /** The target's name. */
  readonly name: string
  readonly cells: readonly SessionCell[]
  readonly close: () => Promise<void>
}

/** Opens a target and plans its cells; no cell runs yet. */
export async function openSession(
  flags: SelectionFlags,
  planner: Planner,
  startReference: StartReference,
): Promise<Session> {
  const opened = await openTarget(flags, { startReference })
  const { target, client } = opened
  const execution = {
    target,
    flags,
    send: client.send,
    signal: new AbortController().signal,
  }
  const context = contextOf(execution)
  const cells = planner.plan(target).map((cell): SessionCell => ({
    name: keyOf(cell),
    run: async () => {
      const { result } = await runCell(cell, context)
      const report = buildReport({
        suiteVersion: version,
        startedAt: new Date(),
        durationMs: result.durationMs,
        target,
        cells: [{ result }],
        baseline: target.baseline,
        selection: {
          cases: [cell.case.id],
          apis: [cell.api],
          regions: [cell.region],
          models: [cell.model.id],
        },
        rules: planner.rules,
        interrupted: false,
        problems: [],
      })
      const model = modelOf(report, { rules: planner.rules })
      return result.checks
        .filter(({ verdict }) => verdict === 'fail' || verdict === 'error')
        .map((check) => renderFailure({ cell: result, check }, model).join('\n'))
    },
  }))
  return { name: target.name, cells, close: opened.close }
}
