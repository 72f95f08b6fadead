/** A permutation test: how often chance alone sets two groups as far apart as they are. */
import { seededRandom } from '../../model/run/random.ts'

/** Up to this many ways to divide the values are all tried; of more, this many are drawn at random. */
const mostWays = 20_000

/** The same for everybody, so that a recorded run is judged the same again. */
const seed = 0x9e3779b9

type Statistic = (one: readonly unknown[], other: readonly unknown[]) => number

/**
 * One-sided p value (Fisher 1935; Phipson and Smyth 2010 for drawn permutations): the share of all
 * ways to share out the values over two groups of the same sizes whose statistic is as great as
 * the one observed. The same values give the same p.
 */
export function permutationP(
  one: readonly unknown[],
  other: readonly unknown[],
  statistic: Statistic,
): number {
  const all = [...one, ...other]
  const observed = statistic(one, other)
  let reached = 0
  let ways = 0
  const count = (chosen: ReadonlySet<number>): void => {
    const mine = all.filter((_, index) => chosen.has(index))
    const theirs = all.filter((_, index) => !chosen.has(index))
    ways += 1
    if (statistic(mine, theirs) >= observed) reached += 1
  }
  if (choose(all.length, one.length) <= mostWays) {
    for (const chosen of combinations(all.length, one.length)) count(new Set(chosen))
    return reached / ways
  }
  const random = seededRandom(seed)
  for (let draw = 0; draw < mostWays; draw += 1) {
    count(new Set(drawn(all.length, one.length, random)))
  }
  return (reached + 1) / (ways + 1)
}

function choose(from: number, count: number): number {
  let ways = 1
  for (let step = 1; step <= count; step += 1) ways = (ways * (from - count + step)) / step
  return ways
}

function* combinations(from: number, count: number, first = 0): Generator<number[]> {
  if (count === 0) {
    yield []
    return
  }
  for (let index = first; index <= from - count; index += 1) {
    for (const rest of combinations(from, count - 1, index + 1)) yield [index, ...rest]
  }
}

/** The first `count` of the shuffled positions (Fisher and Yates). */
function drawn(from: number, count: number, random: () => number): number[] {
  const positions = Array.from({ length: from }, (_, index) => index)
  for (let index = 0; index < count; index += 1) {
    const other = index + Math.floor(random() * (from - index))
    const swapped = positions[other] ?? 0
    positions[other] = positions[index] ?? 0
    positions[index] = swapped
  }
  return positions.slice(0, count)
}
