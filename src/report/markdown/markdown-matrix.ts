/** The matrix of a report as Markdown. */
import type { Grid, Row } from '../model/grid.ts'
import type { ReportModel } from '../model/model.ts'
import { prose, tableCode } from './markdown-text.ts'
import { table } from './table.ts'
import { matrixOf, type MatrixBlock, type MatrixColumn } from './matrix.ts'
import { renderOverview } from './overview.ts'
import { axisOf, describeLocations } from './locations.ts'
import { verdictOrder, verdictDescriptions } from '../text/describe.ts'

/** Paragraphs and tables of the matrix, legend first. */
export function renderMatrix({ grid }: Pick<ReportModel, 'grid'>): string[] {
  if (grid.rows.length === 0) return ['Nothing ran.']
  const matrix = matrixOf(grid)
  const tables =
    matrix.layout === 'one'
      ? oneTable(grid, matrix.columns, matrix.rows)
      : blockTables(grid, matrix.blocks)
  return [legend(grid), everywhere(grid), ...renderOverview(grid), ...tables].filter(
    (part) => part !== '',
  )
}

function legend({ locations }: Grid): string {
  const seen = new Set(locations.flatMap(({ verdicts }) => [...verdicts.keys()]))
  const words = verdictOrder
    .filter((verdict) => seen.has(verdict))
    .map(
      (verdict) =>
        `${verdictDescriptions[verdict].symbol} ${verdict}: ${verdictDescriptions[verdict].meaning}`,
    )
  return `${words.join(' · ')} · a number: checks of the cell with that verdict · empty: not planned`
}

/** What all columns share. */
function everywhere({ locations }: Grid): string {
  const shared = (['region', 'model'] as const).flatMap((axis) => {
    const [only = '-', ...others] = axisOf(locations, axis)
    return others.length > 0 || only === '-' ? [] : [`${axis} ${tableCode(only)}`]
  })
  return shared.length === 0 ? '' : `All with ${shared.join(' and ')}.`
}

function oneTable(grid: Grid, columns: readonly MatrixColumn[], rows: readonly Row[]): string[] {
  const letters = new Map<string, string>()
  const heads = columns.map(({ api, locations }) => {
    const where = describeLocations(locations, grid)
    if (where === '' || locations.length === grid.locations.length) return tableCode(api)
    if (locations.length === 1) return `${tableCode(api)}<br>${where}`
    const letter = letters.get(where) ?? noteName(letters.size)
    letters.set(where, letter)
    return `${tableCode(api)}<br>${letter}`
  })
  const body = withSuites(rows, columns.length, (row) =>
    columns.map(({ api, locations: [location] }) =>
      location ? grid.text(row, api, location) : '',
    ),
  )
  const lines = table(['Case', ...heads], body)
  const notes = [...letters].map(([where, letter]) => `- **${letter}**: ${where}`)
  return notes.length === 0 ? [lines] : [lines, notes.join('\n')]
}

/** A, B … Z, AA, AB … */
function noteName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : noteName(Math.floor(index / 26) - 1) + last
}

/** Each whole table, and under it the places that differ from it in some cases. */
function blockTables(grid: Grid, blocks: readonly MatrixBlock[]): string[] {
  const whole = blocks.flatMap((block, index) =>
    block.like === undefined ? [{ block, index }] : [],
  )
  return whole.flatMap(({ block, index }, number) => [
    ...wholeTable(grid, block, number + 1),
    ...differences(
      grid,
      blocks.filter(({ like }) => like === index),
      number + 1,
    ),
  ])
}

function wholeTable(grid: Grid, { locations, apis, rows }: MatrixBlock, number: number): string[] {
  const [location] = locations
  if (location === undefined) return []
  const alike = locations.length > 1 ? ` (${locations.length} alike)` : ''
  const title = `**Table ${number}**: ${describeLocations(locations, grid)}${alike}`
  const body = withSuites(rows, apis.length, (row) =>
    apis.map((api) => grid.text(row, api, location)),
  )
  return [title, table(['Case', ...apis.map(tableCode)], body)]
}

function differences(grid: Grid, blocks: readonly MatrixBlock[], number: number): string[] {
  if (blocks.length === 0) return []
  const differing = new Set(blocks.flatMap((block) => block.apis))
  const apis = grid.apis.filter((api) => differing.has(api))
  const body = blocks.flatMap(({ locations, rows }) =>
    rows.map((row) => [
      describeLocations(locations, grid),
      tableCode(row.case),
      ...apis.map((api) => (locations[0] ? grid.text(row, api, locations[0]) : '')),
    ]),
  )
  return [`As table ${number}, except:`, table(['Where', 'Case', ...apis.map(tableCode)], body)]
}

/** A row per case, under a row per suite where there are several. */
function withSuites(
  rows: readonly Row[],
  columns: number,
  texts: (row: Row) => readonly string[],
): string[][] {
  const empty = Array.from({ length: columns }, () => '')
  const several = new Set(rows.map(({ suite }) => suite)).size > 1
  return rows.flatMap((row, index) => {
    const opens = several && rows[index - 1]?.suite !== row.suite
    const line = [tableCode(row.case), ...texts(row)]
    return opens ? [[`**${prose(row.suite)}**`, ...empty], line] : [line]
  })
}
