/**
 * Bedrock API keys, read locally and in memory only.
 *
 * A short-term key is `bedrock-api-key-` and the base64 of a presigned URL without its scheme
 * (aws-bedrock-token-generator-js, token.ts): its credential scope names the region, its date and
 * expiry the time. A long-term key begins with `ABSK` and tells neither. AWS publishes a generator of
 * them, no reader.
 */

/** What can be said of a key without showing any of it. */
export type DecodedKey =
  | {
      readonly kind: 'short'
      readonly region: string
      /** Milliseconds since 1970. */
      readonly issuedAt: number
      /** Milliseconds since 1970; the session behind the key may end sooner. */
      readonly expiresAt: number
    }
  | { readonly kind: 'long' }
  | {
      readonly kind: 'unknown'
      /** One clause: why it is neither. */
      readonly because: string
    }

const shortPrefix = 'bedrock-api-key-'

/** Long-term keys: prefix of the rule by which secret scanners know them (gitleaks). */
const longShape = /^ABSK[A-Za-z0-9+/]{20,}={0,2}$/

/** Presigned URLs live a week at most: Signature Version 4, query string parameters. */
const longestLife = 604_800

/** Most keys that are kept read: a run has one for each region. */
const mostKnown = 64

const known = new Map<string, DecodedKey>()

/**
 * Reads a key, each once: every exchange asks. Never throws, whatever it is given.
 *
 * @param key with or without blanks around it
 */
export function decodeKey(key: string): DecodedKey {
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size >= mostKnown) known.clear()
  const decoded = decode(key)
  known.set(key, decoded)
  return decoded
}

function decode(key: string): DecodedKey {
  const bare = key.trim()
  if (bare.startsWith(shortPrefix)) return decodeShort(bare.slice(shortPrefix.length))
  if (longShape.test(bare)) return { kind: 'long' }
  return unknown(`it begins neither with ${shortPrefix} nor with ABSK`)
}

/** The presigned URL within a short-term key, without its scheme; undefined when there is none. */
export function presignedUrl(key: string): string | undefined {
  const bare = key.trim()
  if (!bare.startsWith(shortPrefix)) return undefined
  const encoded = bare.slice(shortPrefix.length)
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return undefined
  return Buffer.from(encoded, 'base64').toString('utf8')
}

function unknown(because: string): DecodedKey {
  return { kind: 'unknown', because }
}

function decodeShort(encoded: string): DecodedKey {
  const url = presignedUrl(shortPrefix + encoded)
  if (url === undefined) return unknown('what follows bedrock-api-key- is not base64')
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  const region = regionOf(query.get('X-Amz-Credential') ?? '')
  const issuedAt = timeOf(query.get('X-Amz-Date') ?? '')
  const life = secondsOf(query.get('X-Amz-Expires') ?? '')
  if (region === undefined || issuedAt === undefined || life === undefined) {
    return unknown('what it encodes is not a whole presigned URL; it may have been cut off')
  }
  return { kind: 'short', region, issuedAt, expiresAt: issuedAt + life * 1000 }
}

/** Credential scope: key id / date / region / service / aws4_request. */
function regionOf(credential: string): string | undefined {
  const [, , region, service, end] = credential.split('/')
  const whole = service === 'bedrock' && end === 'aws4_request'
  return whole && region !== undefined && /^[a-z0-9-]+$/.test(region) ? region : undefined
}

/** ISO 8601 basic format, `20261122T010243Z`. */
function timeOf(text: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)?.slice(1)
  if (parts === undefined) return undefined
  const [year, month, day, hour, minute, second] = parts
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time) ? undefined : time
}

function secondsOf(text: string): number | undefined {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0
  return seconds > 0 && seconds <= longestLife ? seconds : undefined
}
