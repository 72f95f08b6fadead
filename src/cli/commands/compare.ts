/** `compare`: what changed between two runs or more. */
import { writeFile } from 'node:fs/promises'
import type { Comparison } from '../../model/comparison.ts'
import { compareReports } from '../../judge/compare/compare.ts'
import { exitCodes } from '../../model/exit-codes.ts'
import { renderComparisonJson } from '../../report/compare/json.ts'
import { renderComparisonMarkdown } from '../../report/compare/markdown.ts'
import { comparisonModel } from '../../report/compare/model.ts'
import { renderComparison } from '../../report/compare/terminal.ts'
import { writeStepSummary } from '../github.ts'
import { historyFile, readHistory } from '../../engine/report/history-file.ts'
import { Problem } from '../../model/problem.ts'
import { readReport } from '../../engine/report/read-report.ts'
import type { Define } from '../flags.ts'

export interface CompareFlags {
  /** File that gets the comparison as Markdown. */
  readonly markdown?: string
  readonly history?: string
  readonly strict?: boolean
  readonly json?: boolean
}

/** Flags of `compare`. */
export const define: Define = (command, finish) => {
  command
    .argument('<reports...>', 'report.json files or their directories, the oldest first')
    .option('--markdown <file>', 'also write the comparison as Markdown')
    .option('--strict', 'treat new warnings and slower responses as regressions', false)
    .option('--history <dir>', 'directory of the run history, or "none" (default: reports/history)')
    .option('--json', 'print as JSON', false)
    .action(async (paths, flags) => {
      finish(await compare(paths, flags))
    })
}

/** Compares the last report with the one before it. Returns 1 when the last one is worse. */
export async function compare(paths: readonly string[], flags: CompareFlags): Promise<number> {
  if (paths.length < 2) {
    throw new Problem('compare needs at least two reports, the oldest first: compare OLD NEW.')
  }
  const reports = await Promise.all(paths.map(async (path) => readReport(path)))
  const target = reports.at(-1)?.target.name ?? ''
  const file = historyFile(flags, target)
  const { entries } = file === undefined ? { entries: [] } : await readHistory(file)
  const comparison = compareReports(reports, { history: entries, strict: flags.strict ?? false })
  refuseStrangers(comparison, reports.at(-1)?.cells.length ?? 0, reports.at(-2)?.cells.length ?? 0)
  await print(comparison, flags)
  return comparison.regressions.length > 0 ? exitCodes.violation : exitCodes.conformant
}

function refuseStrangers({ appeared, vanished }: Comparison, after: number, before: number): void {
  if (appeared.length < after || vanished.length < before) return
  throw new Problem('These reports have no cell in common: compare two runs of the same target.')
}

async function print(comparison: Comparison, { markdown, json }: CompareFlags): Promise<void> {
  const model = comparisonModel(comparison)
  const text = renderComparisonMarkdown(model)
  if (markdown !== undefined) {
    await writeFile(markdown, text).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      throw new Problem(`--markdown: ${why}`)
    })
  }
  await writeStepSummary(text)
  const colour = process.stdout.hasColors?.() ?? false
  const columns = process.stdout.columns ?? 100
  process.stdout.write(
    json === true ? renderComparisonJson(comparison) : renderComparison(model, { colour, columns }),
  )
}
