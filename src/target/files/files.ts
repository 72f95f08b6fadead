/** Reads the YAML files about targets: the targets themselves, profiles, regions, baselines. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { shownPath } from '../../model/text/path.ts'
import type { z } from 'zod'
import { renderProblem } from '../../yaml/file-problem.ts'
import { isClone, packageRoot } from '../../model/package.ts'
import type { BaselineEntry, Profile } from '../../model/target.ts'
import { kept } from '../../yaml/kept.ts'
import { parseYamlFile, type ParsedYaml } from '../../yaml/validate.ts'
import { baselineFormat } from './baseline-format.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import { profileFormat, toProfile } from './profile-format.ts'
import { regionFormat, type RegionFile } from './region-format.ts'
import { targetFormat, type TargetFile } from './target-format.ts'

/** Folder `fixtures` of the package. */
export const fixturesFolder: string = join(packageRoot, 'fixtures')

/** A target file and where its parts stand, for problems that a schema cannot see. */
export type LoadedTarget = ParsedYaml<TargetFile>

function readYamlFile<T>(
  path: string,
  schema: z.ZodType<T>,
  fixtures: string,
): ParsedYaml<T> | UsageProblem {
  const shown = shownPath(path, resolve(fixtures, '..'))
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    return { problem: `${shown} cannot be read (${code}).` }
  }
  const parse = (): ParsedYaml<T> | UsageProblem => {
    const parsed = parseYamlFile(text, shown, schema)
    if ('problems' in parsed) return { problem: parsed.problems.map(renderProblem).join('\n') }
    return parsed
  }
  return fixtures === fixturesFolder && path.startsWith(fixtures)
    ? keptYaml(shown, text, parse)
    : parse()
}

/** A file of the package: its value is kept, and read again only where a place in it is asked for. */
function keptYaml<T>(
  file: string,
  text: string,
  parse: () => ParsedYaml<T> | UsageProblem,
): ParsedYaml<T> | UsageProblem {
  let parsed: ParsedYaml<T> | UsageProblem | undefined
  const whole = (): ParsedYaml<T> => {
    parsed ??= parse()
    if (isProblem(parsed)) throw new Error(`${file} was right and is wrong: ${parsed.problem}`)
    return parsed
  }
  const known = kept(
    'yaml',
    () => [file, text],
    () => {
      parsed = parse()
      return isProblem(parsed) ? parsed : { value: parsed.value }
    },
  )
  if ('problem' in known) return known
  return {
    value: known.value,
    locate: (at) => whole().locate(at),
    problemAt: (at, message, options) => whole().problemAt(at, message, options),
  }
}

function yamlNames(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
}

/**
 * Every target of `fixtures/targets`.
 *
 * @returns the files by name, or the mistakes of the first wrong one
 */
export function loadTargets(
  fixtures = fixturesFolder,
): ReadonlyMap<string, LoadedTarget> | UsageProblem {
  const folder = join(fixtures, 'targets')
  const targets = new Map<string, LoadedTarget>()
  for (const name of yamlNames(folder)) {
    const loaded = readYamlFile(join(folder, name), targetFormat, fixtures)
    if (isProblem(loaded)) return loaded
    targets.set(loaded.value.name, loaded)
  }
  return targets
}

/** Every profile of `fixtures/profiles`, by id. */
export function loadProfiles(
  fixtures = fixturesFolder,
): ReadonlyMap<string, Profile> | UsageProblem {
  const folder = join(fixtures, 'profiles')
  const profiles = new Map<string, Profile>()
  for (const name of yamlNames(folder)) {
    const loaded = readYamlFile(join(folder, name), profileFormat, fixtures)
    if (isProblem(loaded)) return loaded
    profiles.set(loaded.value.id, toProfile(loaded.value))
  }
  return profiles
}

/** The dated facts of `fixtures/regions.yaml`. */
export function loadRegions(fixtures = fixturesFolder): RegionFile | UsageProblem {
  const loaded = readYamlFile(join(fixtures, 'regions.yaml'), regionFormat, fixtures)
  return isProblem(loaded) ? loaded : loaded.value
}

/** The file that holds the known deviations of a target: the user's, else the package's own. */
export function baselineFile(
  target: string,
  choice: string | undefined,
  fixtures = fixturesFolder,
): string {
  return choice ?? ownBaselines(target, fixtures)[0] ?? ''
}

/** Where a baseline of that target may be: an installed package is not written to. */
function ownBaselines(target: string, fixtures: string): string[] {
  const packaged = join(fixtures, 'baselines', `${target}.yaml`)
  const isInstalled = fixtures === fixturesFolder && !isClone
  return isInstalled ? [resolve('baselines', `${target}.yaml`), packaged] : [packaged]
}

/**
 * The known deviations of a target.
 *
 * @param choice a file, `none`, or absent for `fixtures/baselines/<target>.yaml` where there is one
 */
export function loadBaseline(
  target: string,
  choice: string | undefined,
  fixtures = fixturesFolder,
): readonly BaselineEntry[] | UsageProblem {
  if (choice === 'none') return []
  const own = ownBaselines(target, fixtures).find((file) => existsSync(file))
  if (choice === undefined && own === undefined) return []
  if (choice !== undefined && !existsSync(choice)) {
    return { problem: `--baseline: there is no file ${choice}. Name a baseline file, or "none".` }
  }
  const loaded = readYamlFile(
    choice === undefined ? (own ?? '') : resolve(choice),
    baselineFormat,
    fixtures,
  )
  return isProblem(loaded) ? loaded : loaded.value.entries
}
