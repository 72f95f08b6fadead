/** Greedy weighted cover: from each choice to the next, what finds most for what it costs. */

/** Something that can be sent. */
export interface Choice {
  /** Sent alone, in any unit. */
  readonly cost: number
  /** The parts of the cost that other choices have too, by name: each is paid once. */
  readonly shared?: ReadonlyMap<string, number>
  /** How much each defect that it finds is worth, by any name of the defect. */
  readonly worth: ReadonlyMap<string, number>
}

/**
 * The choices that find something new within a budget, the best first. Of equals, the one given
 * first. No other order is known to do better than `1 - 1/e` of the best for every budget
 * (Nemhauser, Wolsey and Fisher 1978, section 4).
 */
export function greedyOrder<T extends Choice>(
  choices: readonly T[],
  purse: Purse = createPurse(),
): T[] {
  const best = new Map<string, number>()
  const picked: T[] = []
  const open: Rated<T>[] = choices.map((choice, index) => ({
    choice,
    index,
    rate: rateOf(choice, best, purse),
    isFresh: true,
  }))
  for (;;) {
    const next = takeBest(open, best, purse)
    if (next === undefined) return picked
    picked.push(next)
    purse.buy(next)
    for (const [defect, worth] of next.worth) {
      best.set(defect, Math.max(best.get(defect) ?? 0, worth))
    }
    for (const one of open) {
      one.isFresh = false
      if (sharesWith(one.choice, next)) one.rate = rateOf(one.choice, best, purse)
    }
  }
}

/** What is left to spend, and what was paid for already. */
export interface Purse {
  readonly left: () => number
  /** What a choice costs on top of what was bought. */
  readonly cost: (choice: Pick<Choice, 'cost' | 'shared'>) => number
  readonly buy: (choice: Pick<Choice, 'cost' | 'shared'>) => void
}

/** @param budget in the unit of the choices */
export function createPurse(budget = Infinity): Purse {
  const parts = new Map<string, number>()
  let left = budget
  const cost: Purse['cost'] = (choice) => {
    let saved = 0
    for (const [name, part] of choice.shared ?? []) saved += Math.min(part, parts.get(name) ?? 0)
    return choice.cost - saved
  }
  return {
    left: () => left,
    cost,
    buy: (choice) => {
      left -= cost(choice)
      for (const [name, part] of choice.shared ?? []) {
        parts.set(name, Math.max(part, parts.get(name) ?? 0))
      }
    },
  }
}

function sharesWith({ shared }: Choice, other: Choice): boolean {
  return shared !== undefined && [...shared.keys()].some((name) => other.shared?.has(name) === true)
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
  purse: Purse,
): T | undefined {
  for (;;) {
    let top: Rated<T> | undefined
    for (const one of open)
      if (isBetter(one, top) && purse.cost(one.choice) <= purse.left()) top = one
    if (top === undefined || top.rate <= 0) return undefined
    if (top.isFresh) {
      open.splice(open.indexOf(top), 1)
      return top.choice
    }
    top.rate = rateOf(top.choice, best, purse)
    top.isFresh = true
  }
}

function isBetter<T>(one: Rated<T>, other: Rated<T> | undefined): boolean {
  if (other === undefined || one.rate !== other.rate) return one.rate > (other?.rate ?? -1)
  return one.index < other.index
}

/** Gain for the cost; what costs nothing more and finds something is the best of all. */
function rateOf(choice: Choice, best: ReadonlyMap<string, number>, purse: Purse): number {
  const gain = gainOf(choice, best)
  return gain === 0 ? 0 : gain / purse.cost(choice)
}

function gainOf({ worth }: Choice, best: ReadonlyMap<string, number>): number {
  let gain = 0
  for (const [defect, value] of worth) gain += Math.max(0, value - (best.get(defect) ?? 0))
  return gain
}
