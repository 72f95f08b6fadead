/** Greedy weighted cover: from each choice to the next, what finds most for what it costs. */

/** Something that can be sent. */
export interface Choice {
  /** More than 0, in any unit. */
  readonly cost: number
  /** How much each defect that it finds is worth, by any name of the defect. */
  readonly worth: ReadonlyMap<string, number>
}

/**
 * The choices that find something new within a budget, the best first. Of equals, the one given
 * first. No other order is known to do better than `1 - 1/e` of the best for every budget
 * (Nemhauser, Wolsey and Fisher 1978, section 4).
 */
export function greedyOrder<T extends Choice>(choices: readonly T[], budget = Infinity): T[] {
  const best = new Map<string, number>()
  const picked: T[] = []
  const open: Rated<T>[] = choices.map((choice, index) => ({
    choice,
    index,
    rate: gainOf(choice, best) / choice.cost,
    isFresh: true,
  }))
  let left = budget
  for (;;) {
    const next = takeBest(open, best, left)
    if (next === undefined) return picked
    picked.push(next)
    left -= next.cost
    for (const [defect, worth] of next.worth) {
      best.set(defect, Math.max(best.get(defect) ?? 0, worth))
    }
    for (const one of open) one.isFresh = false
  }
}

interface Rated<T> {
  readonly choice: T
  readonly index: number
  /** Gain for the cost; at most this where it is not fresh, since gains never grow. */
  rate: number
  isFresh: boolean
}

/** Takes the best that costs no more than `left` out of `open`. Rates only what may be the best. */
function takeBest<T extends Choice>(
  open: Rated<T>[],
  best: ReadonlyMap<string, number>,
  left: number,
): T | undefined {
  for (;;) {
    let top: Rated<T> | undefined
    for (const one of open) if (one.choice.cost <= left && isBetter(one, top)) top = one
    if (top === undefined || top.rate <= 0) return undefined
    if (top.isFresh) {
      open.splice(open.indexOf(top), 1)
      return top.choice
    }
    top.rate = gainOf(top.choice, best) / top.choice.cost
    top.isFresh = true
  }
}

function isBetter<T>(one: Rated<T>, other: Rated<T> | undefined): boolean {
  if (other === undefined || one.rate !== other.rate) return one.rate > (other?.rate ?? -1)
  return one.index < other.index
}

function gainOf({ worth }: Choice, best: ReadonlyMap<string, number>): number {
  let gain = 0
  for (const [defect, value] of worth) gain += Math.max(0, value - (best.get(defect) ?? 0))
  return gain
}
