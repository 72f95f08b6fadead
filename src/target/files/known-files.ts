/** All files about targets, loaded and checked against each other. */
import { renderProblem } from '../../yaml/file-problem.ts'
import type { Profile } from '../../model/target.ts'
import { suggest } from '../../model/text/nearest.ts'
import {
  fixturesFolder,
  loadProfiles,
  loadRegions,
  loadTargets,
  type LoadedTarget,
} from './files.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import type { RegionFile } from './region-format.ts'

export interface KnownFiles {
  readonly targets: ReadonlyMap<string, LoadedTarget>
  readonly profiles: ReadonlyMap<string, Profile>
  readonly regions: RegionFile
}

/** The package's own files do not change while the program runs. */
let own: KnownFiles | UsageProblem | undefined

/**
 * Loads them; the first mistake is returned with its place.
 *
 * @param fixtures another folder than the package's own, read anew every time
 */
export function loadKnownFiles(fixtures?: string): KnownFiles | UsageProblem {
  if (fixtures !== undefined) return load(fixtures)
  own ??= load(fixturesFolder)
  return own
}

function load(fixtures: string): KnownFiles | UsageProblem {
  const targets = loadTargets(fixtures)
  if (isProblem(targets)) return targets
  const profiles = loadProfiles(fixtures)
  if (isProblem(profiles)) return profiles
  const regions = loadRegions(fixtures)
  if (isProblem(regions)) return regions
  const known = { targets, profiles, regions }
  for (const target of targets.values()) {
    const wrong = wrongNames(target, known)
    if (wrong !== undefined) return wrong
  }
  return known
}

/** The first name in a target's file that nothing defines. */
export function wrongNames(
  target: LoadedTarget,
  { targets, profiles }: KnownFiles,
): UsageProblem | undefined {
  return wrongProfile(target, profiles) ?? wrongPlay(target, targets)
}

function wrongProfile(
  target: LoadedTarget,
  profiles: ReadonlyMap<string, Profile>,
): UsageProblem | undefined {
  for (const [api, entry] of Object.entries(target.value.endpoint?.apis ?? {})) {
    if (entry === undefined || profiles.has(entry.profile)) continue
    const hint = suggest(entry.profile, profiles.keys())
    const path = ['endpoint', 'apis', api, 'profile']
    const message = `no profile "${entry.profile}"`
    return {
      problem: renderProblem(target.problemAt(path, message, hint === undefined ? {} : { hint })),
    }
  }
  return undefined
}

function wrongPlay(
  target: LoadedTarget,
  targets: ReadonlyMap<string, LoadedTarget>,
): UsageProblem | undefined {
  for (const [index, play] of (target.value.plays ?? []).entries()) {
    if (targets.get(play.of)?.value.endpoint !== undefined) continue
    const message = `no target "${play.of}" with an endpoint of its own`
    return { problem: renderProblem(target.problemAt(['plays', index, 'of'], message)) }
  }
  return undefined
}
