import { seededRandom } from '../../model/run/random.ts'
import { describe, expect, it } from 'vitest'
import type { CellResult } from '../../model/report.ts'
import { apiNames } from '../../model/names.ts'
import { gridOf, type Grid, type Location, type Row } from '../model/grid.ts'
import { matrixOf, widestTable, type Matrix } from './matrix.ts'
import { sampleCell, sampleCheck } from '../testing/sample.ts'

/** What a reader of `matrix` takes a cell to be. */
function read(matrix: Matrix, grid: Grid, row: Row, api: string, location: Location): string {
  if (matrix.layout === 'one') {
    const column = matrix.columns.find((one) => one.api === api && one.locations.includes(location))
    return column === undefined ? '' : grid.text(row, api, column.locations[0]!)
  }
  const block = matrix.blocks.find(({ locations }) => locations.includes(location))!
  if (block.rows.includes(row) && block.apis.includes(api)) {
    return grid.text(row, api, block.locations[0]!)
  }
  if (block.like === undefined) return ''
  const base = matrix.blocks[block.like]!
  expect(base.like).toBeUndefined()
  return read(matrix, grid, row, api, base.locations[0]!)
}

function randomCells(seed: number): CellResult[] {
  const random = seededRandom(seed)
  const size = (most: number): number => 1 + Math.floor(random() * most)
  const [regions, models, apis, cases] = [size(13), size(4), size(9), size(12)]
  const planned = random()
  const failing = random() * random() * 0.3
  const cells: CellResult[] = []
  for (let location = 0; location < regions * models; location += 1) {
    for (let column = 0; column < apis * cases; column += 1) {
      if (random() > 0.2 + planned) continue
      cells.push(
        sampleCell({
          region: `region-${location % regions}`,
          model: `model-${Math.floor(location / regions)}`,
          api: apiNames[column % apis]!,
          case: `suite${column % 3}.case-${Math.floor(column / apis)}`,
          checks: [sampleCheck({ verdict: random() < failing ? 'fail' : 'pass' })],
        }),
      )
    }
  }
  return cells
}

describe('matrixOf', () => {
  it('loses and changes no cell, whatever the report', () => {
    const layouts = new Set<string>()
    for (let seed = 0; seed < 40; seed += 1) {
      const grid = gridOf(randomCells(seed))
      const matrix = matrixOf(grid)
      layouts.add(matrix.layout)
      for (const location of grid.locations) {
        for (const row of grid.rows) {
          for (const api of grid.apis) {
            const shown = read(matrix, grid, row, api, location)
            if (shown !== grid.text(row, api, location)) {
              expect.fail(`seed ${seed}: ${row.case} ${api} ${location.region} reads ${shown}`)
            }
          }
        }
      }
    }
    expect(layouts).toEqual(new Set(['one', 'blocks']))
  })

  it('is never wider than a page', () => {
    for (let seed = 0; seed < 40; seed += 1) {
      const grid = gridOf(randomCells(seed))
      const matrix = matrixOf(grid)
      if (matrix.layout === 'one' && grid.locations.length > 1) {
        expect(matrix.columns.length).toBeLessThanOrEqual(widestTable)
      }
      if (matrix.layout === 'blocks') {
        for (const { apis } of matrix.blocks)
          expect(apis.length).toBeLessThanOrEqual(apiNames.length)
      }
    }
  })

  it('shows equal columns once', () => {
    const regions = Array.from({ length: 13 }, (_, index) => `region-${index}`)
    const cells = regions.map((region) => sampleCell({ region }))
    expect(matrixOf(gridOf(cells))).toMatchObject({
      layout: 'one',
      columns: [{ api: 'openai-chat-stream' }],
    })
  })

  it('shows of a place that is nearly as another only what differs', () => {
    const cells: CellResult[] = []
    for (const [at, region] of ['a', 'b', 'c', 'd'].entries()) {
      for (const api of ['openai-chat', 'converse', 'invoke'] as const) {
        for (let index = 0; index < 10; index += 1) {
          const verdict = index === at ? 'fail' : 'pass'
          cells.push(
            sampleCell({ region, api, case: `s.c${index}`, checks: [sampleCheck({ verdict })] }),
          )
        }
      }
    }
    const matrix = matrixOf(gridOf(cells))
    if (matrix.layout !== 'blocks') expect.fail('expected blocks')
    expect(matrix.blocks.map(({ rows }) => rows.length)).toEqual([10, 2, 2, 2])
    expect(matrix.blocks.map(({ like }) => like)).toEqual([undefined, 0, 0, 0])
  })

  it('shows a place whole when it differs from the others in most of its cases', () => {
    const cells = ['a', 'b'].flatMap((region) =>
      apiNames.flatMap((api) =>
        ['s.a', 's.b'].map((id) => {
          const verdict = region === 'b' ? 'fail' : 'pass'
          return sampleCell({ region, api, case: id, checks: [sampleCheck({ verdict })] })
        }),
      ),
    )
    const matrix = matrixOf(gridOf(cells))
    if (matrix.layout !== 'blocks') expect.fail('expected blocks')
    expect(matrix.blocks.map(({ rows, apis }) => [rows.length, apis.length])).toEqual([
      [2, apiNames.length],
      [2, apiNames.length],
    ])
    expect(matrix.blocks.map(({ like }) => like)).toEqual([undefined, undefined])
  })
})
