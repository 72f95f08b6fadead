/** All secrets of a target's credentials, which must never be written. */
import { percentDecoded } from '../../model/text/percent.ts'
import type { Environment } from '../resolve/resolved.ts'
import type { AwsCredentials } from './credentials.ts'
import { presignedUrl } from './key/key.ts'

/**
 * A Bedrock key and all that can be decoded from it: of a short-term key the presigned URL, the
 * session token, the signature and the access key id; of a long-term key its user and password.
 */
export function secretsOfKey(key: string): string[] {
  const bare = key.trim()
  const url = presignedUrl(bare)
  if (url !== undefined) {
    return distinct([bare, bare.slice('bedrock-api-key-'.length), url, ...presignedSecrets(url)])
  }
  if (!bare.startsWith('ABSK')) return distinct([bare])
  const decoded = Buffer.from(bare.slice('ABSK'.length), 'base64').toString('utf8')
  return distinct([bare, bare.slice('ABSK'.length), decoded, ...decoded.split(':')])
}

/** Both as in the URL and percent-decoded: servers echo either. */
function presignedSecrets(url: string): string[] {
  const found: string[] = []
  for (const pair of url.slice(url.indexOf('?') + 1).split('&')) {
    const [name = '', ...rest] = pair.split('=')
    const raw = rest.join('=')
    const value = percentDecoded(raw)
    if (name === 'X-Amz-Security-Token' || name === 'X-Amz-Signature') found.push(raw, value)
    if (name === 'X-Amz-Credential') found.push(value.split('/')[0] ?? '')
  }
  return found
}

/** The parts of AWS credentials; also the access key id, which names an account. */
export function secretsOfCredentials(credentials: AwsCredentials): string[] {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  return distinct([secretAccessKey, accessKeyId, sessionToken ?? ''])
}

/** Variables whose value is a credential. */
const secretVariables = [
  'AWS_BEARER_TOKEN_BEDROCK',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'OPENAI_API_KEY',
] as const

/** Variables whose value is a URL that may hold a user and a password; lower case counts too. */
const urlVariables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'LLAMA_STACK_BASE_URL'] as const

/** Every credential in the environment, whichever target is judged: none may be written. */
export function secretsOfEnvironment(env: Environment): string[] {
  const urls = urlVariables.flatMap((name) => [env[name], env[name.toLowerCase()]])
  return distinct([
    ...secretVariables.map((name) => env[name]?.trim() ?? ''),
    ...urls.flatMap((url) => secretsOfUrl(url ?? '')),
  ])
}

/**
 * User and password of a URL (RFC 3986 section 3.2.1), as written and decoded; both together, plain
 * and as `Basic` encodes them (RFC 7617).
 */
export function secretsOfUrl(url: string): string[] {
  const [, userinfo] = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)@/i.exec(url.trim()) ?? []
  if (userinfo === undefined) return []
  const [user = '', ...rest] = userinfo.split(':')
  const password = rest.join(':')
  const decoded = [user, password].map(percentDecoded)
  const both = decoded.join(':')
  const basic = Buffer.from(both).toString('base64')
  return distinct([userinfo, user, password, ...decoded, both, basic])
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values.filter((value) => value !== ''))]
}
