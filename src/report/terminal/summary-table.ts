/** Checks by verdict as a table, per API, region and model as far as that stays short. */
import { largest, sum } from '../../model/lists/lists.ts'
import type { Summary } from '../../model/report.ts'
import type { Verdict } from '../../model/names.ts'
import { breakdownsOf, type Breakdown } from '../model/breakdown.ts'
import type { ReportModel } from '../model/model.ts'
import { plainTable } from '../text/table.ts'
import { visible } from '../text/visible.ts'
import { truncate, width } from '../text/width.ts'
import { verdictOrder } from '../text/describe.ts'

const longestName = 48
/** A name keeps this many columns, however narrow the terminal: fewer do not tell it from others. */
const shortestName = 8
const gap = 2

/**
 * Lines of the table, a row per combination and a total; empty when nothing ran. In a narrow
 * terminal the names are shortened, those of models first; where two rows would read alike or a count
 * would be lost, a coarser breakdown is shown, and at last the total alone, a count a line.
 */
export function summaryTable({ report, breakdown }: ReportModel, columns: number): string[] {
  const { summary } = report
  if (report.cells.length === 0) return []
  // Failures and passes always, so that a zero can be read.
  const verdicts = verdictOrder.filter(
    (name) => name === 'fail' || name === 'pass' || summary[name] > 0,
  )
  for (const one of [breakdown, ...breakdownsOf(report.cells)]) {
    const lines = tableOf(one, summary, verdicts, columns)
    if (lines !== undefined) return lines
  }
  const names = ['cells', ...verdicts]
  const counts = numbers(summary, verdicts).map((number, index) => [names[index] ?? '', number])
  return plainTable(['', ''], counts, ['left', 'right']).slice(1)
}

/** Nothing where it does not fit. */
function tableOf(
  { axes, rows }: Breakdown,
  summary: Summary,
  verdicts: readonly Verdict[],
  columns: number,
): string[] | undefined {
  const lines = rows.map(({ names, counts }) => [
    ...names.map((name) => visible(name)),
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
  const shorten = (row: readonly string[]): string[] =>
    row.map((text, index) => truncate(text, widths[index] ?? columns))
  const namesOf = (row: readonly string[]): string => JSON.stringify(row.slice(0, axes.length))
  const areDistinct = new Set(lines.map(shorten).map(namesOf)).size === lines.length
  const table = plainTable(shorten(head), body.map(shorten), align)
  return areDistinct && largest(table.map(width)) <= columns ? table : undefined
}

/** Columns for each name, so that a row fits in `columns` with all its counts. */
function nameWidths(rows: readonly string[][], axes: readonly string[], columns: number): number[] {
  const widths = (rows[0] ?? []).map((_, index) =>
    largest(rows.map((row) => width(row[index] ?? ''))),
  )
  const room = columns - gap * (widths.length - 1)
  const shown = widths.slice(0, axes.length).map((size) => Math.min(size, longestName))
  const counts = sum(widths.slice(axes.length))
  const model = axes.indexOf('model')
  while (sum(shown) + counts > room && largest(shown) > shortestName) {
    // Models have the longest names.
    const isModelLong = (shown[model] ?? 0) > shortestName
    const shortened = isModelLong ? model : shown.indexOf(largest(shown))
    shown[shortened] = (shown[shortened] ?? 0) - 1
  }
  return shown
}

function numbers(counts: Summary, verdicts: readonly Verdict[]): string[] {
  return [counts.cells, ...verdicts.map((name) => counts[name])].map(String)
}
