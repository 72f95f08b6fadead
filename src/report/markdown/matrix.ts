/** Lays a grid out as tables narrow enough to read, however many regions and models there are. */
import { groupBy } from '../../model/lists/group-by.ts'
import type { Grid, Location, Row } from '../model/grid.ts'

/** More columns than this scroll sideways on a summary page of GitHub. */
export const widestTable = 8

/** One API in the places in which it gave the same results throughout. */
export interface MatrixColumn {
  readonly api: string
  readonly locations: readonly Location[]
}

/** Places that gave the same results on every API. */
export interface MatrixBlock {
  readonly locations: readonly Location[]
  readonly apis: readonly string[]
  readonly rows: readonly Row[]
  /** Index of the block that the rows left out are equal to. */
  readonly like?: number
}

export type Matrix =
  | {
      readonly layout: 'one'
      readonly columns: readonly MatrixColumn[]
      readonly rows: readonly Row[]
    }
  | { readonly layout: 'blocks'; readonly blocks: readonly MatrixBlock[] }

/**
 * One table when, with equal columns of an API merged, it is at most `widestTable` wide; else one
 * table per set of equal places, with the APIs across. Of a table that mostly repeats an earlier
 * one only the rows that differ are kept.
 */
export function matrixOf(grid: Grid): Matrix {
  const columns = mergedColumns(grid)
  if (columns.length <= widestTable || grid.locations.length === 1) {
    return { layout: 'one', columns, rows: grid.rows }
  }
  return { layout: 'blocks', blocks: blocksOf(grid) }
}

function mergedColumns(grid: Grid): MatrixColumn[] {
  return grid.apis.flatMap((api) => {
    const groups = equalLocations(grid, [api], usedLocations(grid, api))
    return groups.map((locations) => ({ api, locations }))
  })
}

function usedLocations(grid: Grid, api: string): Location[] {
  return grid.locations.filter((location) =>
    grid.rows.some((row) => grid.text(row, api, location) !== ''),
  )
}

/** `places` in groups with the same text in every row of `apis`; the largest group first. */
function equalLocations(
  grid: Grid,
  apis: readonly string[],
  locations: readonly Location[],
): Location[][] {
  const groups = groupBy(locations, (location) =>
    grid.rows.map((row) => rowTexts(grid, row, apis, location)),
  )
  return groups.toSorted((one, other) => other.length - one.length)
}

function rowTexts(grid: Grid, row: Row, apis: readonly string[], location: Location): string[] {
  return apis.map((api) => grid.text(row, api, location))
}

function blocksOf(grid: Grid): MatrixBlock[] {
  const blocks: MatrixBlock[] = []
  for (const locations of equalLocations(grid, grid.apis, grid.locations)) {
    const [location] = locations
    if (location === undefined) continue
    blocks.push(shortened(grid, locations, location, blocks) ?? whole(grid, locations, location))
  }
  return blocks
}

function whole(grid: Grid, locations: readonly Location[], location: Location): MatrixBlock {
  const apis = grid.apis.filter((api) =>
    grid.rows.some((row) => grid.text(row, api, location) !== ''),
  )
  const rows = grid.rows.filter((row) => apis.some((api) => grid.text(row, api, location) !== ''))
  return { locations, apis, rows }
}

/** The block as differences from the whole block nearest to it, when those are few. */
function shortened(
  grid: Grid,
  locations: readonly Location[],
  location: Location,
  earlier: readonly MatrixBlock[],
): MatrixBlock | undefined {
  const candidates = earlier.flatMap((block, index) => {
    const [other] = block.locations
    if (block.like !== undefined || other === undefined) return []
    return [{ index, rows: differing(grid, location, other) }]
  })
  const [nearest] = candidates.toSorted((one, other) => one.rows.length - other.rows.length)
  const full = whole(grid, locations, location)
  // Beyond half of the rows the difference is harder to read than the whole.
  if (nearest === undefined || nearest.rows.length > full.rows.length / 2) return undefined
  const { index: like, rows } = nearest
  const apis = grid.apis.filter((api) => {
    const other = earlier[like]?.locations[0]
    return rows.some((row) => other && grid.text(row, api, location) !== grid.text(row, api, other))
  })
  return { locations, apis, rows, like }
}

function differing(grid: Grid, one: Location, other: Location): Row[] {
  return grid.rows.filter((row) =>
    grid.apis.some((api) => grid.text(row, api, one) !== grid.text(row, api, other)),
  )
}
