/** How an endpoint authenticates, from its file and the environment. */
import { append } from '../../model/lists/lists.ts'
import type { Authorize, KeyState } from '../../model/target.ts'
import {
  bearer,
  forgedKeys,
  llamaStackKey,
  noKey,
  openAiKey,
  otherThan,
  ownKey,
  sigV4,
  type Now,
} from './auth.ts'
import {
  credentialChain,
  findCredentials,
  type AwsCredentials,
  type CredentialSource,
} from './credentials.ts'
import { setVariable } from '../resolve/environment.ts'
import {
  describeKey,
  expiringSoon,
  keyProblem,
  usualVariable,
  type KeyProblem,
} from './key/key-problem.ts'
import { stateOfCredentials, stateOfKey, stateOfMinted } from './key/key-state.ts'
import { createMint, mintedKeys } from './key/mint.ts'
import type { UsageProblem } from '../problem.ts'
import type { Environment } from '../resolve/resolved.ts'
import type { AuthMode } from '../flags.ts'
import { secretsOfCredentials, secretsOfKey } from './secrets.ts'
import { withSignatures } from './signature/signed.ts'
import type { EndpointFile } from '../files/target-format.ts'

export interface KeySetup {
  readonly authorize: Authorize
  /** The variable that the key is read from. */
  readonly variable?: string
  readonly problems: (region: string) => readonly KeyProblem[]
  /** Grows when credentials are renewed. */
  readonly secrets: readonly string[]
  readonly notes: readonly string[]
  /** There are AWS credentials to sign with. */
  readonly canSign?: boolean
  /** Of what is used in a region; nothing where the server wants no key of Bedrock. */
  readonly key?: (region: string) => KeyState | undefined
}

export interface KeyNeeds {
  readonly env: Environment
  readonly now: Now
  readonly credentials?: CredentialSource
  /** The user named the address: it may well want no credentials. */
  readonly elsewhere: boolean
  /** One address for all regions: a gateway, which may call a region of its own. */
  readonly oneAddress: boolean
  /** The variable that the user named. */
  readonly keyVariable?: string | undefined
  /** How the user wants to be authenticated. */
  readonly auth: AuthMode
  /** Where anything will be sent: keys for all of them are made beforehand. */
  readonly regions: readonly string[]
}

/** Finds the credentials of an endpoint. A lack of them is a problem of preflight, not of usage. */
export async function setUpKey(
  file: EndpointFile,
  needs: KeyNeeds,
): Promise<KeySetup | UsageProblem> {
  const found = setVariable(needs.env, file.env.key)
  const variable = found?.name ?? file.env.key?.[0]
  const setup = await setUp(file, needs, found)
  if ('problem' in setup || variable === undefined || needs.auth === 'none') return setup
  return { ...setup, variable }
}

async function setUp(
  file: EndpointFile,
  needs: KeyNeeds,
  found: ReturnType<typeof setVariable>,
): Promise<KeySetup | UsageProblem> {
  if (needs.auth === 'none') return plainSetup(noKey, undefined)
  const key = found?.value
  if (found !== undefined && /[^\x21-\x7E]/.test(found.value)) {
    return {
      problem: `${found.name} contains spaces, line breaks or other characters that a key cannot have; set it again.`,
    }
  }
  if (needs.keyVariable !== undefined && found === undefined) {
    return { problem: `--key-variable: ${whyNoKey(needs.keyVariable)}` }
  }
  if (file.auth !== 'bedrock-key' && needs.auth !== 'auto') {
    return {
      problem: `--auth applies to Bedrock only; ${file.kind} uses the key in ${file.env.key?.[0] ?? 'OPENAI_API_KEY'}, if any. Omit the flag.`,
    }
  }
  switch (file.auth) {
    case 'bedrock-key':
      return bedrockSetup(key, needs)
    case 'openai-key':
      return plainSetup(openAiKey(key), key)
    case 'llama-stack':
      return plainSetup(llamaStackKey(key, forgedKeys(needs.now)), key)
    default:
      return plainSetup(noKey, undefined)
  }
}

function plainSetup(authorize: Authorize, key: string | undefined): KeySetup {
  const secrets = key === undefined ? [] : [key]
  return { authorize, problems: () => [], secrets, notes: [] }
}

async function bedrockSetup(key: string | undefined, needs: KeyNeeds): Promise<KeySetup> {
  if (needs.auth === 'key') return mintingSetup(key, needs)
  if (key === undefined || needs.auth === 'sigv4') return awsSetup(needs)
  return signingBeside(ownSetup(key, needs), needs)
}

function ownSetup(key: string, needs: KeyNeeds): KeySetup {
  const { now, oneAddress, keyVariable } = needs
  const problems = (region: string): KeyProblem[] => {
    const problem = keyProblem(key, region, now(), keyVariable)
    if (problem === undefined) return []
    const harmless = oneAddress && problem.class === 'config-key-region'
    return [harmless ? { ...problem, severity: 'warning' } : problem]
  }
  return {
    authorize: bearer(ownKey(key, now)),
    problems,
    secrets: secretsOfKey(key),
    notes: notesOf(key, needs),
    key: (region) => stateWhere(oneAddress, stateOfKey(key, now()), region),
  }
}

/** A gateway with one address calls a region of its own, so the region of the key is no fault. */
function stateWhere(oneAddress: boolean, state: KeyState, region: string): KeyState {
  return oneAddress && state.region !== undefined ? { ...state, region } : state
}

function notesOf(key: string, { now, keyVariable = usualVariable }: KeyNeeds): string[] {
  return describeKey(key, now()).map((line) => `${keyVariable}: ${line}`)
}

/** Keys everywhere: the user's own where it fits, elsewhere made from AWS credentials. */
async function mintingSetup(key: string | undefined, needs: KeyNeeds): Promise<KeySetup> {
  const { now, regions } = needs
  const fits = (region: string): boolean => key !== undefined && isGood(key, region, now)
  if (key !== undefined && regions.every(fits)) {
    return signingBeside(ownSetup(key, needs), needs)
  }
  const source = needs.credentials ?? (await credentialChain())
  const found = await findCredentials(source)
  if ('because' in found) {
    return key === undefined ? missingSetup(found.because, needs) : ownSetup(key, needs)
  }
  const secrets = [...secretsOfCredentials(found.credentials), ...(key ? secretsOfKey(key) : [])]
  const renewed = watchRenewals(source, found.credentials, secrets)
  const mint = createMint(renewed.source, now, secrets)
  // Made before anything is sent, so that what redacts knows them from the start.
  await Promise.all(
    regions.filter((region) => !fits(region)).map(async (region) => mint.key(region)),
  )
  const own = { ...(key !== undefined && { key }), fits }
  const ring = mintedKeys(mint, own, forgedKeys(now), otherThan)
  const notes = [
    ...(key === undefined ? [] : notesOf(key, needs)),
    'Short-term keys are made for each region from your AWS credentials.',
  ]
  return {
    authorize: withSignatures(bearer(ring), renewed.source, now),
    problems: (region) => expiringSoon(stateOfMinted(renewed.latest(), region, now())),
    secrets,
    notes,
    canSign: true,
    key: (region) =>
      key !== undefined && fits(region)
        ? stateOfKey(key, now())
        : stateOfMinted(renewed.latest(), region, now()),
  }
}

function isGood(key: string, region: string, now: Now): boolean {
  const severity = keyProblem(key, region, now())?.severity
  return severity === undefined || severity === 'warning'
}

/** Variables by which the chain finds credentials at once, without asking a metadata service. */
const quickVariables = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE']

/** A key for everything, and AWS credentials beside it for what is about signatures. */
async function signingBeside(setup: KeySetup, needs: KeyNeeds): Promise<KeySetup> {
  const isNear = quickVariables.some((name) => (needs.env[name] ?? '') !== '')
  const chain = needs.credentials === undefined && isNear ? await credentialChain() : undefined
  const source = needs.credentials ?? chain
  const found = source && (await findCredentials(source))
  if (source === undefined || found === undefined || 'because' in found) {
    return { ...setup, authorize: withSignatures(setup.authorize, undefined, needs.now) }
  }
  const secrets = [...setup.secrets, ...secretsOfCredentials(found.credentials)]
  const renewed = watchRenewals(source, found.credentials, secrets)
  return {
    ...setup,
    authorize: withSignatures(setup.authorize, renewed.source, needs.now),
    secrets,
    canSign: true,
  }
}

async function awsSetup(needs: KeyNeeds): Promise<KeySetup> {
  const { now } = needs
  const source = needs.credentials ?? (await credentialChain())
  const found = await findCredentials(source)
  if ('because' in found) return missingSetup(found.because, needs)
  const secrets = secretsOfCredentials(found.credentials)
  const renewed = watchRenewals(source, found.credentials, secrets)
  const why = needs.auth === 'sigv4' ? '--auth=sigv4' : 'AWS_BEARER_TOKEN_BEDROCK is not set'
  const authorize = withSignatures(sigV4(renewed.source, now), renewed.source, now)
  return {
    authorize,
    problems: () => expiringSoon(stateOfCredentials(renewed.latest(), now())),
    secrets,
    notes: [`${why}: requests are signed with your AWS credentials.`],
    canSign: true,
    key: () => stateOfCredentials(renewed.latest(), now()),
  }
}

/** Credentials that a source may renew, whose new values are hidden as the first ones are. */
function watchRenewals(
  source: CredentialSource,
  first: AwsCredentials,
  secrets: string[],
): { readonly source: CredentialSource; readonly latest: () => AwsCredentials } {
  let latest = first
  return {
    latest: () => latest,
    source: async () => {
      latest = await source()
      const fresh = secretsOfCredentials(latest).filter((value) => !secrets.includes(value))
      append(secrets, fresh)
      return latest
    },
  }
}

function missingSetup(because: string, { now, elsewhere, auth }: KeyNeeds): KeySetup {
  const unset = auth === 'sigv4' ? '' : 'AWS_BEARER_TOKEN_BEDROCK is not set and '
  const missing: KeyProblem = {
    severity: elsewhere ? 'warning' : 'error',
    class: 'config-key-missing',
    message: `There are no credentials: ${unset}the AWS credential chain found none (${because}).`,
    remedy:
      'Make a key in the Bedrock console and set AWS_BEARER_TOKEN_BEDROCK, or sign in with the AWS CLI.',
  }
  const authorize = withSignatures(bearer(forgedKeys(now)), undefined, now)
  const key = (): KeyState | undefined => (elsewhere ? undefined : { kind: 'none' })
  return { authorize, problems: () => [missing], secrets: [], notes: [], key }
}

/** Variables are short and seldom in small letters; what else stands there may be the key, and is not shown. */
function whyNoKey(variable: string): string {
  if (/^[A-Za-z_][A-Z0-9_]*$|^[A-Za-z_]\w{0,19}$/.test(variable)) {
    return `the environment variable ${variable} is not set. Set it to the key.`
  }
  return 'no environment variable of that name is set. Give the name of one that holds the key, such as MY_KEY, not the key.'
}
