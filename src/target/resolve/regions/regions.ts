/** Which regions a user means, and which models are known to be there. */
import { suggest } from '../../../model/text/nearest.ts'
import { matchesGlob } from '../../../model/text/glob.ts'
import type { UsageProblem } from '../../problem.ts'
import type { RegionFile } from '../../files/region-format.ts'

/** Regions that were asked for. */
export interface AskedRegions {
  readonly regions: readonly string[]
  /** Those that were named letter by letter: the user is taken at their word. */
  readonly literal: ReadonlySet<string>
}

/** Regions of a list of `fixtures/regions.yaml`: all, or those with the mantle host. */
function offeredRegions(file: RegionFile, offered: 'runtime' | 'mantle'): string[] {
  if (offered === 'mantle') return [...file.mantle.regions]
  return file.regions.filter(({ partition }) => partition === 'aws').map(({ id }) => id)
}

/**
 * Expands what the user asked for: names, `all`, and globs such as `us-*`. `all` and globs mean
 * commercial regions; regions of other partitions are named, or matched where no commercial one is.
 *
 * @param asked one or more; commas within an entry separate too
 * @param from what carried it, for example `--region`
 */
export function expandRegions(
  asked: readonly string[],
  file: RegionFile,
  offered: 'runtime' | 'mantle',
  from: string,
): AskedRegions | UsageProblem {
  const known = file.regions.map(({ id }) => id)
  const commercial = offeredRegions(file, offered)
  const found = new Set<string>()
  const literal = new Set<string>()
  for (const word of asked.flatMap((part) => part.split(',')).map((part) => part.trim())) {
    if (word === '') continue
    const matches = expand(word, known, commercial)
    if (matches.length === 0) return unknownRegion(word, known, file, from)
    for (const region of matches) found.add(region)
    if (known.includes(word)) literal.add(word)
  }
  if (found.size === 0) return { problem: `${from} names no region; try us-west-2, us-* or all.` }
  return { regions: [...found], literal }
}

function expand(word: string, known: readonly string[], commercial: readonly string[]): string[] {
  if (word === 'all') return [...commercial]
  if (!word.includes('*')) return known.filter((region) => region === word)
  const first = commercial.filter((region) => matchesGlob(word, region))
  return first.length > 0 ? first : known.filter((region) => matchesGlob(word, region))
}

function unknownRegion(
  word: string,
  known: readonly string[],
  file: RegionFile,
  from: string,
): UsageProblem {
  const what = word.includes('*')
    ? `"${word}" fits no Bedrock region`
    : `"${word}" is no Bedrock region`
  const hint = suggest(word, known)
  return {
    problem: `${from}: ${what} known on ${file.date}${hint === undefined ? '' : `; ${hint}`}`,
  }
}

/** Domain suffix of a region's hosts. */
export function suffixOf(region: string, file: RegionFile): string {
  return file.regions.find(({ id }) => id === region)?.suffix ?? 'amazonaws.com'
}
