/** Failures as browsers and proxies write them into HAR files. */
import type { TransportFailure, TransportFailureKind } from '../../model/exchange.ts'
import { failureOf } from '../http/failure.ts'
import type { Json } from './json.ts'

/** Chrome's net error names (net/base/net_error_list.h), Firefox's NS_ERROR_ names. */
const kinds: readonly (readonly [RegExp, TransportFailureKind])[] = [
  [/NAME_NOT_RESOLVED|UNKNOWN_HOST/, 'dns'],
  [/PROXY|TUNNEL/, 'proxy'],
  [/CONNECTION_REFUSED/, 'refused'],
  [/UNREACHABLE|INTERNET_DISCONNECTED|OFFLINE/, 'unreachable'],
  [/CERT|SSL|TLS/, 'tls'],
  [/TIMED_OUT|TIMEOUT/, 'total-timeout'],
  [/CONTENT_DECODING|INVALID_CONTENT_ENCODING/, 'bad-content-encoding'],
  [/INVALID_RESPONSE|INVALID_HTTP|INVALID_CHUNKED|RESPONSE_HEADERS/, 'malformed-http'],
  [/(?<!CONNECTION_)ABORTED|BLOCKED|CANCEL/i, 'aborted'], // not by the other side,
]

/** The failure of an entry that says `_error` (Chrome) or `response._error`; else undefined. */
export function browserFailure(entry: Json): TransportFailure | undefined {
  const text = entry.text('_error') ?? entry.at('response').text('_error')
  if (text === undefined || text === '') return undefined
  const kind = kinds.find(([pattern]) => pattern.test(text))?.[1] ?? 'reset'
  const url = entry.at('request').text('url') ?? ''
  const host = URL.canParse(url) ? new URL(url).host : 'the server'
  const after = Math.max(0, entry.number('time') ?? 0)
  return failureOf(kind, `The recording of the exchange with ${host} says ${text}.`, {
    host,
    after,
  })
}
