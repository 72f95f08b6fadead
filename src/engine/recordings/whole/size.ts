/** Whether a recording holds the whole body: its length by every account there is, and its digest. */
import { largest } from '../../../model/lists/lists.ts'
import { createHash } from 'node:crypto'
import { finding, type Finding } from '../../../model/findings/finding.ts'
import { headerValue } from '../../../model/headers.ts'
import { joinBytes } from '../../../wire/bytes.ts'
import { browsers } from '../../../wire/har/still-encoded.ts'
import type { Look } from '../../../judge/verdict/check-verdict.ts'
import type { Recording } from '../recording.ts'

/** What one account says of the body's length. */
interface Claim {
  /** Any of these is right. */
  readonly bytes: readonly number[]
  /** Bytes that the recording holds of what is counted. */
  readonly held: number
  readonly by: string
}

/** Holds the body against `content.size`, `bodySize`, Content-Length, its chunks and its digest. */
export function lookAtSize(recording: Recording): Look {
  const { response } = recording.exchange
  if (response === undefined || !recording.recorded.bodySaved) {
    return unsaid('The recording does not hold the body of the response.')
  }
  const body = joinBytes(response.decoded.map(({ bytes }) => bytes))
  const claims = claimsOn(recording, body)
  const changed = digestFinding(recording, body)
  if (claims.length === 0 && recording.recorded.digest === undefined) {
    return unsaid('The recording does not say how long the body was.')
  }
  const wrong = claims.filter(({ bytes, held }) => !bytes.includes(held)).map(sizeFinding)
  return { findings: [...wrong, ...(changed ? [changed] : [])], notes: [] }
}

function unsaid(because: string): Look {
  return { findings: [], notes: [], inconclusive: { reason: 'not-captured', because } }
}

function sizeFinding({ bytes, held, by }: Claim): Finding {
  const expected = largest(bytes)
  return finding(
    'har.size',
    held < expected
      ? 'The recording does not hold all of the body.'
      : 'The recording holds more than the body.',
    `${bytes.join(' or ')} bytes, as ${by} says`,
    `${held} bytes`,
    { byte: Math.min(held, expected) },
  )
}

function digestFinding({ recorded }: Recording, body: Uint8Array): Finding | undefined {
  if (recorded.digest === undefined) return undefined
  const held = createHash('sha256').update(body).digest('hex')
  if (held === recorded.digest) return undefined
  const message = 'The body is not the one that was recorded.'
  return finding('har.digest', message, `SHA-256 ${recorded.digest}`, `SHA-256 ${held}`)
}

function claimsOn(recording: Recording, body: Uint8Array): Claim[] {
  if (isTranscoded(recording)) return []
  const held = body.length
  const content = contentClaim(recording, held)
  const received = [...bodyClaim(recording, held), ...headerClaim(recording, held)]
  const claims = [...content, ...received, ...chunksClaim(recording, held)]
  if (recording.recorded.timed) return claims
  const isDecoded = content.some(({ bytes }) => bytes.includes(held))
  return claims.flatMap((claim): Claim[] => {
    // A recorder that decodes the body may drop Content-Encoding and leave what was received.
    if (isDecoded && received.includes(claim) && largest(claim.bytes) < held) return []
    // Of a text, some recorders count the characters.
    const isCounted = claim.by !== contentLength && claim.bytes.some((one) => counts(body, one))
    return isCounted ? [{ ...claim, bytes: [held] }] : [claim]
  })
}

/** Whether `size` is the number of characters of the text, in UTF-16 units or in code points. */
function counts(body: Uint8Array, size: number): boolean {
  if (size >= body.length) return false
  const points = body.reduce((sum, byte) => ((byte & 0xc0) === 0x80 ? sum : sum + 1), 0)
  const pairs = body.reduce((sum, byte) => (byte >= 0xf0 ? sum + 1 : sum), 0)
  return size === points || size === points + pairs
}

/** Text in another encoding than UTF-8 has been turned into it by the recorder, and grew. */
function isTranscoded({ exchange, recorded }: Recording): boolean {
  const type = headerValue(exchange.response?.headers ?? [], 'content-type') ?? ''
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1] ?? 'utf-8'
  return !recorded.timed && !/^(?:utf-?8|us-ascii)$/i.test(charset)
}

/** HAR 1.2, content.size and content.compression; mitmproxy counts the encoded bytes as the size. */
function contentClaim({ exchange, recorded }: Recording, held: number): Claim[] {
  const { contentSize, compression = 0 } = recorded
  if (contentSize === undefined || isUnknown(contentSize, held)) return []
  const bytes = compression > 0 ? [contentSize, contentSize + compression] : [contentSize]
  // Without content.compression an encoded body may have been counted before or after decoding.
  const isOpen = isEncoded(exchange.response?.headers ?? []) && compression === 0 && !recorded.timed
  if (isOpen && !bytes.includes(held)) return []
  return [{ bytes, held, by: 'content.size of the entry' }]
}

/** Recorders that do not know a size write 0 as well as -1. */
function isUnknown(size: number, held: number): boolean {
  return size === 0 && held > 0
}

/**
 * HAR 1.2, response.bodySize: the received body in bytes. Browsers count the framing of the transfer in
 * it, or nothing when a cache answered.
 */
function bodyClaim({ exchange, recorded }: Recording, decoded: number): Claim[] {
  const { bodySize, creator } = recorded
  const headers = exchange.response?.headers ?? []
  if (bodySize === undefined || bodySize === 0 || browsers.test(creator)) return []
  if (exchange.leaks.length > 0) return [] // a secret was blanked out of the body
  const by = 'bodySize of the response'
  if (recorded.timed) return [{ bytes: [bodySize], held: rawLength(exchange), by }]
  const isFramed = headerValue(headers, 'transfer-encoding') !== undefined
  return isEncoded(headers) || isFramed ? [] : [{ bytes: [bodySize], held: decoded, by }]
}

const contentLength = 'Content-Length'

/** RFC 9110 section 8.6. */
function headerClaim({ exchange, recorded, marks }: Recording, decoded: number): Claim[] {
  const { response, request, leaks } = exchange
  const headers = response?.headers ?? []
  const stated = headerValue(headers, 'content-length')?.trim() ?? ''
  const hasNone = request.method.toUpperCase() === 'HEAD' || response?.status === 304
  if (!/^\d{1,15}$/.test(stated) || hasNone || leaks.length > 0) return []
  if (marks.derived.has('content-length') || exchange.hungUp === true) return []
  const by = contentLength
  if (recorded.timed) return [{ bytes: [Number(stated)], held: rawLength(exchange), by }]
  return isEncoded(headers) ? [] : [{ bytes: [Number(stated)], held: decoded, by }]
}

/** Our own recordings cut a body where its chunks were. */
function chunksClaim({ recorded }: Recording, held: number): Claim[] {
  const { chunkBytes } = recorded
  return chunkBytes === undefined
    ? []
    : [{ bytes: [chunkBytes], held, by: '_chunks of the response' }]
}

function rawLength({ response }: Recording['exchange']): number {
  return (response?.raw ?? []).reduce((sum, { bytes }) => sum + bytes.length, 0)
}

function isEncoded(headers: Parameters<typeof headerValue>[0]): boolean {
  const coding = headerValue(headers, 'content-encoding')?.trim().toLowerCase() ?? ''
  return coding !== '' && coding !== 'identity'
}
