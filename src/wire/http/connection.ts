/** One connection, used by one exchange at a time. */
import type { SecureContext } from 'node:tls'
import { Client, type Dispatcher } from 'undici'
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
  dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): void
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
          connection.tap = tapSocket(socket)
          callback(null, socket)
        },
        (error: unknown) => callback(asPlainError(error), null),
      )
    },
    allowH2: true, // for a socket that speaks it; `dial` decides
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
    dispatch: (options, handler) => void client.dispatch(options, handler),
    async destroy() {
      abort.abort()
      await client.destroy().catch(() => undefined)
    },
  }
  client.on('disconnect', () => onClosed(connection))
  return connection
}
