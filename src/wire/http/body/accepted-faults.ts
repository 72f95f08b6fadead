/** Faults of a response that undici's parser accepts, or finds when the response is over. */
import { headerValue } from '../../../model/headers.ts'
import { salvage, type Salvaged } from '../salvage.ts'
import type { Tap } from '../tap.ts'

/** How a complete response breaks HTTP/1.1, each as the end of a sentence. */
export function acceptedFaults(method: string, tap: Tap | undefined): readonly string[] {
  if (tap === undefined) return []
  const read = salvage(tap.head())
  const isFollowed = isSurplus(tap.error) || (read !== undefined && isOverlong(method, tap, read))
  return [
    ...(isFollowed ? ['bytes follow the end of the response (RFC 9112 section 6.3)'] : []),
    ...(read !== undefined && chunkings(read) > 1
      ? ['the chunked coding is applied more than once (RFC 9112 section 6.1)']
      : []),
  ]
}

/** undici ends a connection on which more comes than was asked for. */
function isSurplus(error: Error | undefined): boolean {
  return error?.message === 'bad response' || error?.name === 'HTTPParserError'
}

/** Of a connection that the response closes undici reads no more than the response. */
function isOverlong(method: string, tap: Tap, { status, headers, body }: Salvaged): boolean {
  if (headerValue(headers, 'transfer-encoding') !== undefined) return false
  const headLength = tap.head().length - body.length
  const isEmpty = method === 'HEAD' || status === 204 || status === 304
  const length = isEmpty ? '0' : headerValue(headers, 'content-length')
  return length !== undefined && tap.received > headLength + Number(length)
}

function chunkings({ headers }: Salvaged): number {
  return headers
    .filter(([name]) => name.toLowerCase() === 'transfer-encoding')
    .flatMap(([, value]) => value.split(','))
    .filter((coding) => coding.trim().toLowerCase() === 'chunked').length
}
