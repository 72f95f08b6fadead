/** Draws deviations by a seed, so that every peer is tried on the same ones. */
import { createHash } from 'node:crypto'
import { apis as scopes } from '../../proof/deviations/scopes.ts'
import type { Deviation } from '../../reference/deviation.ts'

/** APIs that the peers speak. */
const spoken: ReadonlySet<string> = new Set(scopes.openai)

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
