/** The order in which the cells of a run are sent. */
import type { Cell } from '../../model/plan.ts'
import type { Power } from '../../model/run/power.ts'
import { cellCost, chainOf } from '../list/cost.ts'
import { promptTokens } from '../list/list.ts'
import { greedyOrder, type Choice } from './greedy.ts'
import { worthOf } from './worth.ts'

/** Tokens that cost as much time and money as one request: about what a request of the suite has. */
const tokensPerRequest = 500

/**
 * The cells with their rank: first what finds most of the known defects for what one play of it costs,
 * in requests and tokens, so that long prompts come late; beside it what then costs nothing more, so
 * that no answer waits long for it; then the rest, the longest chain of requests first, so that no cell
 * is still busy when all others are done. A case on an API has one rank in all
 * regions and for all models.
 *
 * @param samples runs of each behaviour: one play is one of them
 */
export function ranked(cells: readonly Cell[], power: Power, samples: number): Cell[] {
  const first = new Map<string, Cell>()
  for (const cell of cells) if (!first.has(nameOf(cell))) first.set(nameOf(cell), cell)
  const choices = [...first].map(([name, cell]) => {
    return { name, ...priceOf(cell), worth: worthOf(power, cell, samples) }
  })
  const order = greedyOrder(choices)
  const ranks = new Map(order.map(({ name }, rank) => [name, rank]))
  const paid = paidAt(order)
  for (const { name, cost, shared } of choices) {
    if (!ranks.has(name)) for (const rank of freeAfter(cost, shared, paid)) ranks.set(name, rank)
  }
  const longest = cells.reduce((most, cell) => Math.max(most, chainOf(cell)), 0)
  return cells.map(({ rank: _before, ...cell }) => ({
    rank: ranks.get(nameOf(cell)) ?? choices.length + longest - chainOf(cell),
    ...cell,
  }))
}

/** The rank at which each shared part was paid, with what it costs. */
type Paid = ReadonlyMap<string, { readonly rank: number; readonly part: number }>

function paidAt(order: readonly Choice[]): Paid {
  const paid = new Map<string, { readonly rank: number; readonly part: number }>()
  for (const [rank, { shared = [] }] of order.entries()) {
    for (const [name, part] of shared) {
      if (part > (paid.get(name)?.part ?? 0)) paid.set(name, { rank, part })
    }
  }
  return paid
}

/** The rank after which a cell costs nothing more, where there is one. */
function freeAfter(cost: number, shared: Choice['shared'], paid: Paid): readonly number[] {
  let left = cost
  let last = 0
  for (const [name, part] of shared ?? []) {
    const { rank, part: before } = paid.get(name) ?? { rank: 0, part: 0 }
    left -= Math.min(part, before)
    last = Math.max(last, rank)
  }
  return left <= 0 ? [last] : []
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
