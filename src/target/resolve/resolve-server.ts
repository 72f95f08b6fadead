/** Resolves a target that runs somewhere: Bedrock, a Llama Stack, an OpenAI-compatible server. */
import type { ConnectionOptions } from '../../model/exchange.ts'
import { append } from '../../model/lists/lists.ts'
import type { Model, Endpoint } from '../../model/target.ts'
import { withExpected } from './regions/own-expectations.ts'
import { chooseRegions, type ChosenRegions } from './regions/choose-regions.ts'
import { chooseModels, namesNoModel, versionOf, type ChosenModels } from './choose-models.ts'
import { readConnection } from '../reach/connection.ts'
import { extrasOf, holdCredential, readExtras, type Extras } from '../reach/extras.ts'
import { reshape } from '../reach/reshape.ts'
import { readEndpoint, shownEndpoint } from './endpoint.ts'
import { setVariable } from './environment.ts'
import { setUpKey, type KeySetup } from '../auth/key-setup.ts'
import type { KnownFiles } from '../files/known-files.ts'
import { locationModels } from './models.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import type { Environment, ResolvedTarget, ResolveDeps, TargetFlags } from './resolved.ts'
import { buildEndpoint, type Addresses } from './build-endpoint.ts'
import type { EndpointFile } from '../files/target-format.ts'

/** Everything about the target but its baseline. */
export async function resolveServer(
  name: string,
  given: EndpointFile,
  flags: TargetFlags,
  env: Environment,
  known: KnownFiles,
  deps: ResolveDeps,
): Promise<ResolvedTarget | UsageProblem> {
  const file = reshape(given, flags)
  if (isProblem(file)) return file
  const addresses = chooseAddresses(name, file, flags, env)
  if (isProblem(addresses)) return addresses
  const nameless = namesNoModel(flags)
  if (nameless !== undefined) return nameless
  const now = deps.now ?? Date.now
  const today = new Date(now()).toISOString().slice(0, 10)
  const regionFile = withExpected(known.regions, flags.expected, today)
  const regions = chooseRegions(file, flags.region, env, regionFile)
  if (isProblem(regions)) return regions
  const connection = readConnection(flags)
  if (isProblem(connection)) return connection
  const extras = readExtras(flags, env)
  if (isProblem(extras)) return extras
  const key = await setUpKey(file, {
    env,
    now,
    elsewhere: addresses.given,
    oneAddress: addresses.given && !addresses.endpoint.includes('{region}'),
    auth: flags.auth ?? 'auto',
    keyVariable: flags.keyVariable,
    regions: regions.regions,
    ...(deps.credentials !== undefined && { credentials: deps.credentials }),
  })
  if (isProblem(key)) return key
  const { authorize } = key
  const addExtras = extrasOf(extras, file.auth === 'llama-stack')
  const send = deps.connect?.(connection)
  const asked = { file, endpoint: addresses.endpoint, authorize, addExtras, send }
  const chosen = await chooseModels(asked, flags, env)
  const models = locationModels(chosen.models, file, regions, regionFile, chosen.named)
  const endpoint = buildEndpoint({
    file,
    addresses,
    profiles: known.profiles,
    regionFile,
    models,
    regions: regions.regions,
    authorize,
    addExtras,
    curl: { tokenVariable: key.variable, headerTemplates: extras.templates, connection },
    ...(flags.upstream !== undefined && { upstream: flags.upstream }),
    hasCredentials: hasCredentials(file, flags, key, extras),
    ...(key.canSign !== undefined && { canSign: key.canSign }),
    ...(key.key !== undefined && { key: key.key }),
  })
  const version = await versionOf(asked, chosen)
  return assemble({
    name,
    file,
    endpoint,
    addresses,
    regions,
    key,
    chosen,
    version,
    extras,
    connection,
  })
}

/** A server of unknown kind that wants no credentials has none to judge; Bedrock always has. */
function hasCredentials(
  file: EndpointFile,
  { auth }: TargetFlags,
  { secrets }: KeySetup,
  extras: Extras,
): boolean {
  if (auth === 'none' || file.auth === 'none') return false
  return file.auth !== 'openai-key' || secrets.length > 0 || holdCredential(extras)
}

/** Where the server lives; `given` when the user said so. */
type ChosenAddresses = Addresses & { readonly given: boolean }

function chooseAddresses(
  name: string,
  file: EndpointFile,
  flags: TargetFlags,
  env: Environment,
): ChosenAddresses | UsageProblem {
  const variable = setVariable(env, file.env.endpoint)
  const onSocket = flags.unixSocket !== undefined && {
    name: '--unix-socket',
    value: `http://localhost${file.ending.required ?? ''}`,
  }
  const given =
    flags.endpoint === undefined
      ? (variable ?? (onSocket || undefined))
      : { name: '--endpoint', value: flags.endpoint }
  if (given === undefined) {
    if (file.endpoint !== undefined) return { endpoint: file.endpoint, given: false }
    return {
      problem: `--target=${name} needs an address: add --endpoint=http://HOST:PORT${file.ending.required ?? ''}.`,
    }
  }
  const read = readEndpoint(given.value, given.name, file.ending)
  if (isProblem(read)) return read
  if (file.regions === undefined && read.endpoint.includes('{region}')) {
    return { problem: `${given.name}: {region} means nothing to ${name}; give the address itself.` }
  }
  // A server in Bedrock's place also serves its control plane.
  return { endpoint: read.endpoint, control: read.endpoint, given: true }
}

interface Assembly {
  readonly name: string
  readonly file: EndpointFile
  readonly endpoint: Endpoint
  readonly addresses: ChosenAddresses
  readonly regions: ChosenRegions
  readonly key: KeySetup
  readonly chosen: ChosenModels
  readonly version: string | undefined
  readonly extras: Extras
  readonly connection: ConnectionOptions
}

function assemble({ name, file, endpoint, ...rest }: Assembly): ResolvedTarget {
  const { addresses, regions, key, chosen, version, extras, connection } = rest
  const { discovery } = chosen
  const notes = [regions.note, chosen.note, ...key.notes, modelsNote(endpoint.models, chosen.named)]
  return {
    name,
    endpoint: shownEndpoint(addresses.endpoint) + (file.ending.required ?? ''),
    endpoints: [endpoint],
    baseline: [],
    secrets: growing(key.secrets, extras.secrets),
    connection,
    notes: notes.filter((note) => note !== undefined),
    localProblems: (_, region) => key.problems(region),
    startAdvice: () => file.start,
    ...(discovery !== undefined && { discovered: discovery.exchange }),
    ...(version !== undefined && { version }),
  }
}

/** The list that grows when credentials are renewed, with more in it. */
function growing(list: readonly string[], more: readonly string[]): readonly string[] {
  append(list as string[], more)
  return list
}

/** A model that no case was written for is judged on fewer APIs: the user should know. */
function modelsNote(models: readonly Model[], named: boolean): string | undefined {
  if (!named) return undefined
  const unknown = models.filter(({ family }) => family === 'unknown').map(({ id }) => id)
  if (unknown.length === 0) return undefined
  return `No family is known for ${unknown.join(', ')}: cases written for one family are left out.`
}
