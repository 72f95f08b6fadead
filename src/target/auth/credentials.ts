/** AWS credentials from the standard chain; the packages are loaded only when they are needed. */
import { readFile } from 'node:fs/promises'
import { messageOfError } from '../../model/problem.ts'

export interface AwsCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

/** Gives credentials, fresh ones when the last have expired; rejects when there are none. */
export type CredentialSource = () => Promise<AwsCredentials>

/** The last link asks a metadata service that may not exist: the wait for it is limited. */
const longestWait = 15_000

/** Milliseconds for each question to the metadata service of an instance. */
const metadataWait = { onInstance: 1000, elsewhere: 300 }

/** Where the firmware identifies an EC2 instance (EC2 User Guide, identify instances). */
const vendorFile = '/sys/class/dmi/id/sys_vendor'

async function isInstance(): Promise<boolean> {
  const vendor = await readFile(vendorFile, 'utf8').catch(() => '')
  return vendor.startsWith('Amazon EC2')
}

/**
 * The chain of the AWS SDK for JavaScript, where it is installed, else the environment alone: environment, SSO, profile, process, web identity,
 * container, instance. Elsewhere than on an EC2 instance the wait for its metadata service is short;
 * with AWS_EC2_METADATA_DISABLED it is not asked at all.
 */
export async function credentialChain(): Promise<CredentialSource> {
  // It warns on the console about Node releases that it will drop, which does not concern users.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  const library = await import('@aws-sdk/credential-providers').catch(() => undefined)
  if (library === undefined) return fromEnvironment
  const { fromNodeProviderChain } = library
  const timeout = (await isInstance()) ? metadataWait.onInstance : metadataWait.elsewhere
  // Without a logger of its own it writes warnings to the console.
  const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore }
  return fromNodeProviderChain({ logger: silent, timeout, maxRetries: 0 })
}

function ignore(): void {}

/** The first link of the chain, which needs no library; the package is installed without one. */
async function fromEnvironment(): Promise<AwsCredentials> {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId = '',
    AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env
  if (accessKeyId !== '' && secretAccessKey !== '') {
    return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
  }
  throw new Error(
    'the environment holds none; profiles, SSO and roles need the package @aws-sdk/credential-providers: install it beside this one',
  )
}

/** The result of asking a source. */
export type Found = { readonly credentials: AwsCredentials } | { readonly because: string }

/** Asks once, within a time limit; a failure is described in one sentence. */
export async function findCredentials(
  source: CredentialSource,
  limit = longestWait,
): Promise<Found> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<Found>((resolve) => {
    timer = setTimeout(resolve, limit, { because: `no answer within ${limit / 1000} s` })
  })
  const asked = source().then(
    (credentials): Found => ({ credentials }),
    (error: unknown): Found => ({ because: firstSentence(error) }),
  )
  try {
    return await Promise.race([asked, timeout])
  } finally {
    clearTimeout(timer)
  }
}

function firstSentence(error: unknown): string {
  const message = messageOfError(error)
  const [first = ''] = message.split(/\.\s|\n/, 1)
  return first.replace(/\.$/, '').slice(0, 160)
}
