/** The runs of a target as a table. */
import type { TrendRow } from '../../model/run/history.ts'
import { plainTable } from '../text/table.ts'
import { visible } from '../text/visible.ts'
import { truncate } from '../text/width.ts'
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

/**
 * A row per run, the oldest first: counts, new failures and what was fixed.
 *
 * @param columns longer lines are cut
 */
export function renderTrend(rows: readonly TrendRow[], columns: number): string {
  const lines = plainTable(
    head,
    rows.map((row) => cellsOf(row).map(visible)),
    align,
  )
  return `${lines.map((line) => truncate(line, columns)).join('\n')}\n`
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
