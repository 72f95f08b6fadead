/** The tables at the end of `report.md`: known deviations, stale expectations, slowest cells. */
import { markdownTable } from 'markdown-table'
import type { CellResult, Report } from '../../model/report.ts'
import { sentenceOf } from '../failure.ts'
import { groupJudgements } from '../group.ts'
import { prose, tableCode } from './markdown-text.ts'
import { visible } from '../text/visible.ts'
import { elide } from '../text/width.ts'
import { count, duration } from '../text/words.ts'

const slowestCells = 10
const longestText = 300

/** Failures that the baseline records, with its reasons; nothing when there are none. */
export function deviations(report: Report): string[] {
  const groups = groupJudgements(report, ['known'])
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
    `## Known deviations: ${count(report.summary.known, 'check')}`,
    table(head, rows, ['l', 'l', 'r', 'l', 'l']),
  ]
}

/** Expected failures that are gone; nothing when there are none. */
export function stale(report: Report): string[] {
  const groups = groupJudgements(report, ['fixed'])
  if (groups.length === 0) return []
  const rows = groups.map(({ check, cell, cells }) => [
    tableCode(cells.length === 1 ? `${cell.case}/${check.id}` : check.id),
    String(cells.length),
    text(sentenceOf(check)),
  ])
  return [
    `## Fixed: ${count(report.summary.fixed, 'check')}`,
    'The baseline expects these to fail and they hold: remove them from it.',
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
  const align = ['l', 'l', 'r', 'r', 'r', 'r', 'r']
  return ['## Slowest cells', table(head, cells.map(slowRow), align)]
}

function slowRow(cell: CellResult): string[] {
  const place = [cell.api, cell.region, cell.model].filter((part) => part !== '-').join(' · ')
  return [
    tableCode(cell.case),
    prose(place),
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

function table(head: string[], rows: readonly string[][], align: readonly string[]): string {
  return markdownTable([head, ...rows], { align, alignDelimiters: false })
}
