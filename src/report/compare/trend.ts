/** The runs of a target as a table. */
import type { TrendRow } from '../../model/run/history.ts'
import { largest } from '../../model/lists/lists.ts'
import { plainTable } from '../text/table.ts'
import { visible } from '../text/visible.ts'
import { hanging, width } from '../text/width.ts'
import { duration } from '../text/describe.ts'

const head = [
  'WHEN',
  'EXIT',
  'CELLS',
  'CHECKS',
  'FAIL',
  'WARN',
  'KNOWN',
  'OPEN',
  'TEXT P50',
  'WHAT',
]
const align = head.map((name) =>
  ['WHEN', 'WHAT'].includes(name) ? ('left' as const) : ('right' as const),
)
const namedChecks = 2

/** Columns in which what happened can be read beside the counts. */
const narrowest = 24

/**
 * A row per run, the oldest first: counts, new failures and what was fixed. Where a terminal has no room
 * for that beside the counts it stands below them, and where it has none for the counts a run is a block.
 */
export function renderTrend(rows: readonly TrendRow[], columns = Infinity): string {
  const cells = rows.map((row) => cellsOf(row).map(visible))
  const what = head.length - 1
  const counts = cells.map((row) => row.slice(0, what))
  const table = plainTable(head.slice(0, what), counts, align)
  const room = columns - largest(table.map(width)) - gap.length
  if (room >= narrowest) {
    const widths = [...head.slice(0, what).map(() => Infinity), room]
    return textOf(plainTable(head, cells, align, widths))
  }
  if (room + gap.length >= 0) {
    const [top = '', ...lines] = table
    const below = (row: number): string[] => belowOf(cells[row]?.[what] ?? '', columns)
    return textOf([top, ...lines.flatMap((line, row) => [line, ...below(row)])])
  }
  return textOf(cells.flatMap((row) => blockOf(row, columns)))
}

const gap = '  '

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

function belowOf(text: string, columns: number): string[] {
  return text === '' ? [] : hanging(gap, text, columns)
}

function blockOf([when = '', ...values]: readonly string[], columns: number): string[] {
  const counts = values
    .slice(0, -1)
    .flatMap((value, index) => (value === '' ? [] : `${head[index + 1]?.toLowerCase()} ${value}`))
  return [when, ...belowOf(counts.join(', '), columns), ...belowOf(values.at(-1) ?? '', columns)]
}

function cellsOf(row: TrendRow): string[] {
  const { entry } = row
  const { verdicts } = entry
  const text = entry.timing?.firstText?.p50
  return [
    entry.at.slice(0, 16).replace('T', ' '),
    String(entry.exit),
    String(entry.cells),
    String(entry.checks),
    ...[verdicts.fail, verdicts.warn, verdicts.known].map((number = 0) => String(number)),
    String((verdicts.inconclusive ?? 0) + (verdicts.error ?? 0)),
    text === undefined ? '' : duration(text),
    whatOf(row),
  ]
}

function whatOf(row: TrendRow): string {
  const { entry, newFailures, fixed } = row
  const parts = [
    ...changesIn(row),
    ...(entry.cells === 0 ? ['nothing judged: target unreachable or credentials refused'] : []),
    ...(newFailures.length > 0 ? [`new: ${some(newFailures)}`] : []),
    ...(fixed.length > 0 ? [`fixed: ${some(fixed)}`] : []),
  ]
  return parts.join('; ')
}

function changesIn({ changed }: TrendRow): string[] {
  return (['server', 'version', 'suite'] as const).flatMap((what) => {
    const now = changed[what]
    return now === undefined ? [] : [`${what} ${now}`]
  })
}

function some(names: readonly string[]): string {
  const rest = names.length - namedChecks
  return names.slice(0, namedChecks).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}
