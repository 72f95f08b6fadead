import type { Interval } from '../../model/report.ts'
import { interval, judgeInterval } from './statistics.ts'

/**
 * The fewest further runs after which the judgement of `most` runs may be certain, however the rest
 * would end; 0 when it is certain now. Stopping there changes no judgement (curtailed sampling).
 */
export function runsToCertainty(
  { passed, runs, floor }: Pick<Interval, 'passed' | 'runs' | 'floor'>,
  most: number,
): number {
  const failed = runs - passed
  const toPass = fewest(most, (held) => judgeInterval(interval(held, most, floor)) === 'pass')
  const toFail = fewest(
    most,
    (lost) => judgeInterval(interval(most - lost, most, floor)) === 'fail',
  )
  // It stays open for certain once it can neither pass nor fail any more.
  const toStayOpen =
    Math.max(0, most - toFail + 1 - passed) + Math.max(0, most - toPass + 1 - failed)
  const further = Math.min(toPass - passed, toFail - failed, toStayOpen)
  return Math.max(0, Math.min(further, most - runs))
}

/** The smallest number up to `most` that satisfies; one more where none does. */
function fewest(most: number, satisfies: (count: number) => boolean): number {
  for (let count = 0; count <= most; count += 1) if (satisfies(count)) return count
  return most + 1
}
