/** Checks by verdict as a table, per API, region and model as far as that stays short. */
import { largest, sum } from '../../model/lists/lists.ts'
import type { Summary } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import type { ReportModel } from '../model/model.ts'
import { plainTable } from '../text/table.ts'
import { visible } from '../text/visible.ts'
import { elide, truncate, width } from '../text/width.ts'
import { verdictOrder } from '../text/describe.ts'

const longestName = 40
/** A name keeps this many columns, however narrow the terminal. */
const shortestName = 3
/** Models, which have the longest names, are shortened to this many columns before anything else. */
const shortModel = 8
const gap = 2

/**
 * Lines of the table, a row per combination and a total; empty when nothing ran. In a narrow
 * terminal the names are shortened, those of models first, and no count is lost.
 */
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
  const widths = nameWidths([head, ...body], axes, columns)
  const fitted = [head, ...body].map((row) =>
    row.map((text, index) => truncate(text, widths[index] ?? columns)),
  )
  const [shownHead = [], ...shownBody] = fitted
  return plainTable(shownHead, shownBody, align).map((line) => truncate(line, columns))
}

/** Columns for each name, so that a row fits in `columns` with all its counts. */
function nameWidths(rows: readonly string[][], axes: readonly string[], columns: number): number[] {
  const widths = (rows[0] ?? []).map((_, index) =>
    largest(rows.map((row) => width(row[index] ?? ''))),
  )
  const room = columns - gap * (widths.length - 1)
  const shown = widths.slice(0, axes.length)
  const counts = sum(widths.slice(axes.length))
  const model = axes.indexOf('model')
  while (sum(shown) + counts > room && largest(shown) > shortestName) {
    const isModelLong = (shown[model] ?? 0) > shortModel
    const shortened = isModelLong ? model : shown.indexOf(largest(shown))
    shown[shortened] = (shown[shortened] ?? 0) - 1
  }
  return shown
}

function numbers(counts: Summary, verdicts: readonly Verdict[]): string[] {
  return [counts.cells, ...verdicts.map((name) => counts[name])].map(String)
}
