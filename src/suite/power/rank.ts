/** The order in which the cells of a run are sent. */
import type { Cell } from '../../model/plan.ts'
import type { Power } from '../../model/run/power.ts'
import { cellCost, chainOf } from '../list/cost.ts'
import { greedyOrder } from './greedy.ts'
import { worthOf } from './worth.ts'

/**
 * The cells with their rank: first what finds most of the known defects per request; then the rest,
 * the longest chain of requests first, so that no cell is still busy when all others are done. A
 * case on an API has one rank in all regions and for all models.
 */
export function ranked(cells: readonly Cell[], power: Power, samples: number): Cell[] {
  const first = new Map<string, Cell>()
  for (const cell of cells) if (!first.has(nameOf(cell))) first.set(nameOf(cell), cell)
  const choices = [...first].map(([name, cell]) => {
    const { requests, steps } = cellCost(cell, samples)
    const shared = new Map([...steps].map(([at, cost]) => [at, cost.requests]))
    return { name, cost: requests, shared, worth: worthOf(power, cell) }
  })
  const ranks = new Map(greedyOrder(choices).map(({ name }, rank) => [name, rank]))
  const longest = cells.reduce((most, cell) => Math.max(most, chainOf(cell)), 0)
  return cells.map((cell) => ({
    ...cell,
    rank: ranks.get(nameOf(cell)) ?? choices.length + longest - chainOf(cell),
  }))
}

function nameOf({ case: asked, api }: Cell): string {
  return `${api} ${asked.id}`
}
