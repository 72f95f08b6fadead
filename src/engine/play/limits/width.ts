/** How many exchanges are open with a host at a time: fewer while it refuses, more while it answers. */

/** Answered exchanges in a row after which one more is open at a time: at first, and at most. */
const answersToWiden = { least: 8, most: 64 }

/** How many at a time. */
export interface Width {
  readonly answered: () => void
  readonly refused: () => void
}

/**
 * Half as many after a refusal, one more after some answers in a row. Where one more was too many, it
 * alone is taken back, and tried again after twice as many answers.
 *
 * @param set called with each new width
 */
export function createWidth(most: number, set: (width: number) => void): Width {
  let width = most
  let answers = 0
  let needed = answersToWiden.least
  let isTried = false
  const change = (to: number): void => {
    width = to
    set(to)
  }
  return {
    answered: () => {
      answers += 1
      if (answers < needed || width >= most) return
      answers = 0
      isTried = true
      change(width + 1)
    },
    refused: () => {
      if (isTried) needed = Math.min(answersToWiden.most, needed * 2)
      const fewer = Math.max(1, isTried ? width - 1 : Math.floor(width / 2))
      answers = 0
      isTried = false
      if (fewer < width) change(fewer)
    },
  }
}
