import { describe, expect, it } from 'vitest'
import type { CellResult } from '../../model/report.ts'
import { compareTiming } from './timing.ts'
import { quantile } from '../statistics/quantile.ts'
import { seededRandom } from '../../model/run/random.ts'
import { judgedCell, judgedCheck } from '../testing/cells.ts'

type Pair = readonly [CellResult, CellResult]

function timed(total: number): CellResult {
  return judgedCell([judgedCheck('status')], { timing: { firstByte: 5, total } })
}

/** Pairs whose later time is the earlier one times `factor`, both with so much noise. */
function night(cells: number, factor: number, noise: number, seed = 1): Pair[] {
  const random = seededRandom(seed)
  return Array.from({ length: cells }, (_, index): Pair => {
    const base = 200 + 40 * index
    const shake = (): number => 1 + noise * (random() - 0.5)
    return [timed(base * shake()), timed(base * factor * shake())]
  })
}

describe('times', () => {
  it('that all got slower by half are named, at both quantiles', () => {
    expect(compareTiming(night(20, 1.5, 0.2)).map((change) => change.quantile)).toEqual(
      expect.arrayContaining(['p50', 'p95']),
    )
  })

  it('that got faster are named, too', () => {
    const [change] = compareTiming(night(20, 0.5, 0.2))
    expect(change!.after).toBeLessThan(change!.before)
  })

  it('that only shake are not named', () => {
    const named = Array.from({ length: 40 }, (_, seed) => compareTiming(night(20, 1, 1, seed)))
    expect(named.filter((changes) => changes.length > 0).length).toBeLessThanOrEqual(2)
  })

  it('that changed for sure but by too little to matter are not named', () => {
    expect(compareTiming(night(20, 1.1, 0))).toEqual([])
    const fast = Array.from({ length: 20 }, (): Pair => [timed(2), timed(10)])
    expect(compareTiming(fast)).toEqual([])
  })

  it('of too few cells are not named, whatever they say', () => {
    expect(compareTiming(night(7, 3, 0))).toEqual([])
    expect(compareTiming(night(8, 3, 0))).not.toEqual([])
  })

  it('of one odd cell are not the median', () => {
    const pairs = night(20, 1, 0)
    const odd: Pair = [timed(500), timed(30_000)]
    expect(compareTiming([...pairs, odd]).filter((change) => change.quantile === 'p50')).toEqual([])
  })

  it('of one exchange that several cells share are counted once', () => {
    const pairs = night(30, 1, 0.2)
    const shared: Pair = [timed(500), timed(30_000)]
    const cells = Array.from({ length: 8 }, () => shared)
    expect(compareTiming([...pairs, ...cells])).toEqual(compareTiming([...pairs, shared]))
    expect(compareTiming([...pairs, ...cells])).toEqual([])
  })

  it('come out the same each time', () => {
    expect(compareTiming(night(20, 1.5, 1))).toEqual(compareTiming(night(20, 1.5, 1)))
  })
})

it('quantiles agree with R’s default', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5)
  expect(quantile([10, 20, 30, 40, 50], 0.95)).toBeCloseTo(48)
  expect(quantile([7], 0.95)).toBe(7)
  expect(quantile([], 0.5)).toBeNaN()
})
