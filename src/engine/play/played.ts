/**
 * What is kept of a play once it was judged: its bodies were read into objects many times their size,
 * and a run has thousands of exchanges.
 */
import { countReplies } from '../../judge/verdict/replies.ts'
import type { Fingerprint } from '../../judge/blame/fingerprint.ts'
import { append, largest, sum } from '../../model/lists/lists.ts'
import type { Classified } from '../../model/answer.ts'
import type { Expectation } from '../../model/case.ts'
import type { Exchange } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell, PlannedStep } from '../../model/plan.ts'
import type { CellResult, ReplyCounts } from '../../model/report.ts'
import { availabilityIn } from '../judge/availability.ts'
import { lossOf, type Loss } from './canary/loss.ts'
import { foreignAnswer } from '../observe/foreign.ts'
import type { RunContext } from './context.ts'
import type { Play } from './play.ts'

/** The step that an exchange belongs to, and how it was meant to end. */
interface Purpose {
  readonly step: string
  readonly expect: Expectation
}

export interface Played {
  readonly exchanges: readonly Exchange[]
  /** Those of them that another cell sent. */
  readonly reused: ReadonlySet<Exchange>
  /** What each exchange was sent for, in their order. */
  readonly purposes: readonly Purpose[]
  /**
   * Milliseconds that the cell's own requests took, those that were sent at the same time counted once:
   * not what it waited for its turn.
   */
  readonly took: number
  /** Of the first exchange. */
  readonly timing?: CellResult['timing']
  readonly loss?: Loss
  /** What answered the first request with a success instead of the API. */
  readonly foreign?: string
  /** Of the first exchange; absent where no response came. */
  readonly answer?: Classified
  readonly replies?: ReplyCounts
  readonly availability?: CellResult['availability']
  /** The form of the replies, where they are compared with those of another target. */
  readonly form?: Fingerprint
}

/** Nothing was sent. */
export const notPlayed: Played = { exchanges: [], reused: new Set(), purposes: [], took: 0 }

/** The plays of a cell, of which each is judged before the next. */
export interface PlayedCell {
  /** The play was judged. */
  readonly add: (play: Play, steps: readonly PlannedStep[]) => void
  readonly exchanges: () => number
  readonly all: () => Played
}

export function createPlayed(
  cell: Cell,
  { memory, clean, formOf }: Pick<RunContext, 'memory' | 'clean' | 'formOf'>,
): PlayedCell {
  const exchanges: Exchange[] = []
  const purposes: Purpose[] = []
  const reused = new Set<Exchange>()
  let first: Beginning | undefined
  let form: Fingerprint | undefined
  let replies: ReplyCounts | undefined
  let availability: Pick<Played, 'availability'> = {}
  let took = 0
  return {
    add(play, steps) {
      const observations = [...play.steps.values()].flat()
      const [observation] = observations
      first ??= observation && beginningOf(observation, clean)
      form = formOf?.(observations, form)
      const own = observations.filter((one) => !play.reused.has(one))
      replies = sumOf(replies, countReplies(own))
      availability = { ...availability, ...availabilityIn(cell, play) }
      append(purposes, purposesOf(steps, play))
      took += timeOf(steps, play)
      for (const one of observations) {
        const kept = memory.judged(one.exchange)
        exchanges.push(kept)
        if (play.reused.has(one)) reused.add(kept)
      }
    },
    exchanges: () => exchanges.length,
    all: () => ({
      exchanges,
      reused,
      purposes,
      took,
      ...first,
      ...availability,
      ...(replies && { replies }),
      ...(form && { form }),
    }),
  }
}

function sumOf(one: ReplyCounts | undefined, other: ReplyCounts | undefined) {
  if (one === undefined || other === undefined) return one ?? other
  return { count: one.count + other.count, empty: one.empty + other.empty }
}

type Beginning = Pick<Played, 'timing' | 'loss' | 'foreign' | 'answer'>

function beginningOf(observation: Observation, clean: RunContext['clean']): Beginning {
  const timing = timingOf(observation)
  const foreign = foreignAnswer(observation)
  const loss = lossOf(observation, foreign)
  return {
    ...(timing && { timing }),
    ...(loss && { loss: { ...loss, because: clean(loss.because) } }),
    ...(foreign !== undefined && { foreign: clean(foreign) }),
    ...(observation.answer && { answer: observation.answer }),
  }
}

function timingOf({ exchange, reply }: Observation): CellResult['timing'] | undefined {
  const { response } = exchange
  if (response === undefined) return undefined
  const firstText = reply?.deltas[0]?.at
  const round = (ms: number): number => Math.round(ms * 10) / 10
  return {
    firstByte: round(response.raw[0]?.at ?? response.headersAt),
    ...(firstText !== undefined && { firstText: round(firstText) }),
    total: round(response.endedAt),
  }
}

/** Milliseconds that the requests of a play took, without those of other cells. */
function timeOf(steps: readonly PlannedStep[], { steps: seen, reused }: Play): number {
  let time = 0
  for (const { id, parallel } of steps) {
    const own = (seen.get(id) ?? []).filter((one) => !reused.has(one))
    const times = own.map(
      ({ exchange: { response, failure } }) => failure?.after ?? response?.endedAt ?? 0,
    )
    time += parallel ? Math.max(0, largest(times)) : sum(times)
  }
  return time
}

function purposesOf(steps: readonly PlannedStep[], { steps: seen }: Play): Purpose[] {
  return [...seen].flatMap(([step, observations]) => {
    const expect = steps.find(({ id }) => id === step)?.expect ?? { outcome: 'any' }
    return observations.map((): Purpose => ({ step, expect }))
  })
}
