/** Faults of a response that undici's parser accepts, or finds when the response is over. */
import { headerValue } from '../../../model/headers.ts'
import type { HeaderList, WireResponse } from '../../../model/exchange.ts'
import { salvage } from '../salvage.ts'
import type { Tap } from '../tap.ts'

const noContent = 204
const notModified = 304

/** Whether a response of this status has no body, whatever its headers say (RFC 9112 section 6.3). */
export function isBodiless(status: number | undefined): boolean {
  return status === noContent || status === notModified
}

/** How a complete response breaks HTTP/1.1, each as the end of a sentence. */
export function acceptedFaults(
  method: string,
  { status, headers }: Pick<WireResponse, 'status' | 'headers'>,
  tap: Tap | undefined,
): readonly string[] {
  if (tap === undefined) return []
  const isFollowed = isSurplus(tap.error) || isOverlong(method, headers, tap)
  const length = headerValue(headers, 'content-length') ?? '0'
  return [
    ...(status === noContent && Number(length) > 0
      ? [`a 204 has Content-Length ${length} (RFC 9110 section 8.6)`]
      : []),
    ...(isFollowed ? ['bytes follow the end of the response (RFC 9112 section 6.3)'] : []),
    ...(chunkings(headers) > 1
      ? ['the chunked coding is applied more than once (RFC 9112 section 6.1)']
      : []),
  ]
}

/** undici ends a connection on which more comes than was asked for. */
function isSurplus(error: Error | undefined): boolean {
  return error?.message === 'bad response' || error?.name === 'HTTPParserError'
}

/** Of a connection that the response closes undici reads no more than the response. */
function isOverlong(method: string, given: HeaderList, tap: Tap): boolean {
  if (headerValue(given, 'transfer-encoding') !== undefined) return false
  const read = salvage(tap.head())
  if (read === undefined) return false
  const { status, headers, body } = read
  const headLength = tap.head().length - body.length
  const length =
    method === 'HEAD' || isBodiless(status) ? '0' : headerValue(headers, 'content-length')
  return length !== undefined && tap.received > headLength + Number(length)
}

function chunkings(headers: HeaderList): number {
  return headers
    .filter(([name]) => name.toLowerCase() === 'transfer-encoding')
    .flatMap(([, value]) => value.split(','))
    .filter((coding) => coding.trim().toLowerCase() === 'chunked').length
}
