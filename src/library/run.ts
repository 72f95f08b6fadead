import { openTarget } from '../engine/preflight/open-target.ts'
import { runTarget } from '../engine/run.ts'
import type { Report } from '../model/report.ts'
import { startReference } from '../proof/start-reference.ts'
import { createPlanner } from '../suite/compile/planner.ts'
import { loadSuite } from '../suite/load-suite.ts'
import { refuseUnknown, runOptions } from './options.ts'
import {
  selectionFlags,
  targetFlags,
  type SelectionSettings,
  type TargetSettings,
} from './settings.ts'

/** What is judged, and within which limits. */
export interface RunOptions extends TargetSettings, SelectionSettings {
  /** Longest wait for the first byte, and between bytes, in milliseconds. */
  readonly timeout?: number
  /** End the run after this time in milliseconds, and judge what ran. */
  readonly maxTime?: number
  /** Concurrent exchanges per host. */
  readonly concurrency?: number
  /** Samples per behaviour check. */
  readonly samples?: number
  /** Ends the run; the report then says that it was interrupted. */
  readonly signal?: AbortSignal
}

/**
 * Judges a server, as the command `run` does. Nothing is printed, and no file is written.
 *
 * @returns the report: what `report.json` holds
 * @throws Problem with `exitCode` 2 for a mistake in the options or a file, and 3 where the server
 *   cannot be reached or refuses the credentials, so that nothing was judged
 * @example
 * ```ts
 * import { run } from 'bedrock-conformance'
 *
 * const report = await run({ target: 'reference', cases: ['chat.simple'] })
 * if (report.exitCode !== 0) throw new Error(report.causes?.[0]?.message)
 * ```
 */
export async function run(options: RunOptions = {}): Promise<Report> {
  refuseUnknown('run', runOptions, options)
  const { target = 'reference', timeout, maxTime, concurrency, samples } = options
  const { signal = new AbortController().signal } = options
  const flags = {
    ...targetFlags(options),
    ...selectionFlags(options),
    target,
    json: false,
    history: 'none',
    ...(timeout !== undefined && { timeout }),
    ...(maxTime !== undefined && { maxTime }),
    ...(concurrency !== undefined && { concurrency }),
    ...(samples !== undefined && { samples }),
  }
  const startedAt = new Date()
  const planner = createPlanner(loadSuite(flags), flags)
  const opened = await openTarget(flags, { startReference, signal })
  try {
    const { report } = await runTarget({
      flags,
      planner,
      opened,
      startedAt,
      startReference,
      signal,
    })
    return cleaned(report, opened.redactor().json)
  } finally {
    await opened.close()
  }
}

/** A report leaves the program without a secret in it. */
function cleaned(report: Report, clean: (value: unknown) => unknown): Report {
  return clean(report) as Report
}
