/** Loopback addresses at which a region cannot be reached: an unknown name, a closed port, or an untrusted certificate. */
import { once } from 'node:events'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { createAuthority, type Authority } from '../proxy/authority.ts'
import { regionDeviationNamed, type RegionDeviations } from './region-deviations.ts'

export interface Elsewhere {
  /** Origins by region, for regions that the reference does not serve. */
  readonly origins: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

/** RFC 2606 section 2: a name under `.invalid` never resolves. */
const noName = (region: string): string => `http://bedrock-runtime.${region}.invalid`

/** Opens the servers that the failures of these regions need. */
export async function openElsewhere(regions: RegionDeviations): Promise<Elsewhere> {
  const origins: Record<string, string> = {}
  const open: { close: () => Promise<void> }[] = []
  for (const [region, name] of Object.entries(regions)) {
    const { address } = regionDeviationNamed(name)
    if (address === 'nowhere') origins[region] = noName(region)
    if (address === 'closed') origins[region] = closedOrigin
    if (address === 'untrusted') {
      const server = await untrusted()
      origins[region] = server.origin
      open.push(server)
    }
  }
  return {
    origins,
    close: async () => {
      await Promise.all(open.map(async ({ close }) => close()))
    },
  }
}

/**
 * A port that is closed: unassigned (IANA), and below those that systems give to any program. One that
 * was free a moment ago may belong to another server by now.
 */
const closedOrigin = 'http://127.0.0.1:4'

/** Shared by all servers, since making its keys takes longer than a test. */
let unknown: Promise<Authority> | undefined

/** A TLS server with a certificate of an unknown authority. */
async function untrusted(): Promise<{ readonly origin: string; close: () => Promise<void> }> {
  const authority = await (unknown ??= createAuthority())
  const { cert, key } = authority.issue('127.0.0.1')
  const sockets = new Set<Socket>()
  const server = createTlsServer({ cert, key }, (socket) => socket.end())
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  })
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  const port = await portOf(server)
  return {
    origin: `https://127.0.0.1:${port}`,
    close: async () => {
      const end = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await end
    },
  }
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
