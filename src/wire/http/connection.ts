/** One connection, used by one exchange at a time. */
import type { SecureContext } from 'node:tls'
import { Client, type Dispatcher } from 'undici'
import type { HttpRequest } from '../../model/exchange.ts'
import { speakHttp2, type Http2 } from '../http2/speak.ts'
import { headerList } from './body/header-list.ts'
import type { Listener } from './body/listener.ts'
import { dispatchOptions, proxyHeaders } from './request.ts'
import { asPlainError, dial, isHttp2, type Stage } from './route/dial.ts'
import type { Route } from './route/route.ts'
import { tapSocket, type Tap } from './tap.ts'

/**
 * Milliseconds for which an idle connection is kept. Shorter than any server's own limit (uvicorn
 * and Node close after 5 s), so that a close of theirs rarely crosses a request of ours.
 */
const keepAliveMs = 1000

/** Bytes of a response's header block; undici's own default of 16 KiB is less than some proxies add. */
const maxHeaderBytes = 64 * 1024

export interface Connection {
  readonly route: Route
  /** Responses that came over the socket now in use. */
  served: number
  stage: Stage
  /** Whether the socket now in use speaks HTTP/2. */
  http2: boolean
  /** The socket's tap, once there is a socket. */
  tap: Tap | undefined
  dispatch(request: HttpRequest, url: URL, listener: Listener): void
  /** Whether the server takes a further request on it. */
  isOpen(): boolean
  /** Ends it at once, whatever it is doing. */
  destroy(): Promise<void>
}

export interface ConnectionSetup {
  readonly secureContext: () => SecureContext | undefined
  /** Speak HTTP/2 alone; else where the server has nothing else. */
  readonly http2: boolean
  readonly onClosed: (connection: Connection) => void
}

/** Prepares a connection; the socket is opened by the first request. */
export function createConnection(
  route: Route,
  { secureContext, http2, onClosed }: ConnectionSetup,
): Connection {
  const abort = new AbortController()
  let h2: Http2 | undefined
  const client = new Client(route.origin, {
    connect: (_, callback) => {
      connection.served = 0
      connection.tap = undefined
      const onStage = (stage: Stage): void => {
        connection.stage = route.forward ? 'proxy' : stage
      }
      const options = { signal: abort.signal, secureContext, onStage, http2 }
      dial(route.address, route.tunnel, options).then(
        (socket) => {
          connection.stage = 'open'
          connection.http2 = isHttp2(socket)
          if (!connection.http2) {
            connection.tap = tapSocket(socket)
            return callback(null, socket)
          }
          h2 = speakHttp2(socket, { keepAliveMs, onClosed: () => onClosed(connection) })
          connection.tap = h2.tap
          callback(new SpeaksHttp2(), null)
        },
        (error: unknown) => callback(asPlainError(error), null),
      )
    },
    pipelining: 1,
    headersTimeout: 0, // the limits of the exchange are finer
    bodyTimeout: 0,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    maxHeaderSize: maxHeaderBytes,
  })
  const connection: Connection = {
    route,
    served: 0,
    stage: 'tcp',
    http2: false,
    tap: undefined,
    dispatch(request, url, listener) {
      const speak = (over: Http2): void => {
        try {
          over.send(request, url, proxyHeaders(route), listener)
        } catch (error) {
          listener.onError(error)
        }
      }
      if (h2 !== undefined) return speak(h2)
      const onError = (error: unknown): void => {
        if (error instanceof SpeaksHttp2 && h2 !== undefined) speak(h2)
        else listener.onError(error)
      }
      client.dispatch(dispatchOptions(request, url, route), handlerOf({ ...listener, onError }))
    },
    isOpen: () => h2?.isOpen() ?? true,
    async destroy() {
      abort.abort()
      h2?.destroy()
      await client.destroy().catch(() => undefined)
    },
  }
  client.on('disconnect', () => onClosed(connection))
  return connection
}

/** What undici gets in place of a socket that is not for it: the request goes out in HTTP/2. */
class SpeaksHttp2 extends Error {}

/** A listener as undici takes it. */
function handlerOf(listener: Listener): Dispatcher.DispatchHandler {
  return {
    onRequestStart: () => listener.onStart(),
    onResponseStart({ rawHeaders }, status, _headers, statusText = '') {
      listener.onHead(status, statusText, headerList(rawHeaders))
    },
    onResponseData: (_controller, chunk) => listener.onData(chunk),
    onResponseEnd: ({ rawTrailers }) => listener.onEnd(headerList(rawTrailers)),
    onResponseError: (_controller, error) => listener.onError(error),
  }
}
