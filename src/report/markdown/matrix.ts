/** Lays a grid out as tables narrow enough to read, however many regions and models there are. */
import { groupBy } from '../../model/text/group-by.ts'
import type { Grid, Place, Row } from '../model/grid.ts'

/** More columns than this scroll sideways on a summary page of GitHub. */
export const widestTable = 8

/** One API in the places in which it gave the same results throughout. */
export interface MatrixColumn {
  readonly api: string
  readonly places: readonly Place[]
}

/** Places that gave the same results on every API. */
export interface MatrixBlock {
  readonly places: readonly Place[]
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
  if (columns.length <= widestTable || grid.places.length === 1) {
    return { layout: 'one', columns, rows: grid.rows }
  }
  return { layout: 'blocks', blocks: blocksOf(grid) }
}

function mergedColumns(grid: Grid): MatrixColumn[] {
  return grid.apis.flatMap((api) => {
    const groups = equalPlaces(grid, [api], usedPlaces(grid, api))
    return groups.map((places) => ({ api, places }))
  })
}

function usedPlaces(grid: Grid, api: string): Place[] {
  return grid.places.filter((place) => grid.rows.some((row) => grid.text(row, api, place) !== ''))
}

/** `places` in groups with the same text in every row of `apis`; the largest group first. */
function equalPlaces(grid: Grid, apis: readonly string[], places: readonly Place[]): Place[][] {
  const groups = groupBy(places, (place) =>
    grid.rows.map((row) => rowTexts(grid, row, apis, place)),
  )
  return groups.toSorted((one, other) => other.length - one.length)
}

function rowTexts(grid: Grid, row: Row, apis: readonly string[], place: Place): string[] {
  return apis.map((api) => grid.text(row, api, place))
}

function blocksOf(grid: Grid): MatrixBlock[] {
  const blocks: MatrixBlock[] = []
  for (const places of equalPlaces(grid, grid.apis, grid.places)) {
    const [place] = places
    if (place === undefined) continue
    blocks.push(shortened(grid, places, place, blocks) ?? whole(grid, places, place))
  }
  return blocks
}

function whole(grid: Grid, places: readonly Place[], place: Place): MatrixBlock {
  const apis = grid.apis.filter((api) => grid.rows.some((row) => grid.text(row, api, place) !== ''))
  const rows = grid.rows.filter((row) => apis.some((api) => grid.text(row, api, place) !== ''))
  return { places, apis, rows }
}

/** The block as differences from the whole block nearest to it, when those are few. */
function shortened(
  grid: Grid,
  places: readonly Place[],
  place: Place,
  earlier: readonly MatrixBlock[],
): MatrixBlock | undefined {
  const candidates = earlier.flatMap((block, index) => {
    const [other] = block.places
    if (block.like !== undefined || other === undefined) return []
    return [{ index, rows: differing(grid, place, other) }]
  })
  const [nearest] = candidates.toSorted((one, other) => one.rows.length - other.rows.length)
  const full = whole(grid, places, place)
  // Beyond half of the rows the difference is harder to read than the whole.
  if (nearest === undefined || nearest.rows.length > full.rows.length / 2) return undefined
  const { index: like, rows } = nearest
  const apis = grid.apis.filter((api) => {
    const other = earlier[like]?.places[0]
    return rows.some((row) => other && grid.text(row, api, place) !== grid.text(row, api, other))
  })
  return { places, apis, rows, like }
}

function differing(grid: Grid, one: Place, other: Place): Row[] {
  return grid.rows.filter((row) =>
    grid.apis.some((api) => grid.text(row, api, one) !== grid.text(row, api, other)),
  )
}
