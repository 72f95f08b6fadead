/** Checks by verdict, per API, region and model as far as that stays a short table. */
import type { CellResult, Report } from '../../model/report.ts'
import type { Verdict } from '../../model/words.ts'
import { judgedChecks } from '../checks.ts'
import { varyingAxes } from '../context.ts'
import { plainTable } from '../text/table.ts'
import { visible } from '../text/visible.ts'
import { elide, truncate } from '../text/width.ts'
import { verdictOrder } from '../text/words.ts'

type RowAxis = 'suite' | 'api' | 'region' | 'model'

/** A screen's worth. */
const mostRows = 20
const longestName = 40

/** Lines of the table, a row per combination and a total; empty when nothing ran. */
export function summaryTable(report: Report, columns: number): string[] {
  const { cells } = report
  if (cells.length === 0) return []
  const axes = rowAxes(cells)
  const verdicts = shownVerdicts(cells)
  const groups = grouped(cells, axes)
  const rows = groups.map((group) => [...names(group, axes), ...numbers(group, verdicts)])
  const total = [...axes.map((_, index) => (index === 0 ? 'all' : '')), ...numbers(cells, verdicts)]
  const head = [...axes.map((axis) => axis.toUpperCase()), 'CELLS', ...verdicts]
  const align = head.map((_, index) => (index < axes.length ? 'left' : 'right'))
  const body = groups.length > 1 ? [...rows, total] : rows
  return plainTable(head, body, align).map((line) => truncate(line, columns))
}

/** The finest split whose rows still fit on a screen. */
function rowAxes(cells: readonly CellResult[]): readonly RowAxis[] {
  const varying = varyingAxes(cells)
  const candidates: (readonly RowAxis[])[] = [
    varying.length > 0 ? varying : ['api'],
    ['region', 'model'],
    ['api', 'model'],
    ['region'],
    ['model'],
    ['api'],
  ]
  const fitting = candidates.find((axes) => grouped(cells, axes).length <= mostRows)
  return fitting ?? ['suite']
}

function grouped(cells: readonly CellResult[], axes: readonly RowAxis[]): CellResult[][] {
  const groups = new Map<string, CellResult[]>()
  for (const cell of cells) {
    const key = JSON.stringify(axes.map((axis) => cell[axis]))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [cell])
    else group.push(cell)
  }
  return [...groups.values()]
}

/** Failures and passes always, so that a zero can be read. */
function shownVerdicts(cells: readonly CellResult[]): Verdict[] {
  const seen = new Set(judgedChecks(cells).map(({ check }) => check.verdict))
  return verdictOrder.filter((name) => name === 'fail' || name === 'pass' || seen.has(name))
}

function names([cell]: readonly CellResult[], axes: readonly RowAxis[]): string[] {
  return axes.map((axis) => elide(visible(cell?.[axis] ?? ''), longestName))
}

function numbers(cells: readonly CellResult[], verdicts: readonly Verdict[]): string[] {
  const checks = judgedChecks(cells)
  return [
    String(cells.length),
    ...verdicts.map((name) => String(checks.filter(({ check }) => check.verdict === name).length)),
  ]
}
