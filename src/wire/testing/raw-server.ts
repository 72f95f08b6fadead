/** A TCP server that says exactly what a test wants, HTTP or not. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

export interface RawServer {
  readonly port: number
  readonly origin: string
  /** Everything each connection received, as Latin-1. */
  readonly received: string[]
  /** Resolves when the first `count` connections are closed. */
  closed(count: number): Promise<void>
  close(): Promise<void>
}

/**
 * Listens on a free loopback port. `answer` is called for each whole request (header block and
 * content-length bytes); `nth` counts the requests of the server, `onSocket` those of one socket.
 */
export async function startRawServer(
  answer: (socket: Socket, request: { readonly nth: number; readonly onSocket: number }) => void,
): Promise<RawServer> {
  const received: string[] = []
  const closings: Promise<void>[] = []
  const sockets = new Set<Socket>()
  let nth = 0
  const server = createServer((socket) => {
    const index = received.push('') - 1
    let pending = ''
    let onSocket = 0
    sockets.add(socket)
    closings.push(
      new Promise((resolve) => {
        socket.on('close', () => {
          sockets.delete(socket)
          resolve()
        })
      }),
    )
    socket.on('error', () => undefined)
    socket.on('data', (data) => {
      const text = data.toString('latin1')
      received[index] += text
      pending += text
      const length = requestLength(pending)
      if (length === undefined || pending.length < length) return
      pending = pending.slice(length)
      answer(socket, { nth: nth++, onSocket: onSocket++ })
    })
  })
  const port = await listen(server)
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    received,
    closed: async (count) => void (await Promise.all(closings.slice(0, count))),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function requestLength(text: string): number | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  return end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
}

/** Listens on 127.0.0.1 and returns the port. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/**
 * A port on which nothing listens: unassigned (IANA), and below those that systems give to any program.
 * One that was free a moment ago may belong to another test by now.
 */
export const closedPort = 4
