/**
 * Statistics of behaviour checks: how often something held, and with what confidence. Not a library:
 * one formula (Wilson), which those for statistics on Node do not have.
 */
import type { Interval } from '../../model/report.ts'

/** Two-sided 95 %: the quantile of the normal distribution used by Wilson's interval. */
const z = 1.959963984540054

/** A behaviour must hold more often than not, unless its check asks for more. */
const defaultFloor = 0.5

/**
 * Wilson's score interval (Wilson 1927) of a pass rate. It stays inside 0 to 1 and is accurate for
 * the small numbers of runs that a paid API allows.
 *
 * @param passed how many runs held
 * @param runs how many runs there were; attempts that threw count as runs
 * @param floor the rate, 0 to 1, that the whole interval must clear
 * @throws RangeError when the counts are not whole numbers with 0 ≤ passed ≤ runs
 */
export function interval(passed: number, runs: number, floor = defaultFloor): Interval {
  if (!Number.isInteger(passed) || !Number.isInteger(runs) || passed < 0 || passed > runs) {
    throw new RangeError(`Expected 0 ≤ passed ≤ runs in whole numbers, got ${passed} of ${runs}`)
  }
  if (runs === 0) return { passed, runs, low: 0, high: 1, floor }
  const rate = passed / runs
  const denominator = 1 + (z * z) / runs
  const centre = (rate + (z * z) / (2 * runs)) / denominator
  const spread =
    (z * Math.sqrt((rate * (1 - rate)) / runs + (z * z) / (4 * runs * runs))) / denominator
  return {
    passed,
    runs,
    low: passed === 0 ? 0 : Math.max(0, centre - spread),
    high: passed === runs ? 1 : Math.min(1, centre + spread),
    floor,
  }
}

/** `pass` above the floor, `fail` below it, `straddles` when more runs are needed. */
export function judgeInterval(given: Interval): 'pass' | 'fail' | 'straddles' {
  if (given.low > given.floor) return 'pass'
  if (given.high < given.floor) return 'fail'
  return 'straddles'
}

/**
 * The judgement that holds whatever the outcome of the runs that could not be judged.
 *
 * @param held runs that held
 * @param unknown runs that could not be judged
 * @param runs all runs, the unknown ones among them
 */
export function judgeUnknown(
  held: number,
  unknown: number,
  runs: number,
  floor?: number,
): 'pass' | 'fail' | 'straddles' {
  const worst = judgeInterval(interval(held, runs, floor))
  const best = judgeInterval(interval(held + unknown, runs, floor))
  return worst === best ? worst : 'straddles'
}

/** For example `19/20, floor 17 (95 % interval 76–99 %)`. */
export function describeInterval(given: Interval): string {
  const percent = (rate: number): string => (rate * 100).toFixed(0)
  const floor = Math.ceil(given.floor * given.runs)
  return `${given.passed}/${given.runs}, floor ${floor} (95 % interval ${percent(given.low)}–${percent(given.high)} %)`
}
