/**
 * Reads a response that breaks HTTP/1.1 so badly that the parser throws it away: a server that can
 * be reached and answers wrongly is judged by its answer. Not a library: a parser refuses such bytes.
 */
import type { HeaderList, WireResponse } from '../../model/exchange.ts'
import { fieldValue } from './field-value.ts'
import { asBuffer } from '../bytes.ts'

/** What can be made out of such a response. */
export interface Salvaged extends Pick<
  WireResponse,
  'status' | 'statusText' | 'httpVersion' | 'headers' | 'trailers'
> {
  readonly body: Uint8Array
  /** What is wrong with it, as the end of a sentence; empty when nothing was recognised. */
  readonly faults: readonly string[]
}

/** Reads what a connection delivered; undefined when it does not begin as HTTP/1.x does. */
export function salvage(received: Uint8Array): Salvaged | undefined {
  const text = asBuffer(received).toString('latin1')
  let head = headAt(text, 0)
  // A loop, since a server may send more interim responses than calls fit on the stack.
  while (head?.isInterim === true) head = headAt(text, head.end)
  if (head === undefined) return undefined
  const { status, statusText, httpVersion, block } = head
  const { headers, faults } = readHeaderBlock(block)
  const lengths = valuesOf(headers, 'content-length')
  const codings = valuesOf(headers, 'transfer-encoding')
  const body = received.subarray(head.end)
  return {
    status,
    statusText,
    httpVersion,
    headers,
    ...(codings.length > 0 ? unchunked(body) : { body }),
    faults: [
      ...faults,
      ...(status === switching
        ? ['it switches protocols, which was not asked for (RFC 9110 section 15.2.2)']
        : []),
      ...(lengths.length > 0 && codings.length > 0
        ? ['Content-Length stands beside Transfer-Encoding (RFC 9112 section 6.2)']
        : []),
      ...(lengths.length > 1
        ? [
            `Content-Length stands ${lengths.length} times: ${lengths.join(', ')} (RFC 9112 section 6.3)`,
          ]
        : []),
      ...lengths
        .filter((length) => !/^\d+$/.test(length))
        .map((length) => `Content-Length is ${JSON.stringify(length)} (RFC 9110 section 8.6)`),
    ],
  }
}

/** 101 is an answer to a request to switch, no interim response. */
const switching = 101

/** A status line and what follows it up to the body. */
interface Head {
  readonly status: number
  readonly statusText: string
  readonly httpVersion: string
  readonly block: string
  /** Where the body begins, or the response after an interim one. */
  readonly end: number
  readonly isInterim: boolean
}

function headAt(text: string, start: number): Head | undefined {
  const statusLine = /(HTTP\/1\.\d) (\d{3})(?: ([^\r\n]*))?\r?\n/y
  statusLine.lastIndex = start
  const [line, httpVersion = '', status, statusText = ''] = statusLine.exec(text) ?? []
  if (line === undefined) return undefined
  const blankLine = /\r?\n\r?\n/g
  const blockAt = start + line.length
  blankLine.lastIndex = blockAt - 1
  const blank = blankLine.exec(text)
  return {
    status: Number(status),
    statusText,
    httpVersion,
    block: text.slice(blockAt, blank?.index),
    end: blank ? blankLine.lastIndex : text.length,
    isInterim: Number(status) < 200 && Number(status) !== switching && blank !== null,
  }
}

function valuesOf(headers: HeaderList, wanted: string): string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value)
}

function readHeaderBlock(block: string): {
  readonly headers: HeaderList
  readonly faults: readonly string[]
} {
  const headers: [string, string][] = []
  const faults = new Set<string>()
  for (const line of block.split(/\r?\n/).filter((text) => text !== '')) {
    const last = headers.at(-1)
    const [start, name = ''] = /^([^:\s]+)[ \t]*:/.exec(line) ?? []
    if (/^[ \t]/.test(line) && last) {
      faults.add('a header value is folded over several lines (RFC 9112 section 5.2)')
      last[1] = `${last[1]} ${line.trim()}`
    } else if (start === undefined) {
      faults.add('a line of the header block is no header (RFC 9112 section 5)')
    } else {
      if (/^[^:]*[ \t]:/.test(line)) {
        faults.add('white space stands before the colon of a header (RFC 9112 section 5.1)')
      }
      headers.push([name, fieldValue(line.slice(start.length))])
    }
  }
  return { headers, faults: [...faults] }
}

/** RFC 9112 section 7.1, as far as it can be followed. */
function unchunked(body: Uint8Array): Pick<Salvaged, 'body' | 'trailers'> {
  const parts: Uint8Array[] = []
  const source = asBuffer(body)
  let at = 0
  let size = 0
  while (at < source.length) {
    const lineEnd = source.indexOf('\r\n', at)
    size = Number.parseInt(source.toString('latin1', at, lineEnd === -1 ? at : lineEnd), 16)
    if (lineEnd !== -1) at = lineEnd + 2
    if (!(size > 0)) break
    parts.push(source.subarray(at, at + size))
    at += size + 2
  }
  const { headers: trailers } = readHeaderBlock(
    size === 0 ? (source.toString('latin1', at).split('\r\n\r\n', 1)[0] ?? '') : '',
  )
  return { body: new Uint8Array(Buffer.concat(parts)), ...(trailers.length > 0 && { trailers }) }
}
