/** Asks the clients of a part what they take of every unusual and legal behaviour. */
import { append } from '../../model/lists/lists.ts'
import { deviations } from '../../proof/deviations/registry.ts'
import type { Bench } from '../bench.ts'
import { claim, type Claim } from '../claim.ts'
import {
  disagreementClaims,
  loadDisagreements,
  refusedCalls,
  type Refused,
} from './disagreements.ts'
import { startClient, type ClientOptions } from './strict-client.ts'

/** Where each behaviour stands: legal ones only, and none that takes longer than a client waits. */
const legal = deviations.filter(({ kind, hangs }) => kind === 'oddity' && hangs === undefined)

/**
 * Plays one behaviour after the other and asks the client each time.
 *
 * @param file the disagreements that are known
 * @param show is given what was refused
 */
export async function askStrictClient(
  options: ClientOptions,
  bench: Bench,
  file: string,
  show: (refused: Refused) => void,
): Promise<Claim[]> {
  const client = startClient(options)
  try {
    const plain = await client.ask()
    const claims = Object.entries(plain).map(([call, error]) =>
      claim(`${call} takes the plain answer`, error === null, error ?? ''),
    )
    const refused: Refused[] = []
    for (const { id } of legal) {
      if (options.signal.aborted) break
      await bench.play({ oddity: id })
      append(refused, refusedCalls(id, plain, await client.ask()))
    }
    refused.forEach(show)
    append(claims, disagreementClaims(refused, loadDisagreements(file), Object.keys(plain)))
    return claims
  } finally {
    client.stop()
    await bench.play()
  }
}
