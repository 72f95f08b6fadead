/** Checks by verdict as a table, per API, region and model as far as that stays short. */
import type { Summary } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import type { ReportModel } from '../model/model.ts'
import { plainTable } from '../text/table.ts'
import { visible } from '../text/visible.ts'
import { elide, truncate } from '../text/width.ts'
import { verdictOrder } from '../text/describe.ts'

const longestName = 40

/** Lines of the table, a row per combination and a total; empty when nothing ran. */
export function summaryTable({ report, breakdown }: ReportModel, columns: number): string[] {
  const { summary } = report
  if (report.cells.length === 0) return []
  const { axes, rows } = breakdown
  // Failures and passes always, so that a zero can be read.
  const verdicts = verdictOrder.filter(
    (name) => name === 'fail' || name === 'pass' || summary[name] > 0,
  )
  const lines = rows.map(({ names, counts }) => [
    ...names.map((name) => elide(visible(name), longestName)),
    ...numbers(counts, verdicts),
  ])
  const total = [
    ...axes.map((_, index) => (index === 0 ? 'all' : '')),
    ...numbers(summary, verdicts),
  ]
  const head = [...axes.map((axis) => axis.toUpperCase()), 'CELLS', ...verdicts]
  const align = head.map((_, index) => (index < axes.length ? 'left' : 'right'))
  const body = lines.length > 1 ? [...lines, total] : lines
  return plainTable(head, body, align).map((line) => truncate(line, columns))
}

function numbers(counts: Summary, verdicts: readonly Verdict[]): string[] {
  return [counts.cells, ...verdicts.map((name) => counts[name])].map(String)
}
