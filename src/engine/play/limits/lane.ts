/** A number of tasks at a time; of those that wait, the one with the smallest rank is next. */

interface Waiting {
  readonly rank: number
  readonly begin: () => void
}

export interface Lane {
  /** Runs a task when it is its turn; equals in rank take turns in the order in which they came. */
  readonly run: <T>(rank: number, task: () => Promise<T>) => Promise<T>
  /** Whether a task waits for its turn. */
  readonly isWaiting: () => boolean
  /** Changes how many tasks run at a time; those that run are not stopped. */
  readonly widen: (width: number) => void
}

/** A lane for `width` tasks at a time. */
export function createLane(width: number): Lane {
  const waiting: Waiting[] = []
  let free = width
  let widest = width
  const beginNext = (): void => {
    while (free > 0) {
      const next = waiting.shift()
      if (next === undefined) return
      free -= 1
      next.begin()
    }
  }
  const turn = async (rank: number): Promise<void> =>
    new Promise((begin) => {
      waiting.splice(indexFor(rank, waiting), 0, { rank, begin })
      beginNext()
    })
  return {
    run: async (rank, task) => {
      await turn(rank)
      try {
        return await task()
      } finally {
        free += 1
        beginNext()
      }
    },
    isWaiting: () => waiting.length > 0,
    widen: (to) => {
      free += to - widest
      widest = to
      beginNext()
    },
  }
}

/** Index behind all that wait with this rank or a smaller one. */
function indexFor(rank: number, waiting: readonly Waiting[]): number {
  let low = 0
  let high = waiting.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((waiting[middle]?.rank ?? Infinity) <= rank) low = middle + 1
    else high = middle
  }
  return low
}
