/** All secrets of a target's credentials, which must never be written. */
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

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The parts of AWS credentials; also the access key id, which names an account. */
export function secretsOfCredentials(credentials: AwsCredentials): string[] {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  return distinct([secretAccessKey, accessKeyId, sessionToken ?? ''])
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values.filter((value) => value !== ''))]
}
