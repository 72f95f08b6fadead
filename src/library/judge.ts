import { judgeFiles } from '../engine/recordings/judge-files.ts'
import type { EndpointKind } from '../model/names.ts'
import type { Report } from '../model/report.ts'
import { exchangeCompiler } from '../suite/compile/exchange.ts'
import { loadSuite } from '../suite/load-suite.ts'
import { judgeOptions, recordingPaths, refuseUnknown } from './options.ts'
import { selectionFlags, type SelectionSettings } from './settings.ts'

/** How recordings are judged. */
export interface JudgeOptions extends Omit<SelectionSettings, 'apis'> {
  /** The kind of server that answered, where the recording does not show it. */
  readonly endpoint?: EndpointKind
  /** Dated expectations to apply, for example `openai@2026-08`. */
  readonly profile?: string
}

/**
 * Judges recorded exchanges, as the command `judge` does. Nothing is sent, printed or written.
 *
 * @param files paths of HAR files
 * @returns the report; a cell for each exchange of a known API
 * @throws Problem with `exitCode` 2 for a mistake in the options, and where a file cannot be read or
 *   is no HAR file
 * @example
 * ```ts
 * import { judge } from 'bedrock-conformance'
 *
 * const report = judge(['recording.har'])
 * console.log(report.summary.fail, 'of', report.summary.checks, 'checks failed')
 * ```
 */
export function judge(files: readonly string[], options: JudgeOptions = {}): Report {
  refuseUnknown('files', recordingPaths, files)
  refuseUnknown('judge', judgeOptions, options)
  const { endpoint, profile } = options
  const { api: _, ...selected }: ReturnType<typeof selectionFlags> = selectionFlags(options)
  const flags = {
    ...selected,
    ...(endpoint !== undefined && { front: endpoint }),
    ...(profile !== undefined && { profile }),
  }
  const catalogue = loadSuite(flags)
  const compile = exchangeCompiler(catalogue)
  const startedAt = new Date()
  const judged = judgeFiles(files, flags, { compile, rules: catalogue.rules, startedAt })
  judged.close()
  return judged.report
}
