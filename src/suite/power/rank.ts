/** The order in which the cells of a run are sent. */
import type { Cell } from '../../model/plan.ts'
import { indexBy } from '../../model/lists/group-by.ts'
import type { Power } from '../../model/run/power.ts'
import { cellCost, chainOf } from '../list/cost.ts'
import { promptTokens } from '../list/list.ts'
import { createPurse, greedyOrder, type Choice } from './greedy.ts'
import { expectedWorthOf, worthOf } from './worth.ts'

interface Named extends Choice {
  readonly name: string
}

/** Tokens that cost as much time and money as one request: about what a request of the suite has. */
const tokensPerRequest = 500

/**
 * The cells with their rank: first what finds or may find most defects for what one play of it costs,
 * in requests and tokens, so that long prompts come late; beside it what then costs nothing more, so
 * that no answer waits long for it; then the rest, the longest chain of requests first, so that no cell
 * is still busy when all others are done. A case on an API has one rank in all regions and for all
 * models.
 *
 * @param samples runs of each behaviour: one play is one of them
 */
export function ranked(cells: readonly Cell[], power: Power, samples: number): Cell[] {
  const alike = indexBy(cells, nameOf)
  const isKnown = cells.some((cell) => worthOf(power, cell).size > 0)
  const ranks = isKnown ? ranksOf(choicesOf(alike, power, samples)) : new Map<string, number>()
  const longest = cells.reduce((most, cell) => Math.max(most, chainOf(cell)), 0)
  return cells.map(({ rank: _before, ...cell }) => ({
    rank: ranks.get(nameOf(cell)) ?? alike.size + longest - chainOf(cell),
    ...cell,
  }))
}

/** What a case on an API costs, and finds with one model of each family. */
function choicesOf(
  alike: ReadonlyMap<string, readonly Cell[]>,
  power: Power,
  samples: number,
): Named[] {
  return [...alike].flatMap(([name, cells]) => {
    const [first] = cells
    if (first === undefined) return []
    const ofFamilies = new Map(cells.map((cell) => [cell.model.family, cell])).values()
    const worths = [...ofFamilies].map((cell) => expectedWorthOf(power, cell, samples))
    return [{ name, worth: new Map(worths.flatMap((worth) => [...worth])), ...priceOf(first) }]
  })
}

/** The ranks of what finds something, and of what costs nothing more after one of those. */
function ranksOf(choices: readonly Named[]): Map<string, number> {
  const order = greedyOrder(choices)
  const ranks = new Map(order.map(({ name }, rank) => [name, rank]))
  const left = new Set(choices.filter(({ name }) => !ranks.has(name)))
  const purse = createPurse()
  for (const [rank, choice] of order.entries()) {
    purse.buy(choice)
    for (const one of left) {
      if (purse.cost(one) > 0) continue
      ranks.set(one.name, rank)
      left.delete(one)
    }
  }
  return ranks
}

function priceOf(cell: Cell): Pick<Choice, 'cost' | 'shared'> {
  const shared = new Map<string, number>()
  let cost = 0
  for (const [name, { requests, tokens }] of cellCost(cell, 1).steps) {
    const own = requests + tokens / tokensPerRequest
    shared.set(name, own)
    cost += own
  }
  for (const step of cell.case.steps) {
    // A refusal costs no token, but its prompt takes time.
    if (step.expect.outcome === 'error')
      cost += (promptTokens(step) * step.repeat) / tokensPerRequest
  }
  return { cost, shared }
}

function nameOf({ case: asked, api }: Cell): string {
  return `${api} ${asked.id}`
}
