/** A report as a grid: cases down, APIs × places across. */
import { memo } from '../../model/lists/memo.ts'
import type { CellResult } from '../../model/report.ts'
import { verdicts, type Verdict } from '../../model/names.ts'
import { checksOf } from './checks.ts'
import { verdictDescriptions } from '../text/describe.ts'

/** One region with one model. */
export interface Location {
  readonly region: string
  readonly model: string
  /** Its number of cells. */
  readonly cells: number
  /** How many of them have each verdict; verdicts without a cell are absent. */
  readonly verdicts: ReadonlyMap<Verdict, number>
}

export interface Row {
  readonly suite: string
  readonly case: string
}

export interface Grid {
  /** In order of first appearance, those of a suite together. */
  readonly rows: readonly Row[]
  readonly apis: readonly string[]
  readonly locations: readonly Location[]
  /** `❌ fail 2`; empty where nothing was planned. */
  readonly text: (row: Row, api: string, location: Location) => string
}

interface MutableLocation extends Location {
  cells: number
  readonly verdicts: Map<Verdict, number>
}

/** The grid of `cells`. `text` takes rows and places of this grid only. */
export function gridOf(cells: readonly CellResult[]): Grid {
  const rows = new Map<string, Row>()
  const locations = new Map<string, MutableLocation>()
  const columns = new Map<string, Map<string, Column>>() // by case and API
  const columnOf = (id: string, api: string): Column => {
    const ofCase = columns.get(id) ?? new Map<string, Column>()
    columns.set(id, ofCase)
    const column = ofCase.get(api) ?? new Map<Location, string>()
    ofCase.set(api, column)
    return column
  }
  const textOf = cellTexts()
  for (const cell of cells) {
    const { suite, region, model } = cell
    const verdict = verdictOf(cell)
    const key = JSON.stringify([region, model])
    const location = locations.get(key) ?? { region, model, cells: 0, verdicts: new Map() }
    location.cells += 1
    location.verdicts.set(verdict, (location.verdicts.get(verdict) ?? 0) + 1)
    locations.set(key, location)
    rows.set(cell.case, rows.get(cell.case) ?? { suite, case: cell.case })
    columnOf(cell.case, cell.api).set(location, textOf(cell, verdict))
  }
  return {
    rows: bySuite([...rows.values()]),
    apis: [...new Set(cells.map(({ api }) => api))],
    locations: [...locations.values()],
    text: (row, api, location) => columns.get(row.case)?.get(api)?.get(location) ?? '',
  }
}

function bySuite(rows: readonly Row[]): Row[] {
  const suites = [...new Set(rows.map(({ suite }) => suite))]
  return suites.flatMap((suite) => rows.filter((row) => row.suite === suite))
}

/** Texts of the cells of one case and API. */
type Column = Map<Location, string>

/**
 * Symbol, word and, where several checks have the cell's verdict, their number. Equal texts are one
 * string: a run may have a hundred thousand cells.
 */
function cellTexts(): (cell: CellResult, verdict: Verdict) => string {
  const known = memo((text: string) => text)
  return (cell, verdict) => {
    const { symbol } = verdictDescriptions[verdict]
    const checks = checksOf(cell).filter((check) => check.verdict === verdict).length
    const number = verdict !== 'pass' && checks > 1 ? ` ${checks}` : ''
    return known(`${symbol} ${verdict}${number}`)
  }
}

/** The worst of the cell's own verdict and those of its checks. */
function verdictOf(cell: CellResult): Verdict {
  return worst([cell.verdict, ...checksOf(cell).map((check) => check.verdict)])
}

/** The worst of `all`; `pass` when there are none. */
export function worst(all: readonly Verdict[]): Verdict {
  const rank = Math.max(0, ...all.map((verdict) => verdicts.indexOf(verdict)))
  return verdicts[rank] ?? 'error'
}
