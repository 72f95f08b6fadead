/** From a target's name, flags and environment to a target that can be judged. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { baselineName } from '../files/baseline-name.ts'
import { fixturesFolder, loadBaseline } from '../files/files.ts'
import { secretsOfEnvironment, secretsOfUrl } from '../auth/secrets.ts'
import { findTarget } from './find-target.ts'
import { loadKnownFiles, wrongNames } from '../files/known-files.ts'
import { layered } from '../own/settings.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import { resolveReference } from './resolve-reference.ts'
import { resolveServer } from './resolve-server.ts'
import type { Environment, ResolvedTarget, ResolveDeps, TargetChoice } from './resolved.ts'
import type { TargetFile } from '../files/target-format.ts'

/**
 * Resolves a target. Asks the network only for a model, and only after all that can be checked
 * without it; a server that does not answer is no problem of usage and is left to preflight.
 *
 * @param name a target's name or alias
 * @param env as `process.env`
 * @returns the target, to be closed by its `close`, or one helpful text about what is wrong
 */
export async function resolveTarget(
  name: string,
  given: TargetChoice,
  env: Environment,
  deps: ResolveDeps = {},
): Promise<ResolvedTarget | UsageProblem> {
  const known = loadKnownFiles(deps.fixtures)
  if (isProblem(known)) return known
  const loaded = findTarget(name, known.targets, given.ownTargets)
  if (isProblem(loaded)) return loaded
  const wrong = wrongNames(loaded, known)
  if (wrong !== undefined) return wrong
  const flags = layered(loaded.settings, given)
  const file = loaded.value
  // What the user chose is looked at before anything is sent; the release's own comes after.
  const chosen = chosenBaseline(file.name, flags, deps.fixtures)
  if (chosen && isProblem(chosen)) return chosen
  const from = { flags, env, known, deps }
  const resolved =
    file.endpoint === undefined
      ? await resolveReference(file, from)
      : await resolveServer(file.name, file.endpoint, from)
  if (isProblem(resolved)) return resolved
  const own = ownBaseline(file, resolved.version, deps.fixtures)
  const baseline = chosen ?? loadBaseline(own, undefined, deps.fixtures)
  if (isProblem(baseline)) return baseline
  const endpoint = secretsOfUrl(flags.endpoint ?? '')
  const secrets = joined(resolved.secrets, [...secretsOfEnvironment(env), ...endpoint])
  return {
    ...resolved,
    baseline,
    baselineName: own,
    secrets,
    ...(flags.baseline !== undefined && { baselineFile: flags.baseline }),
  }
}

/** That of a flag or of the target's own file. */
function chosenBaseline(
  name: string,
  { baseline, updateBaseline = false }: TargetChoice,
  fixtures?: string,
): ReturnType<typeof loadBaseline> | undefined {
  if (baseline === undefined || baseline === '') return undefined
  if (updateBaseline && baseline === 'none') {
    return { problem: '--update-baseline needs a file to write: name one with --baseline.' }
  }
  if (updateBaseline && !existsSync(baseline)) return []
  return loadBaseline(name, baseline, fixtures)
}

function ownBaseline(
  { name, aliases }: TargetFile,
  version: string | undefined,
  fixtures = fixturesFolder,
): string {
  const server = { name, aliases, ...(version !== undefined && { version }) }
  return baselineName(server, join(fixtures, 'baselines'))
}

/** Keeps the array that grows with renewed credentials, instead of a copy of it. */
function joined(growing: readonly string[], more: readonly string[]): readonly string[] {
  const list = growing as string[]
  for (const value of more) if (value !== '' && !list.includes(value)) list.push(value)
  return list
}
