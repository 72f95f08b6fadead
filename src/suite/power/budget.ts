/** The best part of a plan that a budget allows. */
import type { Cell } from '../../model/plan.ts'
import type { Budget, Power } from '../../model/run/power.ts'
import { cellCost } from '../list/cost.ts'
import { createPurse, greedyOrder, type Choice, type Purse } from './greedy.ts'
import { worthOf } from './worth.ts'

/** A cell of the plan, and what is left of it without the samples of its behaviours. */
export interface Offer {
  readonly whole: Cell
  /** Absent where only its behaviours are its own; the same cell where it has none. */
  readonly light?: Cell
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
  const light = offers.flatMap((offer) => (offer.light ? [price(offer, offer.light)] : []))
  const picked = inRounds(light, purse)
  const cells = picked.map(({ offer, cell, cost }) => {
    if (offer.whole === cell) return cell
    const whole = price(offer, offer.whole)
    const more = { ...whole, cost: whole.cost - cost, shared: new Map<string, number>() }
    if (more.cost > purse.left()) return cell
    purse.buy(more)
    return offer.whole
  })
  const taken = new Set(picked.map(({ offer }) => offer))
  const rest = offers.filter((offer) => !taken.has(offer)).map((offer) => price(offer, offer.whole))
  const others = inRounds(rest, purse).map(({ cell }) => cell)
  return [...cells, ...others].map((cell, rank) => ({ ...cell, rank }))
}

function priceIn(unit: 'requests' | 'tokens', samples: number, power: Power) {
  return (offer: Offer, cell: Cell): Priced => {
    const { alike, ...alone } = cellCost(cell, samples)
    return {
      offer,
      cell,
      // What costs no token still costs something.
      cost: Math.max(1, alone[unit]),
      shared: new Map([...alike].map(([name, cost]) => [name, cost[unit]])),
      worth: worthOf(power, cell),
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
