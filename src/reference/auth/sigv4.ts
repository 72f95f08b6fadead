/**
 * AWS Signature Version 4, written here so that the reference checks what others sign
 * (IAM user guide, "Create a signed AWS API request").
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** What is signed: the request line's parts, the headers that count, and the payload's hash. */
export interface Signable {
  readonly method: string
  /** Path as sent; it is encoded once more, as every service but S3 wants it. */
  readonly path: string
  readonly query: readonly (readonly [name: string, value: string])[]
  /** Names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Hex SHA-256. */
  readonly payloadHash: string
}

export interface Scope {
  /** `YYYYMMDD'T'HHMMSS'Z'`. */
  readonly date: string
  readonly region: string
  readonly service: string
}

/** SHA-256 in hex. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** RFC 3986 encoding as SigV4 defines it. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/gu,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** The signature in hex. */
export function signature(request: Signable, scope: Scope, secret: string): string {
  const day = scope.date.slice(0, 8)
  const text = [
    'AWS4-HMAC-SHA256',
    scope.date,
    `${day}/${scope.region}/${scope.service}/aws4_request`,
    sha256Hex(canonicalRequest(request)),
  ].join('\n')
  return hmac(signingKey(day, scope, secret), text).toString('hex')
}

/** Of the last day and place: nearly every request has the same. */
let lastKey: { readonly of: string; readonly key: Buffer } | undefined

function signingKey(day: string, { region, service }: Scope, secret: string): Buffer {
  const of = JSON.stringify([day, region, service, secret])
  if (lastKey?.of === of) return lastKey.key
  const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
    (previous, part) => hmac(previous, part),
    Buffer.from(`AWS4${secret}`),
  )
  lastKey = { of, key }
  return key
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function canonicalRequest(request: Signable): string {
  const query = request.query
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .toSorted()
    .join('&')
  const headers = request.headers
    .map(([name, value]) => [name, value.trim().replaceAll(/\s+/gu, ' ')] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [
    request.method,
    request.path.split('/').map(uriEncode).join('/'),
    query,
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    headers.map(([name]) => name).join(';'),
    request.payloadHash,
  ].join('\n')
}

/** Compares two signatures in constant time. */
export function sameSignature(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** `YYYYMMDD'T'HHMMSS'Z'` of a time in milliseconds. */
export function amzDate(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/gu, '')
}

/** Milliseconds of an `X-Amz-Date`, or NaN. */
export function parseAmzDate(date: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u.exec(date)
  return match
    ? Date.parse(date.replace(/^(....)(..)(..)T(..)(..)(..)Z$/u, '$1-$2-$3T$4:$5:$6Z'))
    : Number.NaN
}
