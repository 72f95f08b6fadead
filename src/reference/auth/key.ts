/**
 * Bedrock API keys. A short-term key is a presigned URL of `CallWithBearerToken` in base64 behind a
 * prefix, as AWS's token generators make it; a long-term one carries no region.
 */
import { createHmac } from 'node:crypto'
import { fakeAccessKeyId, fakeAccountId, fakeSecretAccessKey } from './credentials.ts'
import { amzDate, parseAmzDate, sameSignature, sha256Hex, signature, type Scope } from './sigv4.ts'

const shortPrefix = 'bedrock-api-key-'
const longPrefix = 'ABSK'
const host = 'bedrock.amazonaws.com'
/** The longest life of a short-term key: twelve hours. */
const lifetimeSeconds = 43_200

export interface KeyOptions {
  readonly expired?: boolean
  /** Minutes until it expires. */
  readonly minutesLeft?: number
  readonly kind?: 'short' | 'long'
}

/** A key of the reference's account. */
export function mintKey(region: string, options: KeyOptions = {}): string {
  if (options.kind === 'long') return mintLongKey(options.expired ?? false)
  const minutes = options.expired ? -5 : (options.minutesLeft ?? lifetimeSeconds / 60)
  const date = amzDate(Date.now() + (minutes * 60 - lifetimeSeconds) * 1000)
  const query = [
    ['Action', 'CallWithBearerToken'],
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${fakeAccessKeyId}/${date.slice(0, 8)}/${region}/bedrock/aws4_request`],
    ['X-Amz-Date', date],
    ['X-Amz-Expires', String(lifetimeSeconds)],
    ['X-Amz-SignedHeaders', 'host'],
  ] as const
  const signed = [
    ...query,
    ['X-Amz-Signature', presignature(query, { date, region, service: 'bedrock' })],
    ['Version', '1'],
  ] as const
  const text = signed.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return shortPrefix + Buffer.from(`${host}/?${text}`).toString('base64')
}

function presignature(query: readonly (readonly [string, string])[], scope: Scope): string {
  const signable = {
    method: 'POST',
    path: '/',
    query,
    headers: [['host', host]] as const,
    payloadHash: sha256Hex(''),
  }
  return signature(signable, scope, fakeSecretAccessKey)
}

function mintLongKey(expired: boolean): string {
  const name = `BedrockAPIKey-${expired ? 'gone' : 'ref0'}-at-${fakeAccountId}`
  return longPrefix + Buffer.from(`${name}:${longSecret(name)}`).toString('base64')
}

function longSecret(name: string): string {
  return createHmac('sha256', fakeSecretAccessKey).update(name).digest('hex')
}

export type KeyProblem = 'format' | 'expired' | 'region' | 'rejected'

/** What is wrong with a key for a region; undefined when it is accepted. */
export function keyProblem(key: string, region: string): KeyProblem | undefined {
  if (key.startsWith(longPrefix)) return longKeyProblem(key)
  if (!key.startsWith(shortPrefix)) return 'format'
  const url = presigned(key)
  if (url === undefined) return 'rejected'
  if (url.ends <= Date.now()) return 'expired'
  if (url.region !== region) return 'region'
  return url.isOurs ? undefined : 'rejected'
}

function longKeyProblem(key: string): KeyProblem | undefined {
  const text = Buffer.from(key.slice(longPrefix.length), 'base64').toString('utf8')
  const colon = text.indexOf(':')
  const name = text.slice(0, colon)
  if (colon < 0 || !sameSignature(longSecret(name), text.slice(colon + 1))) return 'rejected'
  return name.includes('-gone-') ? 'expired' : undefined
}

/** The presigned URL in a short-term key. */
interface Presigned {
  /** Milliseconds since 1970. */
  readonly ends: number
  readonly region: string
  /** Whether the reference's account has signed it, for Bedrock. */
  readonly isOurs: boolean
}

/** Keys read before: nearly every request shows one of few, and checking a signature takes long. */
const read = new Map<string, Presigned | undefined>()
const mostRead = 64

/** Undefined where the key holds no such URL. */
function presigned(key: string): Presigned | undefined {
  if (!read.has(key)) {
    if (read.size >= mostRead) read.clear()
    read.set(key, readPresigned(key))
  }
  return read.get(key)
}

function readPresigned(key: string): Presigned | undefined {
  const url = Buffer.from(key.slice(shortPrefix.length), 'base64').toString('utf8')
  if (!url.startsWith(`${host}/?`)) return undefined
  const query = new URLSearchParams(url.slice(host.length + 2))
  const date = query.get('X-Amz-Date') ?? ''
  const [accessKey, , region, service] = (query.get('X-Amz-Credential') ?? '').split('/')
  const ends = parseAmzDate(date) + Number(query.get('X-Amz-Expires')) * 1000
  if (accessKey === undefined || region === undefined || Number.isNaN(ends)) return undefined
  const isOfAccount = accessKey === fakeAccessKeyId && service === 'bedrock'
  return { ends, region, isOurs: isOfAccount && isSigned(query, { date, region, service }) }
}

function isSigned(query: URLSearchParams, scope: Scope): boolean {
  const signed = [...query].filter(([name]) => name !== 'X-Amz-Signature' && name !== 'Version')
  return sameSignature(presignature(signed, scope), query.get('X-Amz-Signature') ?? '')
}
