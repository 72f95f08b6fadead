/** Resolves a target that runs somewhere: Bedrock, a Llama Stack, an OpenAI-compatible server. */
import type { ConnectionOptions } from '../../model/exchange.ts'
import { append } from '../../model/lists/lists.ts'
import type { Model, Endpoint } from '../../model/target.ts'
import { withExpected } from './regions/own-expectations.ts'
import { chooseRegions, type ChosenRegions } from './regions/choose-regions.ts'
import {
  chooseModels,
  namesNoModel,
  versionOf,
  type Asked,
  type ChosenModels,
} from './choose-models.ts'
import { readConnection } from '../reach/connection.ts'
import { extrasOf, holdCredential, readExtras, type Extras } from '../reach/extras.ts'
import { reshape } from '../reach/reshape.ts'
import { readEndpoint, shownEndpoint } from './endpoint.ts'
import { setVariable } from './environment.ts'
import { setUpKey, type KeySetup } from '../auth/key-setup.ts'
import type { RegionFile } from '../files/region-format.ts'
import { locationModels } from './models.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import type { Environment, Given, ResolvedTarget } from './resolved.ts'
import type { TargetFlags } from '../flags.ts'
import { buildEndpoint, type Addresses } from './build-endpoint.ts'
import type { EndpointFile } from '../files/target-format.ts'

/** Everything about the target but its baseline. */
export async function resolveServer(
  name: string,
  declared: EndpointFile,
  given: Given,
): Promise<ResolvedTarget | UsageProblem> {
  const { flags, env, deps } = given
  const settings = readSettings(name, declared, given)
  if (isProblem(settings)) return settings
  const { file, addresses, regions, connection, extras } = settings
  const key = await keyFor(settings, given)
  if (isProblem(key)) return key
  const asked = {
    file,
    endpoint: addresses.endpoint,
    authorize: key.authorize,
    addExtras: extrasOf(extras, file.auth === 'llama-stack'),
    send: deps.connect?.(connection),
  }
  const chosen = await chooseModels(asked, flags, env)
  const endpoint = endpointOf({ ...settings, key, asked, chosen }, given)
  const version = await versionOf(asked, chosen)
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

/** What flags, environment and files say of a server. */
interface Settings {
  readonly file: EndpointFile
  readonly addresses: ChosenAddresses
  readonly regionFile: RegionFile
  readonly regions: ChosenRegions
  readonly connection: ConnectionOptions
  readonly extras: Extras
}

/** Reads all that can be checked before anything is sent. */
function readSettings(
  name: string,
  declared: EndpointFile,
  { flags, env, known, deps }: Given,
): Settings | UsageProblem {
  const file = reshape(declared, flags)
  if (isProblem(file)) return file
  const addresses = chooseAddresses(name, file, flags, env)
  if (isProblem(addresses)) return addresses
  const nameless = namesNoModel(flags)
  if (nameless !== undefined) return nameless
  const today = new Date((deps.now ?? Date.now)()).toISOString().slice(0, 10)
  const regionFile = withExpected(known.regions, flags.expected, today)
  const regions = chooseRegions(file, flags.region, env, regionFile)
  if (isProblem(regions)) return regions
  const connection = readConnection(flags)
  if (isProblem(connection)) return connection
  const extras = readExtras(flags, env)
  if (isProblem(extras)) return extras
  return { file, addresses, regionFile, regions, connection, extras }
}

async function keyFor(
  { file, addresses, regions }: Settings,
  { flags, env, deps }: Given,
): Promise<KeySetup | UsageProblem> {
  return setUpKey(file, {
    env,
    now: deps.now ?? Date.now,
    elsewhere: addresses.given,
    oneAddress: addresses.given && !addresses.endpoint.includes('{region}'),
    auth: flags.auth ?? 'auto',
    keyVariable: flags.keyVariable,
    regions: regions.regions,
    ...(deps.credentials !== undefined && { credentials: deps.credentials }),
  })
}

/** A server whose key and models are known. */
interface Found extends Settings {
  readonly key: KeySetup
  readonly asked: Asked
  readonly chosen: ChosenModels
}

function endpointOf(found: Found, { flags, known }: Given): Endpoint {
  const { file, addresses, regionFile, regions, connection, extras, key, asked, chosen } = found
  return buildEndpoint({
    file,
    addresses,
    profiles: known.profiles,
    regionFile,
    models: locationModels(chosen.models, file, regions, regionFile, chosen.named),
    regions: regions.regions,
    authorize: asked.authorize,
    ...(asked.addExtras !== undefined && { addExtras: asked.addExtras }),
    curl: { tokenVariable: key.variable, headerTemplates: extras.templates, connection },
    hasCredentials: hasCredentials(file, flags, key, extras),
    ...(flags.upstream !== undefined && { upstream: flags.upstream }),
    ...(key.canSign !== undefined && { canSign: key.canSign }),
    ...(key.key !== undefined && { key: key.key }),
  })
}

/** An open server, declared or reached without a key, has no credentials to judge; Bedrock always has. */
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
