/** Sends one step of a case, as often as it asks, and observes what comes back. */
import { apis } from '../../protocol/registry.ts'
import type { HttpRequest } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import type { Cell, PlannedStep } from '../../model/plan.ts'
import { append } from '../../model/lists/lists.ts'
import type { RunContext } from './context.ts'
import { observe } from '../observe/observe.ts'
import type { NotSent } from './play.ts'
import { NoTurn, sendRequest, type QueuedRequest } from './request/send-request.ts'

/** Sends the steps of one cell. */
export interface Sender {
  /**
   * Sends one request for every repeat. Never throws for a fault of server or network. What there was
   * no turn for, since the run ended or the host was given up, is not among what is returned.
   */
  readonly step: (
    step: PlannedStep,
    requests: readonly HttpRequest[],
    turn: PlayTurn,
  ) => Promise<Observation[]>
  /** Why there was no turn for the latest request that was not sent. */
  readonly whyUnsent: () => NotSent | undefined
  /** What another cell sent. */
  readonly reused: ReadonlySet<Observation>
}

/** The turn of one play of a cell. */
interface PlayTurn {
  /** Of its exchanges among all that wait, the smallest first. */
  readonly rank: number
  /** Number of the play, from 0. */
  readonly play: number
  /** Whether the answers that came need no further repeat. */
  readonly isEnough?: (observations: readonly Observation[]) => boolean
}

/** Sends steps of a cell; what other cells ask alike is sent once for all of them. */
export function createSender(cell: Cell, context: RunContext): Sender {
  const reused = new Set<Observation>()
  const turnOf = createTurns()
  let noTurn: NotSent | undefined
  const once = async (step: PlannedStep, request: QueuedRequest): Promise<Observation> => {
    const sent = await sendRequest(step, cell, request, context)
    return observe(context.memory.admit(sent), apis[step.api], step.model)
  }
  const onceForAll = async (
    step: PlannedStep,
    request: QueuedRequest,
    play: number,
  ): Promise<Observation> => {
    const { alike } = step
    if (alike === undefined) return once(step, request)
    const turn = alike.everyPlay ? play : turnOf(alike.name)
    const asked = await context.asked.ask(alike, turn, async () => once(step, request))
    if (asked.isReused) reused.add(asked.observation)
    return asked.observation
  }
  const inTurn = async (
    step: PlannedStep,
    request: QueuedRequest,
    play: number,
  ): Promise<Observation[]> => {
    try {
      return [await onceForAll(step, request, play)]
    } catch (error) {
      if (!(error instanceof NoTurn)) throw error
      noTurn = error.why
      return []
    }
  }
  return {
    reused,
    whyUnsent: () => noTurn,
    step: async (step, requests, { rank, play, isEnough }) => {
      const send = async (request: HttpRequest, turn: number): Promise<Observation[]> => {
        const auth = step.auth[turn % step.auth.length] ?? step.auth[0]
        return inTurn(step, { ...request, auth, rank }, play)
      }
      if (step.parallel) return (await Promise.all(requests.map(send))).flat()
      const observations: Observation[] = []
      for (const [turn, request] of requests.entries()) {
        if (turn > 0 && (context.signal.aborted || isEnough?.(observations) === true)) break
        append(observations, await send(request, turn))
      }
      return observations
    },
  }
}

/** How often the cell has asked each of what is asked alike. */
function createTurns(): (alike: string) => number {
  const turns = new Map<string, number>()
  return (alike) => {
    const turn = turns.get(alike) ?? 0
    turns.set(alike, turn + 1)
    return turn
  }
}
