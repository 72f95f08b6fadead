/** `run`: load, select, preflight, run, judge, report. */
import { renderJson } from '../../report/json.ts'
import { renderSummary } from '../../report/terminal.ts'
import { buildReport } from '../build-report.ts'
import { execute } from '../execute.ts'
import type { RunFlags } from '../flags.ts'
import { finishRuns } from '../finish-runs.ts'
import { createInterrupt } from '../interrupt.ts'
import { loadSuite } from '../load-suite.ts'
import { openTarget } from '../open-target.ts'
import { planRun } from '../plan-run.ts'
import { preflightRun } from '../preflight-run.ts'
import { repeatCommand } from '../repeat-command.ts'
import { reportDirectory, saveReports } from '../save-reports.ts'
import { version } from '../version.ts'

/** Judges a target and writes the reports. Returns the exit code. */
export async function run(flags: RunFlags): Promise<number> {
  const startedAt = new Date()
  const catalogue = loadSuite()
  const opened = await openTarget(flags)
  const interrupt = createInterrupt()
  try {
    const { target } = opened
    const cells = planRun(catalogue, target, flags)
    const preflight = await preflightRun(opened, cells, interrupt.signal)
    const { blocked } = preflight
    const { send } = opened.client
    const { signal } = interrupt
    const runs = await execute({ catalogue, target, cells, flags, send, signal, blocked })
    const redactor = opened.redactor()
    const report = buildReport({
      suiteVersion: version,
      startedAt,
      durationMs: Date.now() - startedAt.getTime(),
      target: {
        name: target.name,
        endpoint: target.endpoint,
        ...(target.version && { version: target.version }),
      },
      cells: finishRuns(runs),
      baseline: target.baseline,
      whole: isWhole(flags),
      interrupted: signal.aborted,
      problems: preflight.problems,
    })
    const directory = reportDirectory(flags, target.name)
    const options = { rules: catalogue.rules, runCommand: repeatCommand(flags), directory }
    const paths = await saveReports(report, runs, { ...options, redactor })
    const text = flags.json
      ? renderJson(report)
      : renderSummary(report, {
          ...options,
          colour: process.stdout.hasColors?.() ?? false,
          columns: process.stdout.columns ?? 100,
          reports: paths.filter((path) => !path.endsWith('.har')),
        })
    process.stdout.write(redactor.text(text))
    return report.exitCode
  } finally {
    interrupt.dispose()
    await opened.close()
  }
}

/** Whether nothing narrowed what ran. */
function isWhole(flags: RunFlags): boolean {
  const narrowing = [flags.case, flags.api, flags.region, flags.model, flags.level, flags.shard]
  return narrowing.every((flag) => flag === undefined)
}
