/** What requests find: in the order of a run, beside the order in which the suite declares its cases. */
import { seededRandom } from '../../model/run/random.ts'
import type { ApiName } from '../../model/names.ts'
import type { Cell } from '../../model/plan.ts'
import { createPlanner } from '../../suite/compile/planner.ts'
import { costOf } from '../../suite/list/list.ts'
import { loadSuite } from '../../suite/load-suite.ts'
import { foundBy, heldOut } from '../../suite/power/held-out.ts'
import { readPower } from '../../suite/power/power-file.ts'
import { isProblem } from '../../target/problem.ts'
import { resolveTarget } from '../../target/resolve/resolve.ts'
import { comparison, type Row } from './measure.ts'

const budgets = [3, 12, 40]
const folds = 5

/** Each order is tried on a fifth of the defects; ours is worked out on the others. */
export async function powerRows(apis: readonly ApiName[]): Promise<Row[]> {
  const flags = { endpoint: 'http://localhost:1/v1', model: ['gpt-oss-20b'] }
  const target = await resolveTarget('openai-compatible', flags, {}, {})
  if (isProblem(target)) throw new Error(target.problem)
  const suite = loadSuite()
  const all = createPlanner(suite, { api: apis }).plan(target)
  return budgets.map((requests) => {
    const shares = heldOut(readPower(), folds, seededRandom(1)).map(
      ({ known, left }): [number, number] => {
        const filter = { api: apis, budget: { unit: 'requests', amount: requests } } as const
        const ours = createPlanner(suite, filter, () => known).plan(target)
        const whole = foundBy(all, left).size
        return [
          foundBy(ours, left).size / whole,
          foundBy(declared(all, requests), left).size / whole,
        ]
      },
    )
    const mean = (column: 0 | 1): string =>
      `${Math.round((100 * shares.reduce((sum, pair) => sum + pair[column], 0)) / folds)} %`
    return {
      what: `defects found by ${requests} requests to the OpenAI APIs, to the order in which the suite declares its cases`,
      ours: mean(0),
      peer: mean(1),
      ratio: comparison(shares.map(([own, other]) => own / other)),
    }
  })
}

/** The first cells, one play of each, that fit into a number of requests. */
function declared(cells: readonly Cell[], requests: number): Cell[] {
  const sent: Cell[] = []
  for (const cell of cells) if (costOf([...sent, cell], 1).requests <= requests) sent.push(cell)
  return sent
}
