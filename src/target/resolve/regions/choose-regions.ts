/** In which regions an endpoint is asked, and why there. */
import { setVariable } from '../environment.ts'
import { decodeKey } from '../../auth/key/key.ts'
import { isProblem, type UsageProblem } from '../../problem.ts'
import type { RegionFile } from '../../files/region-format.ts'
import { expandRegions, type AskedRegions } from './regions.ts'
import type { Environment } from '../resolved.ts'
import type { EndpointFile } from '../../files/target-format.ts'

/** Cells where regions mean nothing carry this in their place. */
export const noRegion = '-'

export interface ChosenRegions extends AskedRegions {
  /** One line for the user, when there was something to decide. */
  readonly note?: string
}

/**
 * Regions from the flag, else the environment, else the key's own, else the target's default.
 *
 * @param flag `--region`, when given
 */
export function chooseRegions(
  file: EndpointFile,
  flag: readonly string[] | undefined,
  env: Environment,
  regionFile: RegionFile,
): ChosenRegions | UsageProblem {
  if (file.regions === undefined) return withoutRegions(file, flag)
  const { offered } = file.regions
  if (flag !== undefined) return expandRegions(flag, regionFile, offered, '--region')
  const set = setVariable(env, file.env.region)
  if (set !== undefined) {
    return noted(
      expandRegions([set.value], regionFile, offered, set.name),
      (regions) => `Region ${regions}: from ${set.name}.`,
    )
  }
  const own = keyRegion(setVariable(env, file.env.key)?.value, regionFile)
  if (own !== undefined) {
    return noted(
      expandRegions([own], regionFile, offered, 'The key'),
      (regions) => `Region ${regions}: the one the key was made in.`,
    )
  }
  return noted(
    expandRegions([file.regions.default], regionFile, offered, 'The default'),
    (regions) => `Region ${regions}: the default; --region or AWS_REGION chooses another.`,
  )
}

function withoutRegions(
  file: EndpointFile,
  flag: readonly string[] | undefined,
): ChosenRegions | UsageProblem {
  if (flag === undefined) return { regions: [noRegion], literal: new Set([noRegion]) }
  const problem = `--region means nothing to ${file.kind}: the server itself decides which region it calls. Leave the flag out.`
  return { problem }
}

function noted(
  asked: AskedRegions | UsageProblem,
  note: (regions: string) => string,
): ChosenRegions | UsageProblem {
  return isProblem(asked) ? asked : { ...asked, note: note(asked.regions.join(', ')) }
}

function keyRegion(key: string | undefined, regionFile: RegionFile): string | undefined {
  const decoded = key === undefined ? undefined : decodeKey(key)
  if (decoded?.kind !== 'short') return undefined
  return regionFile.regions.find(({ id }) => id === decoded.region)?.id
}
