/**
 * The border that no secret crosses. The client reads raw bytes and records clean ones: whatever
 * looks at an exchange later (readers, checks, recordings, reports) finds no secret, however it cuts
 * or decodes what it shows. Offsets, lengths and checksums are as they were on the wire.
 */
import type {
  Exchange,
  Leak,
  TimedBytes,
  TransportFailure,
  WireResponse,
} from '../../model/exchange.ts'
import { joinBytes } from '../bytes.ts'
import type { Redactor } from './redact.ts'

/** What came back for a request, as it came. */
export type Outcome = Pick<Exchange, 'response' | 'failure' | 'hungUp'>

/** What came back without secrets, and where one stood. */
export function cleanOutcome(
  outcome: Outcome,
  redactor: Redactor,
): Outcome & Pick<Exchange, 'leaks'> {
  const { response, failure, hungUp } = outcome
  const cleaned = response && cleanResponse(response, redactor)
  return {
    ...(cleaned && { response: cleaned.response }),
    ...(failure && { failure: cleanFailure(failure, redactor) }),
    ...(hungUp === true && { hungUp }),
    leaks: cleaned?.leaks ?? [],
  }
}

function cleanFailure(failure: TransportFailure, redactor: Redactor): TransportFailure {
  return { ...failure, message: redactor.text(failure.message) }
}

function cleanResponse(
  response: WireResponse,
  redactor: Redactor,
): { readonly response: WireResponse; readonly leaks: readonly Leak[] } {
  const { statusText, headers, trailers = [], raw, decoded } = response
  const whole = joinBytes(decoded.map(({ bytes }) => bytes))
  const body = redactor.body(whole)
  const chunks = body.bytes === whole ? decoded : cutLike(decoded, body.bytes)
  return {
    response: {
      ...response,
      statusText: redactor.text(statusText),
      ...(response.faults && { faults: response.faults.map((fault) => redactor.text(fault)) }),
      headers: redactor.headers(headers),
      ...(response.trailers && { trailers: redactor.headers(trailers) }),
      decoded: chunks,
      raw: raw === decoded ? chunks : cleanRaw(raw, chunks, body.bytes !== whole, redactor),
    },
    leaks: [
      ...(redactor.holds(statusText) ? [{ where: 'header', name: 'status line' } as const] : []),
      ...redactor.leakingHeaders(headers).map((name) => ({ where: 'header', name }) as const),
      ...redactor.leakingHeaders(trailers).map((name) => ({ where: 'trailer', name }) as const),
      ...body.ranges.map(({ start }) => ({ where: 'body', byte: start }) as const),
    ],
  }
}

/** Compressed bytes cannot be blanked, so where the content held a secret it stands for them. */
function cleanRaw(
  raw: readonly TimedBytes[],
  decoded: readonly TimedBytes[],
  heldSecret: boolean,
  redactor: Redactor,
): readonly TimedBytes[] {
  if (heldSecret) return decoded
  const whole = joinBytes(raw.map(({ bytes }) => bytes))
  const clean = redactor.bytes(whole)
  return clean === whole ? raw : cutLike(raw, clean)
}

/** `bytes` in chunks of the same lengths and times. */
function cutLike(chunks: readonly TimedBytes[], bytes: Uint8Array): readonly TimedBytes[] {
  let offset = 0
  return chunks.map((chunk) => {
    const start = offset
    offset += chunk.bytes.length
    return { at: chunk.at, bytes: bytes.subarray(start, offset) }
  })
}
