/** Requests that several cells send alike: each is sent once, and judged by all of them. */
import type { Observation } from '../../model/observation.ts'
import type { Cell } from '../../model/plan.ts'

export interface Asked {
  /**
   * What was observed of a request.
   *
   * @param alike name of the request, the same in all cells that send it
   * @param turn how often the cell has sent it before: within a cell each is a request of its own
   * @param send sends it, where no other cell has
   */
  readonly ask: (
    alike: string,
    turn: number,
    send: () => Promise<Observation>,
  ) => Promise<{ readonly observation: Observation; readonly isReused: boolean }>
  /** The cell asks nothing more: what all its senders are done with is forgotten. */
  readonly done: (cell: Pick<Cell, 'steps'>) => void
}

/** What was asked in one run. */
export function createAsked(): Asked {
  const known = new Map<string, Map<number, Promise<Observation>>>()
  const finished = new Map<string, number>()
  return {
    async ask(alike, turn, send) {
      const turns = known.get(alike) ?? new Map<number, Promise<Observation>>()
      known.set(alike, turns)
      const before = turns.get(turn)
      if (before !== undefined) {
        const observation = await before.catch(() => undefined)
        if (observation && isAnswered(observation)) return { observation, isReused: true }
      }
      const sent = send()
      turns.set(turn, sent)
      return { observation: await sent, isReused: false }
    },
    done({ steps }) {
      for (const { alike } of steps) {
        if (alike === undefined) continue
        const count = (finished.get(alike.name) ?? 0) + 1
        finished.set(alike.name, count)
        if (count >= alike.cells) known.delete(alike.name)
      }
    },
  }
}

/** What came of a lost connection or of throttling is an accident of one request. */
function isAnswered({ exchange: { response } }: Observation): boolean {
  return response !== undefined && response.complete && response.status !== 429
}
