/** What requests find: in the order of a run, beside the order in which the suite declares its cases. */
import { loadSuite } from '../../suite/load-suite.ts'
import { greedyOrder } from '../../suite/power/greedy.ts'
import { readPower } from '../../suite/power/power-file.ts'
import { createRandom } from '../../wire/testing/random.ts'
import { comparison, type Row } from './measure.ts'

const budgets = [3, 12, 40, Infinity]
const draws = 10

interface Asked {
  /** Requests. */
  readonly cost: number
  /** Indices of the known defects that it finds. */
  readonly finds: readonly number[]
}

const power = readPower()

/** The cases on each API, as the suite declares them. */
function declared(apis: readonly string[]): Asked[] {
  const found = loadSuite().cases.flatMap(({ id }) =>
    apis.flatMap((api) => power.cases.get(api)?.get(id) ?? []),
  )
  return found.map(({ requests, finds }) => ({
    cost: Math.max(1, requests),
    finds: [...finds.must, ...finds.should],
  }))
}

/** How many of some defects the first cases that fit into a number of requests find. */
function foundBy(order: readonly Asked[], requests: number, counts: ReadonlySet<number>): number {
  const found = new Set<number>()
  let left = requests
  for (const { cost, finds } of order) {
    if (cost > left) continue
    left -= cost
    for (const at of finds) if (counts.has(at)) found.add(at)
  }
  return found.size / counts.size
}

/** What finds most per request of the defects that are known comes first; then the rest, as declared. */
function bestFirst(cases: readonly Asked[], isKnown: (defect: number) => boolean): Asked[] {
  const order = greedyOrder(
    cases.map((asked) => ({
      ...asked,
      asked,
      worth: new Map(asked.finds.filter(isKnown).map((at) => [`${at}`, 1])),
    })),
  ).map(({ asked }) => asked)
  const first = new Set(order)
  return [...order, ...cases.filter((asked) => !first.has(asked))]
}

/** Each order is tried on one half of the defects; ours is worked out on the other half, drawn by seed. */
export function powerRows(apis: readonly string[]): Row[] {
  const cases = declared(apis)
  const all = [...new Set(cases.flatMap(({ finds }) => finds))]
  const halves = Array.from({ length: draws }, (_, seed) => {
    const random = createRandom(seed + 1)
    return new Set(all.filter(() => random() < 0.5))
  })
  return budgets.map((requests) => {
    const shares = halves.map((known): [number, number] => {
      const others = new Set(all.filter((at) => !known.has(at)))
      const best = bestFirst(cases, (at) => known.has(at))
      return [foundBy(best, requests, others), foundBy(cases, requests, others)]
    })
    const mean = (column: 0 | 1): string =>
      `${Math.round((100 * shares.reduce((sum, pair) => sum + pair[column], 0)) / draws)} %`
    const number = requests === Infinity ? 'all' : `${requests}`
    return {
      what: `defects found by ${number} requests to the OpenAI APIs, to the order in which the suite declares its cases`,
      ours: mean(0),
      peer: mean(1),
      ratio: comparison(shares.map(([own, other]) => own / other)),
    }
  })
}
