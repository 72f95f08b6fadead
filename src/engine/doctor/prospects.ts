/** What each target would be reached as, without asking it anything. */
import type { Prospect } from '../../model/run/diagnosis.ts'
import { isProblem } from '../../target/problem.ts'
import { loadKnownFiles } from '../../target/files/known-files.ts'
import { findTarget } from '../../target/resolve/find-target.ts'
import { resolveTarget } from '../../target/resolve/resolve.ts'
import type { TargetChoice } from '../../target/resolve/resolved.ts'
import { Problem } from '../../model/problem.ts'

/**
 * One for each target that is no part of the program itself; where none is named, only regions and
 * the kind of credentials are taken from the flags: all else is that of one server.
 */
export async function prospects(
  flags: TargetChoice,
  env: NodeJS.ProcessEnv,
  only?: string,
): Promise<Prospect[]> {
  const known = loadKnownFiles()
  if (isProblem(known)) throw new Problem(known.problem)
  if (only !== undefined) {
    const found = findTarget(only, known.targets, flags.ownTargets)
    if (isProblem(found)) throw new Problem(found.problem)
    return found.value.endpoint === undefined ? [] : [await prospect(only, flags, env)]
  }
  const { region, auth } = flags
  const ofBedrock = { ...(region && { region }), ...(auth && { auth }) }
  const targets = [...known.targets.values()].flatMap(({ value: { name, endpoint } }) =>
    endpoint === undefined ? [] : [{ name, flags: endpoint.regions ? ofBedrock : {} }],
  )
  return Promise.all(targets.map(async (one) => prospect(one.name, one.flags, env)))
}

async function prospect(
  name: string,
  flags: TargetChoice,
  env: NodeJS.ProcessEnv,
): Promise<Prospect> {
  const resolved = await resolveTarget(name, flags, env)
  const nothing = { target: name, regions: [], models: [], notes: [] }
  if (isProblem(resolved)) return { ...nothing, problems: [resolved.problem] }
  const { endpoint, endpoints, notes, localProblems } = resolved
  const problems = endpoints.flatMap((one) =>
    one.regions.flatMap((region) => localProblems(one, region)),
  )
  return {
    target: name,
    endpoint,
    regions: endpoints.flatMap(({ regions }) => regions).filter((region) => region !== '-'),
    models: endpoints.flatMap(({ models }) => models.map(({ id }) => id)),
    notes,
    problems: [...new Set(problems.map(({ message, remedy }) => `${message} ${remedy}`))],
  }
}
