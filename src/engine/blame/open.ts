/** Opens the target of `--against` for the models that the judged target has. */
import type { Model, Endpoint } from '../../model/target.ts'
import { counterpartId } from '../../target/resolve/counterpart.ts'
import { endpointKindOf } from '../../target/resolve/endpoint-kind-of.ts'
import { isProblem } from '../../target/problem.ts'
import type { RunFlags } from '../flags.ts'
import { openTarget, type Opened, type StartReference } from '../preflight/open-target.ts'
import { Problem } from '../../model/problem.ts'
import { stackRegion } from './stack-region.ts'

/** Flags that choose the second target. */
type AgainstFlags = RunFlags & { readonly against: string }

/**
 * Resolves the second target: the same models under its own ids, in the region of
 * the first target's provider.
 *
 * @throws Problem when a name, a file or the environment is wrong
 */
export async function openAgainst(
  flags: AgainstFlags,
  first: Opened,
  startReference: StartReference,
): Promise<Opened> {
  const found = endpointKindOf(flags.against, flags.ownTargets)
  if (isProblem(found)) throw new Problem(`--against: ${found.problem}`)
  const { timeout, auth, trouble, ownTargets } = flags
  const region = flags.region ?? list(await stackRegion(first))
  const ids = modelsOf(first.target.endpoints).map(({ id }) =>
    counterpartId(id, found.endpointKind),
  )
  return openTarget(
    {
      ...(timeout !== undefined && { timeout }),
      ...(auth !== undefined && auth !== 'none' && { auth }),
      ...(trouble !== undefined && { trouble }),
      ...(ownTargets !== undefined && { ownTargets }),
      target: flags.against,
      baseline: 'none',
      model: [...new Set(ids)],
      ...(region !== undefined && { region }),
      ...(flags.againstEndpoint !== undefined && { endpoint: flags.againstEndpoint }),
    },
    { startReference },
  )
}

function list(region: string | undefined): string[] | undefined {
  return region === undefined ? undefined : [region]
}

function modelsOf(endpoints: readonly Endpoint[]): Model[] {
  return endpoints.flatMap(({ models }) => models)
}
