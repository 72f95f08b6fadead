/** A target that stays open while single cells run on it, as the Vitest bridge does. */
import { isDecided } from '../judge/verdict/verdict-sets.ts'
import type { Verdict } from '../model/names.ts'
import { keyOf, type Planner } from '../model/plan.ts'
import type { CellResult } from '../model/report.ts'
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
  readonly run: () => Promise<SessionResult>
}

interface SessionResult {
  readonly verdict: Verdict
  /** The text of each check that failed. */
  readonly failures: readonly string[]
  /** Why checks have no result, one sentence or phrase each. */
  readonly reasons: readonly string[]
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
      return {
        verdict: result.verdict,
        failures: result.checks
          .filter(({ verdict }) => verdict === 'fail' || verdict === 'error')
          .map((check) => renderFailure({ cell: result, check }, model).join('\n')),
        reasons: reasonsOf(result),
      }
    },
  }))
  return { name: target.name, cells, close: opened.close }
}

function reasonsOf({ checks }: Pick<CellResult, 'checks'>): string[] {
  const open = checks.filter(({ verdict }) => !isDecided(verdict))
  return [...new Set(open.flatMap(({ because, reason }) => because ?? reason ?? []))]
}
