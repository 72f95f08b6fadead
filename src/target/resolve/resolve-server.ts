/** Resolves a target that runs somewhere: Bedrock, a Llama Stack, an OpenAI-compatible server. */
import type { HeaderList } from '../../model/exchange.ts'
import type { Model, Endpoint } from '../../model/target.ts'
import { chooseRegions, noRegion, type ChosenRegions } from './regions/choose-regions.ts'
import { askVersion, discoverLlamaStack, discoverOpenAi, type Discovery } from './discover.ts'
import { readEndpoint, shownEndpoint } from './endpoint.ts'
import { setVariable } from './environment.ts'
import { setUpKey, type KeySetup } from '../auth/key-setup.ts'
import type { KnownFiles } from '../files/known-files.ts'
import { locationModels } from './models.ts'
import { isProblem, type UsageProblem } from '../problem.ts'
import type { Environment, ResolvedTarget, ResolveDeps, TargetFlags } from './resolved.ts'
import { buildEndpoint, type Addresses } from './build-endpoint.ts'
import type { ModelFile, EndpointFile } from '../files/target-format.ts'

/** The models to use, and how they were found. */
interface ChosenModels {
  readonly models: readonly ModelFile[]
  /** The user named them. */
  readonly named: boolean
  readonly discovery?: Discovery
  readonly note?: string
}

/** Everything about the target but its baseline. */
export async function resolveServer(
  name: string,
  file: EndpointFile,
  flags: TargetFlags,
  env: Environment,
  known: KnownFiles,
  deps: ResolveDeps,
): Promise<ResolvedTarget | UsageProblem> {
  const addresses = chooseAddresses(name, file, flags, env)
  if (isProblem(addresses)) return addresses
  const nameless = namesNoModel(flags)
  if (nameless !== undefined) return nameless
  const regions = chooseRegions(file, flags.region, env, known.regions)
  if (isProblem(regions)) return regions
  const key = await setUpKey(file, {
    env,
    now: deps.now ?? Date.now,
    elsewhere: addresses.given,
    oneAddress: addresses.given && !addresses.endpoint.includes('{region}'),
    auth: flags.auth ?? 'auto',
    regions: regions.regions,
    ...(deps.credentials !== undefined && { credentials: deps.credentials }),
  })
  if (isProblem(key)) return key
  const chosen = await chooseModels(file, flags, env, addresses, key, deps)
  const models = locationModels(chosen.models, file, regions, known.regions, chosen.named)
  const endpoint = buildEndpoint({
    file,
    addresses,
    profiles: known.profiles,
    regionFile: known.regions,
    models,
    regions: regions.regions,
    authorize: key.authorize,
    ...(key.variable !== undefined && { keyVariable: key.variable }),
    hasCredentials: hasCredentials(file, key),
    ...(key.canSign !== undefined && { canSign: key.canSign }),
    ...(key.key !== undefined && { key: key.key }),
  })
  const version = await versionOf(file, addresses, key, chosen, deps)
  return assemble({ name, file, endpoint, addresses, regions, key, chosen, version })
}

/** Whether wrong credentials mean anything: not to an open server, declared or reached without a key. */
function hasCredentials({ auth }: EndpointFile, { secrets }: KeySetup): boolean {
  if (auth === 'none') return false
  return auth !== 'openai-key' || secrets.length > 0
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
  const given =
    flags.endpoint === undefined ? variable : { name: '--endpoint', value: flags.endpoint }
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

async function chooseModels(
  file: EndpointFile,
  flags: TargetFlags,
  env: Environment,
  addresses: Addresses,
  key: KeySetup,
  deps: ResolveDeps,
): Promise<ChosenModels> {
  const ids = splitIds(flags.model)
  if (ids.length > 0) return { models: ids.map((id) => ({ id })), named: true }
  const variable = setVariable(env, file.env.model)
  if (variable !== undefined) {
    const note = `Model ${variable.value}: from ${variable.name}.`
    return { models: splitIds([variable.value]).map((id) => ({ id })), named: true, note }
  }
  const { discover, models } = file
  const [fallback] = models
  if (discover === undefined || deps.send === undefined || fallback === undefined) {
    return { models, named: false }
  }
  const ask = discover === 'llama-stack' ? discoverLlamaStack : discoverOpenAi
  const base = addresses.endpoint
  const headers = await modelsHeaders(base, key)
  const discovery = await ask({ base, headers, fallback: fallback.id, send: deps.send })
  return { models: [{ id: discovery.model }], named: false, discovery, note: discovery.note }
}

/** Baselines are kept by release, so it is asked for even where the user named the model. */
async function versionOf(
  { discover }: EndpointFile,
  { endpoint: base }: Addresses,
  key: KeySetup,
  { discovery }: ChosenModels,
  { send }: ResolveDeps,
): Promise<string | undefined> {
  if (discovery !== undefined) return discovery.version
  if (discover !== 'llama-stack' || send === undefined) return undefined
  return askVersion({ base, headers: await modelsHeaders(base, key), send })
}

async function modelsHeaders(base: string, key: KeySetup): Promise<HeaderList> {
  return key.authorize({
    method: 'GET',
    url: `${base}/v1/models`,
    headers: [['accept', 'application/json']],
    body: new Uint8Array(),
    region: noRegion,
    choice: 'default',
  })
}

/** A flag without a value would otherwise silently mean the target's own models. */
export function namesNoModel({ model }: TargetFlags): UsageProblem | undefined {
  if (model === undefined || splitIds(model).length > 0) return undefined
  return { problem: '--model names no model; give one or more ids, separated by commas.' }
}

/** Model ids as the user listed them; empty entries are slips of the comma. */
export function splitIds(given: readonly string[] | undefined): string[] {
  const ids = (given ?? []).flatMap((part) => part.split(',')).map((id) => id.trim())
  return [...new Set(ids.filter((id) => id !== ''))]
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
}

function assemble({ name, file, endpoint, ...rest }: Assembly): ResolvedTarget {
  const { addresses, regions, key, chosen, version } = rest
  const { discovery } = chosen
  const notes = [regions.note, chosen.note, ...key.notes, modelsNote(endpoint.models, chosen.named)]
  return {
    name,
    endpoint: shownEndpoint(addresses.endpoint) + (file.ending.required ?? ''),
    endpoints: [endpoint],
    baseline: [],
    secrets: key.secrets,
    notes: notes.filter((note) => note !== undefined),
    localProblems: (_, region) => key.problems(region),
    startAdvice: () => file.start,
    ...(discovery !== undefined && { discovered: discovery.exchange }),
    ...(version !== undefined && { version }),
  }
}

/** A model that no case was written for is judged on fewer APIs: the user should know. */
function modelsNote(models: readonly Model[], named: boolean): string | undefined {
  if (!named) return undefined
  const unknown = models.filter(({ family }) => family === 'unknown').map(({ id }) => id)
  if (unknown.length === 0) return undefined
  return `No family is known for ${unknown.join(', ')}: cases written for one family are left out.`
}
