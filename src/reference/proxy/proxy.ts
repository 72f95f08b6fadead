/** A CONNECT proxy on loopback that answers as Bedrock's own hosts, and refuses all other names. */
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { createSecureContext, TLSSocket } from 'node:tls'
import { bedrockLocation } from '../endpoints/location.ts'
import { createAuthority, type Authority } from './authority.ts'

export interface Proxy {
  /** `http://127.0.0.1:R`: what clients take for `HTTPS_PROXY`. */
  readonly proxy: string
  /** File with the authority's certificate as PEM; it is removed on closing. */
  readonly ca: string
  /** Drops all connections, stops, and removes the file. */
  readonly close: () => Promise<void>
}

/**
 * Starts the proxy in front of a reference. A tunnel to one of Bedrock's hosts ends here, in TLS
 * under that host's name, and its bytes go to the reference; any other name is refused with 403
 * and never looked up (RFC 9110 section 9.3.6).
 *
 * @param bedrock the reference's address of that name
 */
export async function startProxy(bedrock: string): Promise<Proxy> {
  const authority = await createAuthority()
  const reference = Number(new URL(bedrock).port)
  const sockets = new Set<Duplex>()
  const server = createServer((request, response) => {
    response.writeHead(403, { 'Content-Type': 'text/plain', Connection: 'close' })
    response.end(refusal(request.url ?? ''))
  })
  server.on('connection', (socket) => keep(sockets, socket))
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const host = tunnelled(request.url ?? '')
    if (host === undefined) refuseTunnel(socket, request.url ?? '')
    else tunnel(socket, head, { authority, host, reference, sockets })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const folder = await mkdtemp(join(tmpdir(), 'bedrock-conformance-ca-'))
  const ca = join(folder, 'ca.pem')
  await writeFile(ca, authority.certificate)
  return {
    proxy: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca,
    close: async () => {
      await closed(server, sockets)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The Bedrock host that a CONNECT asks for; undefined for every other name or port. */
function tunnelled(authorityForm: string): string | undefined {
  const [, name = ''] = /^([^:/@]+):443$/u.exec(authorityForm) ?? []
  const host = name.toLowerCase()
  return bedrockLocation(host, '/') === undefined ? undefined : host
}

function refusal(asked: string): string {
  const shown = asked.replaceAll(/[^\w.:-]/gu, '?').slice(0, 100)
  return `Only Bedrock's own hosts, on port 443, are answered here; ${shown} is not one of them.\n`
}

function refuseTunnel(socket: Socket, asked: string): void {
  const text = refusal(asked)
  socket.end(
    `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`,
  )
}

interface Tunnel {
  readonly authority: Authority
  readonly host: string
  /** Port of the reference. */
  readonly reference: number
  readonly sockets: Set<Duplex>
}

function tunnel(
  socket: Socket,
  head: Buffer,
  { authority, host, reference, sockets }: Tunnel,
): void {
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
  if (head.length > 0) socket.unshift(head)
  const near = new TLSSocket(socket, {
    isServer: true,
    secureContext: createSecureContext(authority.issue(host)),
    // As the real hosts offer it: the AWS SDK for JavaScript speaks HTTP/2.
    ALPNProtocols: ['h2', 'http/1.1'],
  })
  keep(sockets, near)
  near.once('secure', () => {
    const far = connect(reference, '127.0.0.1')
    keep(sockets, far)
    pass(near, far)
  })
}

/** Bytes both ways; a connection that one side drops is dropped on the other. */
function pass(near: Socket, far: Socket): void {
  near.pipe(far)
  far.pipe(near)
  near.on('close', () => far.destroy())
  far.on('close', () => {
    if (!far.readableEnded) near.destroy()
  })
}

function keep(sockets: Set<Duplex>, socket: Duplex): void {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  // A client may reset its connection at any time.
  socket.on('error', () => socket.destroy())
}

async function closed(server: Server, sockets: ReadonlySet<Duplex>): Promise<void> {
  const end = once(server, 'close')
  server.close()
  for (const socket of sockets) socket.destroy()
  await end
}
