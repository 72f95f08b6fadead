/** Reads HAR files: our own exactly, and those of browsers and proxies as far as they go. */
import {
  type EarlierAttempt,
  transportFailureKinds,
  type Exchange,
  type HeaderList,
  type Leak,
  type TimedBytes,
  type TransportFailure,
  type WireResponse,
  type HttpRequest,
} from '../../model/exchange.ts'
import { browserFailure } from './browser.ts'
import type { Json } from './json.ts'
import { readRecorded, type Recorded } from './recorded.ts'
import { bytesOfStreamText, isEventStream } from './binary-text.ts'
import { browsers, bytesOfCodedText, decodedNow } from './still-encoded.ts'
import { headerValue } from '../../model/headers.ts'

export interface HarExchange {
  readonly exchange: Exchange
  /** What the recorder noted of it beside the exchange itself. */
  readonly recorded: Recorded
  /** The entry's members that start with an underscore. */
  readonly entry: Readonly<Record<string, unknown>>
}

/** What is read of an entry. */
export interface ReadEntry {
  /** Absent where the entry holds no request. */
  readonly exchange?: HarExchange
  /** What cannot be read is left out and named here, one line each. */
  readonly problems: readonly string[]
}

type Report = (problem: string) => void

/**
 * Reads an entry of a HAR file.
 *
 * @param index its position in the file, from 0
 * @param creator name of the program that wrote the file; empty when it does not say
 */
export function readEntry(entry: Json, index: number, creator: string): ReadEntry {
  const problems: string[] = []
  const report = (problem: string): void => void problems.push(`Entry ${index + 1}: ${problem}`)
  const request = readRequest(entry.at('request'))
  if (request === undefined) {
    report('request.method or request.url is missing, so it is left out.')
    return { problems }
  }
  const exchange = exchangeOf(entry, request, { creator, report })
  const noted = readRecorded(entry, index, creator)
  // Where no byte of a text could be kept, the body was not saved.
  const { decoded, complete } = exchange.response ?? {}
  const isLost = decoded?.length === 0 && !complete && textOf(entry.at('response')).length > 0
  const recorded = isLost ? { ...noted, bodySaved: false } : noted
  const extra = Object.fromEntries(entry.members().filter(([name]) => name.startsWith('_')))
  return { exchange: { exchange, recorded, entry: extra }, problems }
}

interface Reading {
  /** Name of the program that wrote the file. */
  readonly creator: string
  readonly report: Report
}

function exchangeOf(entry: Json, request: Exchange['request'], reading: Reading): Exchange {
  const { report } = reading
  const response = readResponse(entry, reading)
  const failure = readFailure(entry.at('_failure')) ?? browserFailure(entry)
  if (response === undefined && failure === undefined) {
    report('it has neither a response nor a failure.')
  }
  return {
    startedAt: entry.text('startedDateTime') ?? '1970-01-01T00:00:00.000Z',
    request,
    ...(response && { response }),
    ...(failure && { failure }),
    ...(entry.flag('_hungUp') && { hungUp: true }),
    earlier: (entry.list('_earlier') ?? []).flatMap((item) => readEarlier(item)),
    leaks: (entry.list('_leaks') ?? []).flatMap((item) => readLeak(item)),
  }
}

function readRequest(request: Json): Required<HttpRequest> | undefined {
  const method = request.text('method')
  const url = request.text('url')
  if (method === undefined || url === undefined) return undefined
  return { method, url, headers: readHeaders(request), body: postedBytes(request.at('postData')) }
}

function postedBytes(data: Json): Uint8Array {
  const encoding = data.text('_encoding') ?? data.text('encoding') ?? ''
  const text = data.text('text')
  if (text !== undefined) return bodyBytes(text, encoding)
  const form = (data.list('params') ?? []).map((item): [string, string] => [
    item.text('name') ?? '',
    item.text('value') ?? '',
  ])
  return bodyBytes(new URLSearchParams(form).toString(), '')
}

/** Without the pseudo headers that browsers record of HTTP/2 (RFC 9113 section 8.3). */
function readHeaders(message: Json, list = 'headers'): HeaderList {
  return (message.list(list) ?? []).flatMap((header): HeaderList => {
    const name = header.text('name') ?? ''
    return name === '' || name.startsWith(':') ? [] : [[name, header.text('value') ?? '']]
  })
}

function readResponse(entry: Json, reading: Reading): WireResponse | undefined {
  const { report } = reading
  const response = entry.at('response')
  const status = response.number('status') ?? 0
  if (!Number.isInteger(status) || status < 100 || status > 999) return undefined
  const times = readTimes(entry)
  const content = response.at('content')
  const saved = bodyOf(response, reading)
  const isUnsaved = content.text('text') === undefined && (content.number('size') ?? 0) > 0
  if (isUnsaved) report('its body was not saved, so it counts as cut.')
  const lost = isUnsaved || saved === undefined
  const body = saved ?? new Uint8Array()
  const decoded = cut(body, response.list('_chunks'), times.endedAt, report)
  const encoded = response.text('_raw')
  const trailers = readHeaders(response, '_trailers')
  return {
    status,
    statusText: response.text('statusText') ?? '',
    httpVersion: httpVersion(response.text('httpVersion') ?? ''),
    headers: readHeaders(response),
    ...(trailers.length > 0 && { trailers }),
    ...times,
    raw:
      encoded === undefined
        ? decoded
        : cut(bodyBytes(encoded, 'base64'), response.list('_rawChunks'), times.endedAt, report),
    decoded,
    complete: (response.flag('_complete') ?? true) && !lost,
    ...readFaults(response),
  }
}

/**
 * The body, decoded; our own recordings and those of browsers hold it so.
 *
 * @returns undefined where the recorder lost its bytes
 */
function bodyOf(response: Json, { creator, report }: Reading): Uint8Array | undefined {
  const content = response.at('content')
  const isLabelled = isBase64(content.text('encoding') ?? '')
  const encoding = isLabelled && fitsBase64.test(textOf(response)) ? 'base64' : ''
  if (isLabelled && encoding === '') report('its body is no base64, as it should be: it is text.')
  const isOwn = response.list('_chunks') !== undefined
  const type = headerValue(readHeaders(response), 'content-type') ?? content.text('mimeType') ?? ''
  if (!isOwn && !isBase64(encoding) && isEventStream(type)) {
    const bytes = bytesOfStreamText(textOf(response))
    if (bytes === undefined) report('its event stream was saved as text, so its bytes are lost.')
    return bytes
  }
  const body = bodyBytes(textOf(response), encoding)
  if (isOwn || browsers.test(creator) || (content.number('compression') ?? 0) > 0) return body
  const coding = headerValue(readHeaders(response), 'content-encoding') ?? ''
  const came = encoding === '' ? bytesOfCodedText(textOf(response), coding) : body
  if (came === 'lost') {
    report('its body was saved as text while it was compressed, so its bytes are lost.')
    return undefined
  }
  const now = decodedNow(came ?? body, coding)
  if (now !== undefined) report(`its body was saved as it came (${coding}), so it is decoded.`)
  return now ?? body
}

/** RFC 4648 sections 4 and 5; lines may be folded. */
const fitsBase64 = /^[\w+/\s=-]*$/

function textOf(response: Json): string {
  return response.at('content').text('text') ?? ''
}

function readFaults(response: Json): Pick<WireResponse, 'faults'> {
  const faults = (response.members() ?? []).find(([name]) => name === '_faults')?.[1]
  if (!Array.isArray(faults)) return {}
  return { faults: faults.filter((fault): fault is string => typeof fault === 'string') }
}

/** HAR's `send` is where the request's first byte goes out. */
function readTimes(entry: Json): { readonly headersAt: number; readonly endedAt: number } {
  const timings = entry.at('timings')
  const part = (name: string): number => Math.max(0, timings.number(name) ?? 0) // -1: does not apply
  const response = entry.at('response')
  const headersAt = response.number('_headersAt') ?? part('send') + part('wait')
  const endedAt = response.number('_endedAt') ?? headersAt + part('receive')
  return { headersAt: Math.max(0, headersAt), endedAt: Math.max(0, endedAt) }
}

/** `h2`, `http/2.0`, `HTTP/2` are all spelled `HTTP/2`. */
function httpVersion(text: string): string {
  const digits = /^h(?:ttps?\/)?([23])(?:\.0)?$/i.exec(text)?.[1]
  if (digits !== undefined) return `HTTP/${digits}`
  return /^http\/\d\.\d$/i.test(text) ? text.toUpperCase() : 'HTTP/1.1'
}

function bodyBytes(text: string, encoding: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, isBase64(encoding) ? 'base64' : 'utf8'))
}

function isBase64(encoding: string): boolean {
  return encoding.toLowerCase() === 'base64'
}

/** Cuts a body where its chunks were; a body of another recorder is one chunk. */
function cut(
  body: Uint8Array,
  list: readonly Json[] | undefined,
  endedAt: number,
  report: Report,
): readonly TimedBytes[] {
  const whole = body.length === 0 ? [] : [{ at: endedAt, bytes: body }]
  if (list === undefined) return whole
  const sizes = list.map((item) => [item.item(0), item.item(1)] as const)
  const total = sizes.reduce((sum, [, length = Number.NaN]) => sum + length, 0)
  if (total !== body.length || sizes.some(([at, length]) => !isTime(at) || !isTime(length))) {
    report('_chunks does not fit its body, so the body counts as one chunk.')
    return whole
  }
  let offset = 0
  return sizes.map(([at = 0, length = 0]) => {
    offset += length
    return { at, bytes: body.slice(offset - length, offset) }
  })
}

function isTime(value: number | undefined): boolean {
  return value !== undefined && Number.isFinite(value) && value >= 0
}

function readFailure(failure: Json): TransportFailure | undefined {
  const kind = transportFailureKinds.find((candidate) => candidate === failure.text('kind'))
  if (kind === undefined) return undefined
  return {
    kind,
    message: failure.text('message') ?? '',
    remedy: failure.text('remedy') ?? '',
    after: failure.number('after') ?? 0,
    ...(failure.flag('begun') === true && { begun: true }),
  }
}

function readEarlier(item: Json): EarlierAttempt[] {
  const waited = item.number('waited')
  if (waited === undefined) return []
  const status = item.number('status')
  const retryAfter = item.text('retryAfter')
  const failure = readFailure(item.at('failure'))
  return [
    {
      waited,
      ...(status !== undefined && { status }),
      ...(retryAfter !== undefined && { retryAfter }),
      ...(failure && { failure }),
    },
  ]
}

function readLeak(item: Json): Leak[] {
  const where = item.text('where')
  if (where !== 'header' && where !== 'trailer' && where !== 'body') return []
  const name = item.text('name')
  const byte = item.number('byte')
  return [{ where, ...(name !== undefined && { name }), ...(byte !== undefined && { byte }) }]
}
