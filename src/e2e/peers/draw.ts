/** Draws deviations by a seed, so that every peer is tried on the same ones. */
import { createHash } from 'node:crypto'
import type { Deviation } from '../../reference/deviation.ts'

/** APIs that the peers speak. */
const spoken = new Set(['openai-chat', 'openai-chat-stream', 'openai-models'])

/**
 * Mutants that can show on OpenAI's chat API, in an order that only the seed and their ids decide.
 *
 * @param count how many; fewer if there are fewer
 */
export function drawMutants(
  all: readonly Deviation[],
  seed: string,
  count: number,
): readonly Deviation[] {
  const order = ({ id }: Deviation): string =>
    createHash('sha256').update(`${seed} ${id}`).digest('hex')
  return all
    .filter(({ kind, hangs, apis, endpoints }) => {
      const isShown = apis === undefined || apis.some((api) => spoken.has(api))
      const isServed = endpoints === undefined || endpoints.includes('mantle')
      return kind === 'mutant' && hangs === undefined && isShown && isServed
    })
    .toSorted((one, other) => order(one).localeCompare(order(other)))
    .slice(0, count)
}
