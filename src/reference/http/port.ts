/** One port that speaks HTTP/1.1 and, as the AWS SDK for JavaScript does by default, HTTP/2. */
import { once } from 'node:events'
import { createServer as createHttp1, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  createServer as createHttp2,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

export interface Listening {
  readonly port: number
  /** Drops all connections and stops. */
  readonly close: () => Promise<void>
}

export type Handler = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void

/** The first bytes of an HTTP/2 connection (RFC 9113 section 3.4). */
const preface = 'PRI * HTTP/2.0'

/**
 * Longer than clients keep an idle connection (a minute, in most pools): a server that closes first
 * resets requests that are on their way, which a gateway reports as a 500.
 */
const keepAliveMs = 75_000

/** Listens on 127.0.0.1; port 0 takes a free one. Rejects when the port is taken. */
export async function openPort(port: number, handler: Handler): Promise<Listening> {
  const http1 = createHttp1({ keepAliveTimeout: keepAliveMs }, handler)
  // Node itself answers 400 to bytes that are not HTTP.
  http1.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
  })
  const http2 = createHttp2(handler)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A client may reset its connection at any time.
    socket.on('error', () => socket.destroy())
    socket.once('data', (first) => {
      socket.pause()
      socket.unshift(first)
      const chosen = first.toString('latin1', 0, preface.length) === preface ? http2 : http1
      chosen.emit('connection', socket)
      process.nextTick(() => socket.resume())
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const { port: given } = server.address() as AddressInfo
  return { port: given, close: () => closed(server, sockets) }
}

async function closed(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const end = once(server, 'close')
  server.close()
  for (const socket of sockets) socket.destroy()
  await end
}
