/** A number of tasks at a time; of those that wait, the one with the smallest rank is next. */

interface Waiting extends Turn {
  readonly begin: () => void
}

/** When a task is begun. */
export interface Turn {
  /** The smallest is next; equals take turns in the order in which they came. */
  readonly rank: number
  /** Whether no other begins from its beginning to its end; those that run go on. */
  readonly isAlone?: boolean
}

export interface Lane {
  /** Runs a task when it is its turn. */
  readonly run: <T>(turn: Turn, task: () => Promise<T>) => Promise<T>
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
  let isClosed = false
  const beginNext = (): void => {
    while (free > 0 && !isClosed) {
      const next = waiting.shift()
      if (next === undefined) return
      free -= 1
      isClosed = next.isAlone === true
      next.begin()
    }
  }
  const begun = async (turn: Turn): Promise<void> =>
    new Promise((begin) => {
      waiting.splice(indexFor(turn.rank, waiting), 0, { ...turn, begin })
      beginNext()
    })
  return {
    run: async (turn, task) => {
      await begun(turn)
      try {
        return await task()
      } finally {
        free += 1
        if (turn.isAlone) isClosed = false
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
