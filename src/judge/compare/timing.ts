/** Which times of two runs differ by more than noise. */
import type { TimingChange } from '../../model/comparison.ts'
import { groupBy, lastOfEach } from '../../model/lists/group-by.ts'
import type { CellResult } from '../../model/report.ts'
import { quantile } from '../statistics/quantile.ts'
import { seededRandom } from '../../model/run/random.ts'

/** The times of an exchange that are compared. */
export const metrics = ['firstByte', 'firstText', 'total'] as const
export type Metric = (typeof metrics)[number]
const quantiles = [
  ['p50', 0.5],
  ['p95', 0.95],
] as const

/** The rule, for people. */
export const timingRule =
  'at least 20 % and 20 ms, over 8 cells or more measured in both runs, and as large in fewer than 1 % of 1,999 shuffles of which run each pair of times came from'

const leastCells = 8
const leastRatio = 1.2
const leastMs = 20
const shuffles = 1999
const mostChance = 0.01

interface Pair {
  readonly before: number
  readonly after: number
}

/**
 * Quantiles that changed by more than chance and enough to matter, the largest ratio first. Times
 * are compared cell by cell, since cases differ in how much is generated. A seeded permutation test
 * finds how likely the change is if nothing changed.
 *
 * @param pairs the same cell of the older and of the newer run
 */
export function compareTiming(pairs: readonly CellPair[]): TimingChange[] {
  const groups = groupBy(pairs, ([{ api, region, model }]) => [api, region, model])
  const changes = groups
    .map(measuredOnce)
    .flatMap((group) => metrics.flatMap((metric) => changesOf(group, metric)))
  return changes.toSorted((one, other) => ratio(other) - ratio(one))
}

type CellPair = readonly [before: CellResult, after: CellResult]

/** Cells may share an exchange: its times, all equal in either run, are one measurement. */
function measuredOnce(group: readonly CellPair[]): CellPair[] {
  return lastOfEach(group, (pair) => JSON.stringify(pair.map(({ timing }) => timing)))
}

function changesOf(group: readonly CellPair[], metric: Metric): TimingChange[] {
  const [first] = group
  const pairs = group.flatMap(([one, other]): Pair[] => {
    const before = one.timing?.[metric]
    const after = other.timing?.[metric]
    return before === undefined || after === undefined ? [] : [{ before, after }]
  })
  if (first === undefined || pairs.length < leastCells) return []
  const { api, region, model } = first[0]
  return quantiles.flatMap(([name, q]): TimingChange[] => {
    const { before, after } = quantilesOf(pairs, q)
    if (!matters(before, after)) return []
    const p = chance(pairs, q)
    if (p >= mostChance) return []
    return [
      {
        api,
        region,
        model,
        metric,
        quantile: name,
        before: round(before),
        after: round(after),
        cells: pairs.length,
        p,
      },
    ]
  })
}

function quantilesOf(pairs: readonly Pair[], q: number): Pair {
  const of = (times: number[]): number =>
    quantile(
      times.toSorted((a, b) => a - b),
      q,
    )
  return {
    before: of(pairs.map((pair) => pair.before)),
    after: of(pairs.map((pair) => pair.after)),
  }
}

function matters(before: number, after: number): boolean {
  return (
    Math.abs(after - before) >= leastMs &&
    Math.max(before, after) >= leastRatio * Math.min(before, after)
  )
}

/** The share of random swaps of the pairs that give a change at least as large. */
function chance(pairs: readonly Pair[], q: number): number {
  const size = ({ before, after }: Pair): number => Math.abs(Math.log((after + 1) / (before + 1)))
  const observed = size(quantilesOf(pairs, q))
  const random = seededRandom(pairs.length)
  let asLarge = 1
  for (let shuffle = 0; shuffle < shuffles; shuffle += 1) {
    const tossed = pairs.map((pair) =>
      random() < 0.5 ? pair : { before: pair.after, after: pair.before },
    )
    if (size(quantilesOf(tossed, q)) >= observed) asLarge += 1
  }
  return asLarge / (shuffles + 1)
}

function ratio({ before, after }: TimingChange): number {
  return Math.max(before, after) / Math.max(1, Math.min(before, after))
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10
}
