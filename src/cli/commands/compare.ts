/** `compare`: what changed between two runs or more. */
import { join } from 'node:path'
import type { Comparison } from '../../model/comparison.ts'
import type { Report } from '../../model/report.ts'
import { haveCellInCommon } from '../../judge/compare/cells.ts'
import { compareReports } from '../../judge/compare/compare.ts'
import { renamedBetween, withName } from '../../judge/compare/one-model.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { visible } from '../../report/text/visible.ts'
import { renderComparisonHtml } from '../../report/compare/html.ts'
import { renderComparisonJson } from '../../report/compare/json.ts'
import { renderComparisonMarkdown } from '../../report/compare/markdown.ts'
import { comparisonModel } from '../../report/compare/model.ts'
import { renderComparison } from '../../report/compare/terminal.ts'
import { writeStepSummary } from '../github.ts'
import { isColoured } from '../shell/colour.ts'
import { historyFile, readHistory } from '../../engine/report/history-file.ts'
import { Problem } from '../../model/problem.ts'
import { readReport } from '../../engine/report/read-report.ts'
import { writeNamed } from '../../engine/report/save/write-named.ts'
import { openFile, openFlag } from '../open-file.ts'
import { withConfig, type Define } from '../flags.ts'

/** What `--open` shows without `--html`. */
const defaultPage = join('reports', 'comparison.html')

export interface CompareFlags {
  /** File that gets the comparison as Markdown. */
  readonly markdown?: string
  /** File that gets it as an HTML page. */
  readonly html?: string
  readonly open?: boolean
  readonly history?: string
  readonly strict?: boolean
  readonly json?: boolean
}

/** Flags of `compare`. */
export const define: Define = (command, finish) => {
  withConfig(command)
    .argument('<reports...>', 'report.json files or their directories, the oldest first')
    .option('--markdown <file>', 'also write the comparison as Markdown')
    .option('--html <file>', 'also write the comparison as an HTML page')
    .addOption(openFlag())
    .option('--strict', 'treat new warnings and slower responses as regressions', false)
    .option('--history <dir>', 'directory of the run history, or "none" (default: reports/history)')
    .option('--json', 'print as JSON', false)
    .action(async (paths, flags) => {
      finish(await compare(paths, flags))
    })
}

/** Compares the last report with the one before it. Returns 1 when the last one is worse, 5 when that is not known. */
export async function compare(paths: readonly string[], flags: CompareFlags): Promise<number> {
  if (paths.length < 2) {
    throw new Problem('compare needs at least two reports, the oldest first: compare OLD NEW.')
  }
  const reports = asOneModel(await Promise.all(paths.map(async (path) => readReport(path))))
  const target = reports.at(-1)?.target.name ?? ''
  const file = historyFile(flags, target)
  const { entries } = file === undefined ? { entries: [] } : await readHistory(file)
  const comparison = compareReports(reports, { history: entries, strict: flags.strict ?? false })
  refuseStrangers(reports.at(-2), reports.at(-1))
  await print(comparison, flags)
  if (comparison.regressions.length > 0) return exitCodes.violation
  return comparison.undecided === undefined ? exitCodes.conformant : exitCodes.inconclusive
}

/** The reports, a model that another release calls by another id under its new one. */
function asOneModel(reports: readonly Report[]): readonly Report[] {
  const [older, newest] = reports.slice(-2)
  const renamed = older && newest && renamedBetween(older, newest)
  if (renamed === undefined) return reports
  const [before, now] = [renamed.before, renamed.now].map(visible)
  process.stderr.write(`Compared as one model: ${before} before, ${now} now.\n`)
  return reports.map((report) => withName(report, renamed))
}

function refuseStrangers(older: Report | undefined, newest: Report | undefined): void {
  if (older !== undefined && newest !== undefined && haveCellInCommon(older, newest)) return
  throw new Problem(
    'These reports have no cell in common: compare two runs of the same cases, APIs, regions and models.',
  )
}

async function print(
  comparison: Comparison,
  { markdown, html, open, json }: CompareFlags,
): Promise<void> {
  const model = comparisonModel(comparison)
  const colour = isColoured(process.stdout)
  const columns = process.stdout.columns ?? 100
  // First, since a file that cannot be written ends the command.
  process.stdout.write(
    json === true ? renderComparisonJson(comparison) : renderComparison(model, { colour, columns }),
  )
  const text = renderComparisonMarkdown(model)
  if (markdown !== undefined) await writeNamed('--markdown', markdown, text)
  const page = html ?? (open === true ? defaultPage : undefined)
  if (page !== undefined) await writeNamed('--html', page, renderComparisonHtml(model))
  if (page !== undefined && open === true) await openFile(page)
  await writeStepSummary(text)
}
