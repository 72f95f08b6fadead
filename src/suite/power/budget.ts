/** The best part of a plan that a budget allows. */
import type { Cell } from '../../model/plan.ts'
import type { Budget, Power } from '../../model/run/power.ts'
import { cellCost } from '../list/cost.ts'
import { createPurse, greedyOrder, type Choice, type Purse } from './greedy.ts'
import { expectedWorthOf } from './worth.ts'

/** A cell of the plan, and the parts of it that can be sent alone. */
export interface Offer {
  readonly whole: Cell
  /** Without behaviours; empty where only its behaviours are its own. */
  readonly parts: readonly Cell[]
  /** What is left of the whole with these steps alone, without behaviours. */
  readonly only: (steps: ReadonlySet<string>) => Cell
}

interface Priced extends Choice {
  readonly offer: Offer
  readonly cell: Cell
}

/**
 * The cells to send for a number of requests or tokens, the best first. Behaviours, which take many
 * samples, are asked for with what is left after everything else.
 */
export function withinBudget(
  offers: readonly Offer[],
  { unit, amount }: Budget,
  power: Power,
  samples: number,
): Cell[] {
  if (unit === 'time') return offers.map(({ whole }) => whole)
  const price = priceIn(unit, samples, power)
  const purse = createPurse(amount)
  const parts = offers.flatMap((offer) => offer.parts.map((part) => price(offer, part)))
  const picked = new Map<Offer, Set<string>>()
  for (const { offer, cell } of inRounds(parts, purse)) {
    const steps = picked.get(offer) ?? new Set<string>()
    for (const { id } of cell.steps) steps.add(id)
    picked.set(offer, steps)
  }
  const cells = [...picked].map(([offer, steps]) => {
    const part = offer.only(steps)
    const whole = price(offer, offer.whole)
    if (purse.cost(whole) > purse.left()) return part
    purse.buy(whole)
    return offer.whole
  })
  const rest = offers.filter((offer) => !picked.has(offer)).map((one) => price(one, one.whole))
  const others = inRounds(rest, purse).map(({ cell }) => cell)
  return [...cells, ...others].map((cell, rank) => ({ ...cell, rank }))
}

function priceIn(unit: 'requests' | 'tokens', samples: number, power: Power) {
  return (offer: Offer, cell: Cell): Priced => {
    // What costs no token still costs something.
    const costs = [...cellCost(cell, samples).steps].map(
      ([name, cost]) => [name, Math.max(1, cost[unit])] as const,
    )
    return {
      offer,
      cell,
      cost: costs.reduce((sum, [, cost]) => sum + cost, 0),
      shared: new Map(costs),
      worth: expectedWorthOf(power, cell),
    }
  }
}

/**
 * Picks until nothing fits: each round looks for the defects anew, as other models and regions may
 * have them; then what is not known to find anything, the cheapest first.
 */
function inRounds(choices: readonly Priced[], purse: Purse): Priced[] {
  const picked: Priced[] = []
  let open = choices
  for (;;) {
    const round = greedyOrder(open, purse)
    if (round.length === 0) break
    for (const one of round) picked.push(one)
    const taken = new Set(round)
    open = open.filter((one) => !taken.has(one))
  }
  for (const one of open.toSorted((a, b) => purse.cost(a) - purse.cost(b))) {
    if (purse.cost(one) > purse.left()) continue
    picked.push(one)
    purse.buy(one)
  }
  return picked
}
