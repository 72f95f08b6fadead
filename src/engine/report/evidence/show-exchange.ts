/** One exchange, taken apart and bounded. */
import type { ShownExchange, ShownResponse, ShownUnit } from '../../../model/findings/evidence.ts'
import type { Exchange, WireResponse } from '../../../model/exchange.ts'
import type { Observation } from '../../../model/observation.ts'
import type { CellResult } from '../../../model/report.ts'
import { apis } from '../../../protocol/registry.ts'
import { visible } from '../../../report/text/visible.ts'
import { observe } from '../../observe/observe.ts'
import { arrivalsOf, rounded } from './arrivals.ts'
import { bytesAround, marksOf } from './marks.ts'
import { shownHeaders, shownText } from './show-text.ts'
import { shownEvents, shownMessages } from './units.ts'

/** Characters of a body that is shown as text. */
const longestBody = 6000
/** Characters of a curl command. */
const longestCurl = 8000
/** Events or messages: the first ones, the last ones, and those that a finding names. */
const firstUnits = 24
const lastUnits = 8

/** An exchange without secrets, its position in its cell, and its request as a command. */
export interface Recorded {
  readonly exchange: Exchange
  readonly at: number
  readonly curl: string
}

/** @param cell its findings point into the exchange */
export function shownExchange(recorded: Recorded, cell: CellResult): ShownExchange {
  const { request, response, failure, earlier } = recorded.exchange
  const curl = shownText(recorded.curl, longestCurl)
  return {
    method: visible(request.method),
    url: visible(request.url.slice(0, 2000)),
    headers: shownHeaders(request.headers),
    body: shownText(Buffer.from(request.body).toString('utf8'), longestBody),
    curl: curl.omitted === undefined ? curl.text : '',
    retries: earlier.length,
    ...(response && { response: shownResponse(response, recorded, cell) }),
    ...(failure && {
      failure: {
        message: visible(failure.message),
        remedy: visible(failure.remedy),
        after: rounded(failure.after),
      },
    }),
  }
}

function shownResponse(
  response: WireResponse,
  { exchange, at: position }: Recorded,
  cell: CellResult,
): ShownResponse {
  const seen = observe(exchange, apis[cell.api], { family: 'unknown' })
  const body = seen.body?.bytes ?? new Uint8Array()
  const marks = marksOf(cell.checks, position, seen.items)
  const all = unitsOf(seen, response, body)
  const isNamed = ({ start, end }: ShownUnit): boolean =>
    marks.some(({ byte }) => byte >= start && byte < end)
  const units = all.filter(
    (unit, at) => at < firstUnits || at >= all.length - lastUnits || isNamed(unit),
  )
  const bounded = units.slice(0, 2 * (firstUnits + lastUnits))
  const firstText = seen.reply?.deltas.find(({ text }) => text !== '')?.at
  return {
    status: response.status,
    statusText: visible(response.statusText.slice(0, 200)),
    httpVersion: visible(response.httpVersion),
    headers: shownHeaders(response.headers),
    ...(response.trailers && { trailers: shownHeaders(response.trailers) }),
    headersAt: rounded(response.headersAt),
    ...(firstText !== undefined && { firstTextAt: rounded(firstText) }),
    endedAt: rounded(response.endedAt),
    complete: response.complete,
    size: body.length,
    arrivals: arrivalsOf(response.decoded),
    ...(all.length === 0 && { body: shownText(Buffer.from(body).toString('utf8'), longestBody) }),
    units: bounded.map((unit) => ({ ...unit, at: rounded(unit.at) })),
    unitsOmitted: all.length - bounded.length,
    bytes: bytesAround(body, marks),
  }
}

function unitsOf(seen: Observation, { decoded }: WireResponse, body: Uint8Array): ShownUnit[] {
  if (seen.frames !== undefined) return shownMessages(body, decoded)
  return seen.sse === undefined ? [] : shownEvents(seen.sse)
}
