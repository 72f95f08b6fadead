/** How many bytes of bodies a client holds, all exchanges that are under way together. */

/** A body that is shorter is held whatever the others take. */
const share = 1024 * 1024

export interface Budget {
  /** Whether a body of `length` bytes may grow by `count`; what is granted is taken. */
  readonly take: (length: number, count: number) => boolean
  /** Gives back what one body took. */
  readonly give: (count: number) => void
}

/** @param most bytes */
export function createBudget(most: number): Budget {
  let taken = 0
  return {
    take(length, count) {
      if (length + count > share && taken + count > most) return false
      taken += count
      return true
    },
    give(count) {
      taken -= count
    },
  }
}
