/** Which endpoints of the reference are judged, with which models and regions. */
import type { Endpoint } from '../../model/target.ts'
import type { EndpointFile, ModelFile, TargetFile } from '../files/target-format.ts'
import type { KnownFiles } from '../files/known-files.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import { reshape } from '../reach/reshape.ts'
import { namesNoModel, distinctIds } from './choose-models.ts'
import { locationModels } from './models.ts'
import { noRegion } from './regions/choose-regions.ts'
import { expandRegions, type AskedRegions } from './regions/regions.ts'
import type { TargetFlags } from '../flags.ts'

/** An endpoint to play, before the server has been started. */
export interface Part {
  readonly file: EndpointFile
  readonly models: Endpoint['models']
  readonly regions: readonly string[]
}

/** Flags that mean nothing to a server that starts by itself and has keys of its own. */
export function needless(target: TargetFile, flags: TargetFlags): UsageProblem | undefined {
  const { keyVariable, unixSocket, clientCert, http2, path, auth } = flags
  const given = Object.entries({
    'key-variable': keyVariable,
    'unix-socket': unixSocket,
    'client-cert': clientCert,
    http2,
    path,
    'no-auth': auth === 'none' ? auth : undefined,
  }).find(([, value]) => value !== undefined)
  if (given === undefined) return undefined
  return { problem: `--${given[0]} means nothing to ${target.name}, which is embedded. Omit it.` }
}

export function planParts(
  target: TargetFile,
  flags: TargetFlags,
  known: KnownFiles,
): Part[] | UsageProblem {
  const nameless = namesNoModel(flags)
  if (nameless !== undefined) return nameless
  const plays = target.plays ?? []
  const chosen = shareModels(distinctIds(flags.model), plays)
  const parts: Part[] = []
  for (const [index, play] of plays.entries()) {
    const file = shapedAs(known.targets.get(play.of)?.value.endpoint, flags)
    if (file !== undefined && isProblem(file)) return file
    const models = chosen?.[index] ?? (chosen === undefined ? play.models : [])
    if (file === undefined || models.length === 0) continue
    const { elsewhere } = play
    const asked = { models, named: chosen !== undefined, elsewhere }
    const part = planPart(file, asked, flags, known)
    if (isProblem(part)) return part
    parts.push(part)
  }
  return parts
}

function shapedAs(
  file: EndpointFile | undefined,
  flags: TargetFlags,
): EndpointFile | UsageProblem | undefined {
  return file && reshape(file, flags)
}

interface AskedModels {
  readonly models: readonly ModelFile[]
  /** The user named them. */
  readonly named: boolean
  /** Regions for what is about regions. */
  readonly elsewhere: readonly string[]
}

function planPart(
  file: EndpointFile,
  { models, named, elsewhere }: AskedModels,
  flags: TargetFlags,
  known: KnownFiles,
): Part | UsageProblem {
  const asked = askedRegions(file, models, flags, known)
  if (isProblem(asked)) return asked
  const more = flags.region === undefined && !named ? elsewhere : []
  const placed = locationModels(models, file, asked, known.regions, named)
  const own = placed.map((model) => {
    const { regions: preferred, also = [] } = models.find(({ id }) => id === model.id) ?? {}
    const apis = [...model.apis, ...also]
    if (preferred === undefined) return { ...model, apis }
    const isMeant = (region: string): boolean =>
      preferred.includes(region) || isNamed(region, model, flags, asked)
    return { ...model, apis, regions: asked.regions.filter(isMeant) }
  })
  return { file, models: own, regions: [...new Set([...asked.regions, ...more])] }
}

/** Regions of `all` and of globs are for what is about regions: the rest is scripted alike in all. */
function isNamed(
  region: string,
  { regions = [] }: Endpoint['models'][number],
  flags: TargetFlags,
  { literal }: AskedRegions,
): boolean {
  return flags.region !== undefined && literal.has(region) && regions.includes(region)
}

/** Without the flag: the regions that the models prefer. The environment means other servers. */
function askedRegions(
  file: EndpointFile,
  models: readonly ModelFile[],
  flags: TargetFlags,
  known: KnownFiles,
): AskedRegions | UsageProblem {
  if (file.regions === undefined) return { regions: [noRegion], literal: new Set([noRegion]) }
  const { offered, default: usual } = file.regions
  if (flags.region !== undefined) {
    return expandRegions(flags.region, known.regions, offered, '--region')
  }
  const regions = [...new Set(models.flatMap((model) => model.regions ?? [usual]))]
  return { regions, literal: new Set(regions) }
}

/**
 * Gives each id to the endpoints that know it; of the others those with a provider before a slash to
 * Llama Stack, the rest to the first endpoint. Undefined when the user named none.
 */
function shareModels(
  ids: readonly string[],
  plays: NonNullable<TargetFile['plays']>,
): ModelFile[][] | undefined {
  if (ids.length === 0) return undefined
  const shares: ModelFile[][] = plays.map(() => [])
  for (const id of ids) {
    const knowing = plays.flatMap((play, index) =>
      play.models.some((model) => model.id === id) ? [index] : [],
    )
    const isPrefixed = id.includes('/') && !id.startsWith('arn:')
    const guess = isPrefixed ? plays.findIndex(({ kind }) => kind === 'llamastack') : 0
    for (const index of knowing.length > 0 ? knowing : [guess])
      shares[index]?.push(modelOf(plays[index], id))
  }
  return shares
}

/** A model that the user named, on the APIs that the file adds to those of its family. */
function modelOf(play: NonNullable<TargetFile['plays']>[number] | undefined, id: string) {
  const also = play?.models.find((model) => model.id === id)?.also
  return { id, ...(also !== undefined && { also }) }
}
