/**
 * Speaks HTTP/2 on a socket. Not by undici, which hides a reset with NO_ERROR or CANCEL, and takes a
 * server that asks to send no further request for one that broke off the request under way.
 */
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { connect, constants, type ClientHttp2Stream, type OutgoingHttpHeaders } from 'node:http2'
import type { Socket } from 'node:net'
import type { HeaderList, HttpRequest } from '../../model/exchange.ts'
import { sentHeaders } from '../http/request.ts'
import { headerList } from '../http/body/header-list.ts'
import type { Listener } from '../http/body/listener.ts'
import type { Tap } from '../http/tap.ts'
import { createFrameReader, endsMessage, messageTypes } from './frames.ts'
import { watched } from './watched.ts'

/** The end of a message that was not its own end. */
export class StreamReset extends Error {
  readonly code = 'HTTP2_STREAM_RESET'
  /** Of RFC 9113 section 7. */
  readonly reason: string
  /** Whether the server says that it has not looked at the request (RFC 9113 section 8.7). */
  readonly isUnread: boolean

  constructor(reset: number) {
    const reason = reasons.get(reset) ?? `error ${reset}`
    super(`The stream was reset with ${reason}.`)
    this.reason = reason
    this.isUnread = reset === constants.NGHTTP2_REFUSED_STREAM
  }
}

const reasons: ReadonlyMap<number, string> = new Map([
  [constants.NGHTTP2_NO_ERROR, 'NO_ERROR'],
  [constants.NGHTTP2_PROTOCOL_ERROR, 'PROTOCOL_ERROR'],
  [constants.NGHTTP2_INTERNAL_ERROR, 'INTERNAL_ERROR'],
  [constants.NGHTTP2_FLOW_CONTROL_ERROR, 'FLOW_CONTROL_ERROR'],
  [constants.NGHTTP2_SETTINGS_TIMEOUT, 'SETTINGS_TIMEOUT'],
  [constants.NGHTTP2_STREAM_CLOSED, 'STREAM_CLOSED'],
  [constants.NGHTTP2_FRAME_SIZE_ERROR, 'FRAME_SIZE_ERROR'],
  [constants.NGHTTP2_REFUSED_STREAM, 'REFUSED_STREAM'],
  [constants.NGHTTP2_CANCEL, 'CANCEL'],
  [constants.NGHTTP2_COMPRESSION_ERROR, 'COMPRESSION_ERROR'],
  [constants.NGHTTP2_CONNECT_ERROR, 'CONNECT_ERROR'],
  [constants.NGHTTP2_ENHANCE_YOUR_CALM, 'ENHANCE_YOUR_CALM'],
  [constants.NGHTTP2_INADEQUATE_SECURITY, 'INADEQUATE_SECURITY'],
  [constants.NGHTTP2_HTTP_1_1_REQUIRED, 'HTTP_1_1_REQUIRED'],
])

export interface Http2 {
  /** Counts what comes of the message under way alone, not pings and settings. */
  readonly tap: Tap
  /** Whether another request may be sent. */
  readonly isOpen: () => boolean
  readonly send: (request: HttpRequest, url: URL, extra: HeaderList, listener: Listener) => void
  readonly destroy: () => void
}

interface SpeakOptions {
  /** Milliseconds for which it is kept open without a message under way. */
  readonly keepAliveMs: number
  /** Called once no further request may be sent. */
  readonly onClosed: () => void
}

/** The most fields of a header block; the usual limit is 128. */
const maxHeaderListPairs = 2000

export function speakHttp2(socket: Socket, { keepAliveMs, onClosed }: SpeakOptions): Http2 {
  let current: ClientHttp2Stream | undefined
  let isWhole = false
  let idle: NodeJS.Timeout | undefined
  const tap: Tap = {
    received: 0,
    head: () => new Uint8Array(),
    reset: () => void (tap.received = 0),
  }
  const read = createFrameReader((frame) => {
    if (current === undefined || frame.stream !== current.id || !messageTypes.has(frame.type))
      return
    isWhole ||= endsMessage(frame)
    tap.received += frame.bytes
    tap.onBytes?.(frame.bytes)
  })
  const session = connect('http://unused.invalid', {
    createConnection: () => watched(socket, read),
    settings: { enablePush: false },
    maxHeaderListPairs,
  })
  session.on('error', () => undefined) // each stream has it, too
  session.on('goaway', onClosed).on('close', onClosed)

  const begin = (): void => {
    clearTimeout(idle)
    socket.ref()
  }
  const rest = (): void => {
    current = undefined
    socket.unref()
    idle = setTimeout(() => session.close(), keepAliveMs).unref()
  }
  return {
    tap,
    isOpen: () => !session.closed && !session.destroyed,
    destroy: () => {
      clearTimeout(idle)
      session.destroy()
      socket.destroy()
    },
    send(request, url, extra, listener) {
      begin()
      const fields = fieldsOf(request, url, extra)
      const body = request.body !== undefined && request.body.length > 0 ? request.body : undefined
      isWhole = false
      listener.onStart()
      const stream = session.request(fields, { endStream: body === undefined })
      current = stream
      let trailers: HeaderList = []
      let isOver = false
      const end = (error?: unknown): void => {
        if (isOver) return
        isOver = true
        rest()
        if (error === undefined) listener.onEnd(trailers)
        else listener.onError(error)
      }
      const head = (headers: object, _flags: number, raw: string[]): void => {
        const status = ':status' in headers ? Number(headers[':status']) : 0
        listener.onHead(status, '', fieldsIn(raw))
      }
      // @types/node leaves out the last argument.
      const on = stream.on.bind(stream) as (name: string, heard: typeof head) => void
      on('headers', head) // of an interim response
      on('response', (...heard) => {
        head(...heard)
        // Only now: a body that is listened to may come before its header block.
        stream.on('data', (chunk: Uint8Array) => {
          if (!isOver) listener.onData(chunk)
        })
      })
      on('trailers', (_, __, raw) => void (trailers = fieldsIn(raw)))
      // Node ends a stream at a reset with NO_ERROR or CANCEL, too.
      stream.on('end', () => end(isWhole ? undefined : new StreamReset(stream.rstCode)))
      stream.on('error', (error) => end(isReset(stream) ? new StreamReset(stream.rstCode) : error))
      stream.on('close', () => end(new StreamReset(stream.rstCode)))
      if (body !== undefined) stream.end(body)
    },
  }
}

/** Whether a stream ended by a code of its own, not by the end of its connection. */
function isReset({ rstCode, session }: ClientHttp2Stream): boolean {
  return rstCode !== constants.NGHTTP2_NO_ERROR && session?.destroyed !== true
}

/** Of HTTP/1.1 alone; `host` is the authority. */
const left: ReadonlySet<string> = new Set(['host', 'connection'])

function fieldsOf(request: HttpRequest, url: URL, extra: HeaderList): OutgoingHttpHeaders {
  const fields: Record<string, string> = {}
  const [[, host] = ['', url.host], ...sent] = sentHeaders(request, url)
  for (const [given, value] of [...sent, ...extra]) {
    const name = given.toLowerCase()
    if (left.has(name)) continue
    validateHeaderName(name)
    validateHeaderValue(name, value)
    fields[name] = fields[name] === undefined ? value : `${fields[name]}, ${value}`
  }
  return {
    ...fields,
    ':method': request.method,
    ':scheme': url.protocol.slice(0, -1),
    ':authority': host,
    ':path': `${url.pathname}${url.search}`,
  }
}

function fieldsIn(raw: string[]): HeaderList {
  return headerList(raw).filter(([name]) => !name.startsWith(':'))
}
