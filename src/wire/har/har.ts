/**
 * Writes HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/). What HAR has no place for is in
 * members that start with an underscore, as the specification asks; the reader is `file.ts`. Not a
 * library: those record a client of their own; the types are those of @types/har-format.
 */
import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Content, Entry, Header, QueryString, Request, Response, Timings } from 'har-format'
import type { Exchange, HeaderList, TimedBytes, WireResponse } from '../../model/exchange.ts'
import { headerValue } from '../../model/headers.ts'
import { asBuffer, joinBytes } from '../bytes.ts'
import type { Redactor } from '../secrets/redact.ts'

export { fromHar } from './file.ts'

export interface HarEntry {
  readonly exchange: Exchange
  readonly comment?: string
  /** Written with an underscore before each name. */
  readonly extra?: Readonly<Record<string, unknown>>
}

/**
 * The text of a HAR file. Reading it back gives the same exchanges. Exchanges hold no secrets;
 * what is written beside them is redacted here.
 */
export function toHar(
  entries: readonly HarEntry[],
  creator: { readonly name: string; readonly version: string },
  redactor: Redactor,
): string {
  return [...harPieces(entries, creator, redactor)].join('')
}

/** The same text in pieces, of which each is made when it is asked for: a body may be large. */
export function* harPieces(
  entries: readonly HarEntry[],
  creator: { readonly name: string; readonly version: string },
  redactor: Redactor,
): Generator<string> {
  const [before = '', after = ''] = JSON.stringify(
    { log: { version: '1.2', creator, entries: [0] } },
    undefined,
    1,
  ).split(/\n {3}0\n/)
  yield before
  for (const [index, entry] of entries.entries()) {
    const text = JSON.stringify(harEntry(entry, redactor), undefined, 1)
    yield `${index === 0 ? '' : ','}\n   ${text.replaceAll('\n', '\n   ')}`
  }
  yield `${entries.length === 0 ? '' : '\n'}${entries.length === 0 ? after.trimStart() : after}\n`
}

function harEntry({ exchange, comment, extra = {} }: HarEntry, redactor: Redactor): Entry {
  const { startedAt, request, response, failure, hungUp, earlier, leaks } = exchange
  const own = {
    ...(failure && { failure }),
    ...(hungUp && { hungUp }),
    ...(earlier.length > 0 && { earlier }),
    ...(leaks.length > 0 && { leaks }),
  }
  return {
    startedDateTime: startedAt,
    time: response?.endedAt ?? failure?.after ?? 0,
    request: harRequest(request),
    response: response ? harResponse(response) : noResponse,
    cache: {},
    timings: timings(response, failure?.after),
    ...(comment !== undefined && { comment: redactor.text(comment) }),
    ...underscored(own),
    ...underscored(redactor.json(extra)),
  }
}

function underscored(members: unknown): object {
  return Object.fromEntries(
    Object.entries(members ?? {}).map(([name, value]) => [
      name.startsWith('_') ? name : `_${name}`,
      value,
    ]),
  )
}

/** HAR has no other place for "none came"; browsers write the same. */
const noResponse: Response = {
  status: 0,
  statusText: '',
  httpVersion: '',
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: 'x-unknown' },
  redirectURL: '',
  headersSize: -1,
  bodySize: -1,
}

function timings(response: WireResponse | undefined, after = 0): Timings {
  if (response === undefined) return { send: 0, wait: after, receive: 0 }
  const { headersAt, endedAt } = response
  return { send: 0, wait: headersAt, receive: endedAt - headersAt }
}

function harRequest({ method, url, headers, body }: Exchange['request']): Request {
  const { text, encoding } = bodyText(body)
  return {
    method,
    url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: harHeaders(headers),
    queryString: query(url),
    headersSize: -1,
    bodySize: body.length,
    ...(body.length > 0 && {
      postData: {
        mimeType: headerValue(headers, 'content-type') ?? '',
        text,
        ...(encoding && { _encoding: encoding }), // HAR 1.2 has `encoding` only for responses
      },
    }),
  }
}

function query(url: string): QueryString[] {
  if (!URL.canParse(url)) return []
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }))
}

function harHeaders(headers: HeaderList): Header[] {
  return headers.map(([name, value]) => ({ name, value }))
}

/** What we write beside the members of HAR. */
type Underscored = Readonly<Record<`_${string}`, unknown>>

function harResponse(response: WireResponse): Response & Underscored {
  const { status, statusText, httpVersion, headers, raw, decoded } = response
  const body = joinBytes(decoded.map(({ bytes }) => bytes))
  const content: Content & Underscored = {
    size: body.length,
    mimeType: headerValue(headers, 'content-type') ?? 'x-unknown',
    ...bodyText(body),
    _sha256: createHash('sha256').update(body).digest('hex'), // tells a changed recording
  }
  return {
    status,
    statusText,
    httpVersion,
    cookies: [],
    headers: harHeaders(headers),
    content,
    redirectURL: headerValue(headers, 'location') ?? '',
    headersSize: -1,
    bodySize: raw.reduce((sum, { bytes }) => sum + bytes.length, 0),
    _headersAt: response.headersAt,
    _endedAt: response.endedAt,
    _complete: response.complete,
    ...(response.faults && { _faults: response.faults }),
    ...(response.trailers && { _trailers: harHeaders(response.trailers) }),
    _chunks: chunkList(decoded),
    ...(raw !== decoded && encodedBody(raw)),
  }
}

function encodedBody(raw: readonly TimedBytes[]): object {
  const bytes = joinBytes(raw.map((chunk) => chunk.bytes))
  return { _raw: asBuffer(bytes).toString('base64'), _rawChunks: chunkList(raw) }
}

function countControls(body: Uint8Array): number {
  let count = 0
  for (const byte of body)
    if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) count += 1
  return count
}

function chunkList(chunks: readonly TimedBytes[]): [number, number][] {
  return chunks.map(({ at, bytes }) => [at, bytes.length])
}

/** As text, unless base64 is shorter: JSON writes six characters for each control character. */
function bodyText(body: Uint8Array): { readonly text: string; readonly encoding?: 'base64' } {
  if (isUtf8(body) && countControls(body) * 6 < body.length)
    return { text: asBuffer(body).toString('utf8') }
  return { text: asBuffer(body).toString('base64'), encoding: 'base64' }
}
