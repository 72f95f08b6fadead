/** The best part of a plan that a budget allows. */
import type { Cell } from '../../model/plan.ts'
import type { Budget, Power } from '../../model/run/power.ts'
import { cellCost } from '../list/cost.ts'
import { greedyOrder, type Choice } from './greedy.ts'
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
  // What costs no token still costs something.
  const costOf = (cell: Cell): number => Math.max(1, cellCost(cell, samples)[unit])
  const price = (offer: Offer, cell: Cell): Priced => ({
    offer,
    cell,
    cost: costOf(cell),
    worth: worthOf(power, cell),
  })
  const light = offers.flatMap((offer) => (offer.light ? [price(offer, offer.light)] : []))
  const picked = inRounds(light, amount)
  let left = amount - picked.reduce((sum, { cost }) => sum + cost, 0)
  const cells = picked.map(({ offer, cell, cost }) => {
    const more = offer.whole === cell ? 0 : costOf(offer.whole) - cost
    if (more > left) return cell
    left -= more
    return offer.whole
  })
  const taken = new Set(picked.map(({ offer }) => offer))
  const rest = offers.filter((offer) => !taken.has(offer)).map((offer) => price(offer, offer.whole))
  return [...cells, ...inRounds(rest, left).map(({ cell }) => cell)].map((cell, rank) => ({
    ...cell,
    rank,
  }))
}

/**
 * Picks until nothing fits: each round looks for the defects anew, as other models and regions may
 * have them; then what is not known to find anything, the cheapest first.
 */
function inRounds(choices: readonly Priced[], budget: number): Priced[] {
  const picked: Priced[] = []
  let left = budget
  let open = choices
  for (;;) {
    const round = greedyOrder(open, left)
    if (round.length === 0) break
    for (const one of round) picked.push(one)
    left -= round.reduce((sum, { cost }) => sum + cost, 0)
    const taken = new Set(round)
    open = open.filter((one) => !taken.has(one))
  }
  for (const one of open.toSorted((a, b) => a.cost - b.cost)) {
    if (one.cost > left) break
    picked.push(one)
    left -= one.cost
  }
  return picked
}
