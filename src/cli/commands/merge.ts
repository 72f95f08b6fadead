/** `merge`: the parts of a run, put together and judged as one. */
import { exitCodes } from '../../model/exit-codes.ts'
import { mergeParts, type Merged } from '../../judge/merge/merge.ts'
import type { Report } from '../../model/report.ts'
import { renderJson } from '../../report/json/json.ts'
import { renderMarkdown } from '../../report/markdown/markdown.ts'
import { renderSummary } from '../../report/terminal/terminal.ts'
import { buildReport } from '../../engine/report/build-report.ts'
import { annotate, writeStepSummary } from '../github.ts'
import { historyFile, keepHistory, withHistory } from '../../engine/report/history-file.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { mergeWire } from '../../engine/report/merge-wire.ts'
import { Problem } from '../../model/problem.ts'
import { readReport } from '../../engine/report/read-report.ts'
import { reportDirectory, saveReports } from '../../engine/report/save-reports.ts'
import { commaList, type Define } from '../flags.ts'

export interface MergeFlags {
  readonly reportDir?: string
  readonly history?: string
  /** Regions that must be there. */
  readonly region?: readonly string[]
  readonly json?: boolean
}

/** Flags of `merge`. */
export const define: Define = (command, finish) => {
  command
    .argument('<directories...>', 'report directory of each part')
    .option('--region <names>', 'comma-separated regions that must be present', commaList)
    .option('--report-dir <dir>', 'directory of the reports (default: reports/<target>)')
    .option('--history <dir>', 'directory of the run history, or "none" (default: reports/history)')
    .option('--json', 'print report.json instead of the summary', false)
    .action(async (directories, flags) => {
      finish(await merge(directories, flags))
    })
}

/** Merges the reports of `directories`. Returns the exit code of the whole. */
export async function merge(directories: readonly string[], flags: MergeFlags): Promise<number> {
  const parts = await Promise.all(
    directories.map(async (name) => ({ name, report: await readReport(name) })),
  )
  const put = mergeParts(parts, flags.region)
  if ('problem' in put) throw new Problem(put.problem)
  const { rules, cases } = loadSuite()
  const whole = judged(
    put.merged,
    cases.map(({ id }) => id),
  )
  const { name } = whole.target
  const history = historyFile(flags, name)
  const report = await withHistory(whole, history)
  const directory = reportDirectory({ target: name, ...flags }, name)
  const clean = (text: string): string => text // the parts were cleaned when they were written
  const options = { rules, directory, redactor: { text: clean } }
  const paths = await saveReports(report, await mergeWire(directories, report.cells), options)
  if (put.merged.missing.length === 0) await keepHistory(report, history)
  const colour = process.stdout.hasColors?.() ?? false
  const columns = process.stdout.columns ?? 100
  const reports = paths.filter((path) => !path.endsWith('.har'))
  const text = flags.json
    ? renderJson(report)
    : renderSummary(report, { ...options, colour, columns, reports })
  process.stdout.write(text)
  annotate(report, clean, flags.json ?? false)
  await writeStepSummary(renderMarkdown(report, options))
  return report.exitCode
}

/** Where something is missing, the whole is not conformant whatever the parts say. */
function judged({ missing, ...finished }: Merged, cases: readonly string[]): Report {
  // What a part said of the baseline is said again of the whole.
  const report = buildReport({ ...finished, problems: [], cases })
  const own = finished.problems.filter((problem) => !report.problems.includes(problem))
  const problems = [...missing, ...own, ...report.problems]
  const isOpen = missing.length > 0 && report.exitCode !== exitCodes.violation
  return { ...report, problems, ...(isOpen && { exitCode: exitCodes.inconclusive }) }
}
