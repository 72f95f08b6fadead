/** A report as a grid: cases down, APIs × places across. */
import type { CellResult } from '../../model/report.ts'
import { verdicts, type Verdict } from '../../model/words.ts'
import { checksOf } from '../checks.ts'
import { verdictWords } from '../text/words.ts'

/** One region with one model. */
export interface Place {
  readonly region: string
  readonly model: string
}

export interface Row {
  readonly suite: string
  readonly case: string
}

export interface Grid {
  /** In order of first appearance, those of a suite together. */
  readonly rows: readonly Row[]
  readonly apis: readonly string[]
  readonly places: readonly Place[]
  /** `❌ fail 2`; empty where nothing was planned. */
  readonly text: (row: Row, api: string, place: Place) => string
}

/** The grid of `cells`. `text` takes rows and places of this grid only. */
export function gridOf(cells: readonly CellResult[]): Grid {
  const rows = new Map<string, Row>()
  const places = new Map<string, Place>()
  const texts = new Map<Place, Map<string, Map<string, string>>>()
  for (const cell of cells) {
    const { suite, region, model } = cell
    const key = JSON.stringify([region, model])
    const place = places.get(key) ?? { region, model }
    places.set(key, place)
    rows.set(cell.case, rows.get(cell.case) ?? { suite, case: cell.case })
    const atPlace = texts.get(place) ?? new Map<string, Map<string, string>>()
    const ofApi = atPlace.get(cell.api) ?? new Map<string, string>()
    texts.set(place, atPlace.set(cell.api, ofApi.set(cell.case, cellText(cell))))
  }
  return {
    rows: bySuite([...rows.values()]),
    apis: [...new Set(cells.map(({ api }) => api))],
    places: [...places.values()],
    text: (row, api, place) => texts.get(place)?.get(api)?.get(row.case) ?? '',
  }
}

function bySuite(rows: readonly Row[]): Row[] {
  const suites = [...new Set(rows.map(({ suite }) => suite))]
  return suites.flatMap((suite) => rows.filter((row) => row.suite === suite))
}

/** Symbol, word and, where several checks came to the cell's verdict, how many. */
function cellText(cell: CellResult): string {
  const verdict = verdictOf(cell)
  const { symbol } = verdictWords[verdict]
  const checks = checksOf(cell).filter((check) => check.verdict === verdict).length
  const number = verdict !== 'pass' && checks > 1 ? ` ${checks}` : ''
  return `${symbol} ${verdict}${number}`
}

/** The worse of what the cell says of itself and what its checks say. */
export function verdictOf(cell: CellResult): Verdict {
  return worst([cell.verdict, ...checksOf(cell).map((check) => check.verdict)])
}

/** The worst of `all`; `pass` of none. */
export function worst(all: readonly Verdict[]): Verdict {
  const rank = Math.max(0, ...all.map((verdict) => verdicts.indexOf(verdict)))
  return verdicts[rank] ?? 'error'
}
