/** Two things measured in turns, so that whatever else the machine does disturbs both. */

/** One line of the table. */
export interface Row {
  readonly what: string
  readonly ours: string
  readonly peer: string
  /** How many times the peer's value is ours, or the other way round, as `what` says. */
  readonly ratio: string
}

/** The median and the quartiles of numbers. */
function spread(numbers: readonly number[]): { median: number; low: number; high: number } {
  const sorted = numbers.toSorted((one, other) => one - other)
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN
  return { median: at(0.5), low: at(0.25), high: at(0.75) }
}

/** The median of ratios, and their quartiles. */
export function comparison(ratios: readonly number[]): string {
  const { median, low, high } = spread(ratios)
  return `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
}

/** Milliseconds of processor time that a task of this process takes. */
function processorOf(task: () => void): number {
  const before = process.cpuUsage()
  task()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Calls that are measured together, so that each side pays for the memory that it leaves behind. */
const calls = 4

/**
 * How many times faster ours is than the peer.
 *
 * @param rounds turns that count; a few before them do not, until the code is compiled
 */
export function race(what: string, ours: () => void, peer: () => void, rounds = 20): Row {
  const several = (task: () => void) => (): void => {
    for (let call = 0; call < calls; call += 1) task()
  }
  const times: [number, number][] = []
  for (let round = -3; round < rounds; round += 1) {
    const pair: [number, number] = [processorOf(several(ours)), processorOf(several(peer))]
    if (round >= 0) times.push(pair)
  }
  const best = (column: 0 | 1): string =>
    `${(times.reduce((least, pair) => Math.min(least, pair[column]), Infinity) / calls).toFixed(1)} ms`
  return {
    what,
    ours: best(0),
    peer: best(1),
    ratio: comparison(times.map(([own, other]) => other / own)),
  }
}
