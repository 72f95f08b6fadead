/** Requests that several cells send alike: each is sent once, and judged by all of them. */
import type { Observation } from '../../model/observation.ts'

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
}

/** What was asked in one run. */
export function createAsked(): Asked {
  const known = new Map<string, Promise<Observation>>()
  return {
    async ask(alike, turn, send) {
      const name = `${turn} ${alike}`
      const before = known.get(name)
      if (before !== undefined) {
        const observation = await before.catch(() => undefined)
        if (observation && isAnswered(observation)) return { observation, isReused: true }
      }
      const sent = send()
      known.set(name, sent)
      return { observation: await sent, isReused: false }
    },
  }
}

/** What came of a lost connection or of throttling is an accident of one request. */
function isAnswered({ exchange: { response } }: Observation): boolean {
  return response !== undefined && response.complete && response.status !== 429
}
