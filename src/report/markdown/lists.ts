/** The tables at the end of `report.md`: known deviations, stale expectations, slowest cells. */
import type { CellResult, Report } from '../../model/report.ts'
import { sentenceOf } from '../failure/failure.ts'
import { groupsOf } from '../model/group.ts'
import type { ReportModel } from '../model/model.ts'
import { prose, tableCode } from './markdown-text.ts'
import { table } from './table.ts'
import { locationText } from '../text/location-text.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'
import { count, duration } from '../text/describe.ts'

const slowestCells = 10
const longestText = 300

/** Failures that the baseline records, with its reasons; nothing when there are none. */
export function deviations(model: ReportModel): string[] {
  const groups = groupsOf(model, 'known')
  if (groups.length === 0) return []
  const rows = groups.map(({ check, cell, cells }) => [
    tableCode(cells.length === 1 ? `${cell.case}/${check.id}` : check.id),
    tableCode(check.finding?.code ?? ''),
    String(cells.length),
    text(sentenceOf(check)),
    text([check.known?.reason, check.known?.link].filter((part) => part !== undefined).join(' ')),
  ])
  const head = ['Check', 'Finding', 'Cells', 'What', 'Why it is expected']
  return [
    `## Known deviations: ${count(model.report.summary.known, 'check')}`,
    table(head, rows, ['l', 'l', 'r', 'l', 'l']),
  ]
}

/** Expected failures that are gone; nothing when there are none. */
export function stale(model: ReportModel): string[] {
  const groups = groupsOf(model, 'fixed')
  if (groups.length === 0) return []
  const rows = groups.map(({ check, cell, cells }) => [
    tableCode(cells.length === 1 ? `${cell.case}/${check.id}` : check.id),
    String(cells.length),
    text(sentenceOf(check)),
  ])
  return [
    `## Fixed: ${count(model.report.summary.fixed, 'check')}`,
    'The baseline expects these to fail, but they hold: remove them from the baseline.',
    table(['Check', 'Cells', 'What'], rows, ['l', 'r', 'l']),
  ]
}

/** The cells that took longest, with the times of their first exchange. */
export function slowest(report: Report): string[] {
  const cells = report.cells
    .filter(({ requests }) => requests > 0)
    .toSorted((one, other) => other.durationMs - one.durationMs)
    .slice(0, slowestCells)
  if (cells.length === 0) return []
  const head = ['Case', 'Where', 'Time', 'First byte', 'First text', 'Requests', 'Repeated']
  const align = ['l', 'l', 'r', 'r', 'r', 'r', 'r'] as const
  return ['## Slowest cells', table(head, cells.map(slowRow), align)]
}

function slowRow(cell: CellResult): string[] {
  return [
    tableCode(cell.case),
    prose(locationText(cell)),
    duration(cell.durationMs),
    time(cell.timing?.firstByte),
    time(cell.timing?.firstText),
    String(cell.requests),
    String(cell.retries),
  ]
}

function time(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '' : duration(milliseconds)
}

function text(value: string): string {
  return prose(elide(visible(value), longestText))
}
