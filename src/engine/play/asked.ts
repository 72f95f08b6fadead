/** Requests that several cells send alike: each is sent once, and judged by all of them. */
import { isThrottling } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import type { Alike, Cell } from '../../model/plan.ts'
import type { Memory } from './limits/memory.ts'

export interface Asked {
  /**
   * What was observed of a request.
   *
   * @param alike the request, the same in all cells that send it
   * @param turn how often the cell has sent it before: within a cell each is a request of its own
   * @param send sends it, where no other cell has
   */
  readonly ask: (
    alike: Alike,
    turn: number,
    send: () => Promise<Observation>,
  ) => Promise<{ readonly observation: Observation; readonly isReused: boolean }>
  /** The cell asks nothing more: what all its senders are done with is forgotten. */
  readonly done: (cell: Pick<Cell, 'steps'>) => void
}

/** A request that is under way, or whose answer waits for other cells. */
interface Sent {
  readonly answer: Promise<Observation>
  /** The answer, where memory keeps room for it. */
  observation?: Observation
  /** Cells that have it. */
  cells: number
}

type Turns = Map<number, Sent>

/**
 * What was asked in one run.
 *
 * @param memory says whether an answer can wait for the other cells; one that cannot is asked for again
 */
export function createAsked(memory: Pick<Memory, 'share' | 'unshare'>): Asked {
  const known = new Map<string, Turns>()
  const finished = new Map<string, number>()
  const drop = ({ observation }: Sent): void => {
    if (observation) memory.unshare(observation.exchange)
  }
  const forget = (name: string): void => {
    for (const sent of known.get(name)?.values() ?? []) drop(sent)
    known.delete(name)
  }
  return {
    async ask({ name, cells }, turn, send) {
      const turns: Turns = known.get(name) ?? new Map()
      known.set(name, turns)
      let lost: Sent | undefined
      // Of all that wait for an answer that does not come, one sends the request again.
      for (let before = turns.get(turn); before && before !== lost; before = turns.get(turn)) {
        const observation = await before.answer.catch(() => undefined)
        if (observation && isAnswered(observation)) {
          before.cells += 1
          if (before.cells >= cells && turns.get(turn) === before) {
            drop(before)
            turns.delete(turn)
          }
          return { observation, isReused: true }
        }
        lost = before
      }
      const sent: Sent = { answer: send(), cells: 1 }
      turns.set(turn, sent)
      const observation = await sent.answer
      if (turns.get(turn) === sent) {
        if (isAnswered(observation) && memory.share(observation.exchange)) {
          sent.observation = observation
        } else turns.delete(turn)
      }
      return { observation, isReused: false }
    },
    done({ steps }) {
      for (const { alike } of steps) {
        if (alike === undefined) continue
        const count = (finished.get(alike.name) ?? 0) + 1
        finished.set(alike.name, count)
        if (count >= alike.cells) forget(alike.name)
      }
    },
  }
}

/** What came of a lost connection or of throttling is an accident of one request. */
function isAnswered({ exchange: { response } }: Observation): boolean {
  return response !== undefined && response.complete && !isThrottling(response.status)
}
