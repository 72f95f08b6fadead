/** How a surface authenticates, from its file and the environment. */
import type { Authorize } from '../data/target.ts'
import {
  bearer,
  forgedKeys,
  llamaStackKey,
  noKey,
  openAiKey,
  ownKey,
  sigV4,
  type Clock,
} from './auth.ts'
import {
  credentialChain,
  findCredentials,
  type AwsCredentials,
  type CredentialSource,
} from './credentials.ts'
import { setVariable } from './environment.ts'
import { describeKey, keyProblem, type KeyProblem } from './key-problem.ts'
import type { UsageProblem } from './problem.ts'
import type { Environment } from './resolved.ts'
import { secretsOfCredentials, secretsOfKey } from './secrets.ts'
import { withSignatures } from './signed.ts'
import type { SurfaceFile } from './target-format.ts'

export interface KeySetup {
  readonly authorize: Authorize
  readonly problems: (region: string) => readonly KeyProblem[]
  /** Grows when credentials are renewed. */
  readonly secrets: readonly string[]
  readonly notes: readonly string[]
  /** There are AWS credentials to sign with. */
  readonly canSign?: boolean
}

export interface KeyNeeds {
  readonly env: Environment
  readonly now: Clock
  readonly credentials?: CredentialSource
  /** The user named the address: it may well want no credentials. */
  readonly elsewhere: boolean
  /** One address for all regions: a gateway, which may go to a region of its own. */
  readonly oneAddress: boolean
}

/** Finds the credentials of a surface. A lack of them is a problem of preflight, not of usage. */
export async function setUpKey(
  file: SurfaceFile,
  needs: KeyNeeds,
): Promise<KeySetup | UsageProblem> {
  const found = setVariable(needs.env, file.env.key)
  const key = found?.value
  if (found !== undefined && /[^\x21-\x7E]/.test(found.value)) {
    return {
      problem: `${found.name} holds blanks, line breaks or other characters that no key has; set it again.`,
    }
  }
  switch (file.auth) {
    case 'bedrock-key':
      return key === undefined ? awsSetup(needs) : signingBeside(bedrockSetup(key, needs), needs)
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

function bedrockSetup(key: string, { now, oneAddress }: KeyNeeds): KeySetup {
  const problems = (region: string): KeyProblem[] => {
    const problem = keyProblem(key, region, now())
    if (problem === undefined) return []
    const harmless = oneAddress && problem.class === 'config-key-region'
    return [harmless ? { ...problem, severity: 'warning' } : problem]
  }
  const notes = describeKey(key, now()).map((line) => `AWS_BEARER_TOKEN_BEDROCK: ${line}`)
  return { authorize: bearer(ownKey(key, now)), problems, secrets: secretsOfKey(key), notes }
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
  return {
    ...setup,
    authorize: withSignatures(setup.authorize, source, needs.now),
    secrets: [...setup.secrets, ...secretsOfCredentials(found.credentials)],
    canSign: true,
  }
}

async function awsSetup({ now, credentials, elsewhere }: KeyNeeds): Promise<KeySetup> {
  const source = credentials ?? (await credentialChain())
  const found = await findCredentials(source)
  if ('because' in found) return missingSetup(found.because, now, elsewhere)
  const secrets = secretsOfCredentials(found.credentials)
  const watched = async (): Promise<AwsCredentials> => {
    const renewed = await source()
    const fresh = secretsOfCredentials(renewed).filter((value) => !secrets.includes(value))
    secrets.push(...fresh)
    return renewed
  }
  const notes = [
    'AWS_BEARER_TOKEN_BEDROCK is not set: requests are signed with your AWS credentials.',
  ]
  const authorize = withSignatures(sigV4(watched, now), watched, now)
  return { authorize, problems: () => [], secrets, notes, canSign: true }
}

function missingSetup(because: string, now: Clock, elsewhere: boolean): KeySetup {
  const missing: KeyProblem = {
    severity: elsewhere ? 'warning' : 'error',
    class: 'config-key-missing',
    message: `There are no credentials: AWS_BEARER_TOKEN_BEDROCK is not set and the AWS credential chain found none (${because}).`,
    remedy:
      'Make a key in the Bedrock console and set AWS_BEARER_TOKEN_BEDROCK, or sign in with the AWS CLI.',
  }
  const authorize = withSignatures(bearer(forgedKeys(now)), undefined, now)
  return { authorize, problems: () => [missing], secrets: [], notes: [] }
}
