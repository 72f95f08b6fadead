/** Opens the TCP, proxy and TLS layers of one connection, one after the other. */
import { isIP, connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, type SecureContext } from 'node:tls'
import { Client } from 'undici'
import type { Proxy } from './proxy.ts'
import { messageOfError } from '../../../model/problem.ts'

/** How far a connection has come. */
export type Stage = 'proxy' | 'tcp' | 'tls' | 'open'

/** Where to connect and how. */
export interface Address {
  readonly hostname: string
  readonly port: number
  readonly secure: boolean
  /** Path of a Unix domain socket, which is connected to instead. */
  readonly unixSocket?: string
}

/** What a proxy answered to CONNECT, when it was not a tunnel. */
export class TunnelRefused extends Error {
  readonly status: number

  constructor(status: number) {
    super(`The proxy answered ${status} to CONNECT.`)
    this.status = status
  }
}

interface DialOptions {
  readonly signal: AbortSignal
  readonly secureContext: () => SecureContext | undefined
  readonly onStage: (stage: Stage) => void
  /** Use HTTP/2 alone. */
  readonly http2?: boolean
}

/**
 * A socket that reaches `address`, through a tunnel when `proxy` is given (RFC 9110 section 9.3.6),
 * with TLS done when it is secure. Rejects with the cause; `onStage` has told which layer it was.
 */
export async function dial(
  address: Address,
  proxy: Proxy | undefined,
  options: DialOptions,
): Promise<Socket> {
  const { http2 = false } = options
  if (!address.secure) {
    const plain = await openPlain(address, proxy, options)
    return http2 ? asHttp2(plain) : plain
  }
  try {
    return await openTls(await openPlain(address, proxy, options), address, options, http2)
  } catch (error) {
    if (http2 || errorCode(error) !== noCommonProtocol) throw error
    return openTls(await openPlain(address, proxy, options), address, options, true)
  }
}

/** What a server answers in the handshake that speaks HTTP/2 alone (RFC 7301 section 3.2). */
const noCommonProtocol = 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL'

async function openPlain(
  address: Address,
  proxy: Proxy | undefined,
  options: DialOptions,
): Promise<Socket> {
  options.onStage(proxy ? 'proxy' : 'tcp')
  return proxy ? tunnel(address, proxy, options) : openTcp(address, options.signal)
}

/** A socket that says so, as one does on which TLS has negotiated it. */
function asHttp2(socket: Socket): Socket {
  return Object.assign(socket, { alpnProtocol: 'h2' })
}

/** Whether HTTP/2 is spoken on the socket. */
export function isHttp2(socket: Socket): boolean {
  return 'alpnProtocol' in socket && socket.alpnProtocol === 'h2'
}

async function openTcp(address: Address, signal: AbortSignal): Promise<Socket> {
  const { hostname, port, unixSocket } = address
  const socket =
    unixSocket === undefined
      ? connectTcp({ host: hostname, port, noDelay: true, keepAlive: true })
      : connectTcp({ path: unixSocket })
  return ready(socket, 'connect', signal)
}

async function openTls(
  plain: Socket,
  { hostname }: Address,
  options: DialOptions,
  http2: boolean,
): Promise<Socket> {
  options.onStage('tls')
  const secureContext = options.secureContext()
  const socket = connectTls({
    socket: plain,
    host: hostname, // what the certificate is checked against
    ...(isIP(hostname) === 0 && { servername: hostname }), // RFC 6066 section 3: no addresses
    ALPNProtocols: [http2 ? 'h2' : 'http/1.1'],
    ...(secureContext && { secureContext }),
  })
  return ready(socket, 'secureConnect', options.signal)
}

/** The socket once `event` came; destroyed when it fails or the signal aborts before. */
async function ready<T extends Socket>(socket: T, event: string, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      signal.removeEventListener('abort', onAbort)
      socket.off('error', fail).off('close', onClose).off(event, succeed)
    }
    const fail = (error: Error): void => {
      settle()
      socket.on('error', () => undefined).destroy()
      reject(error)
    }
    const succeed = (): void => {
      settle()
      socket.on('error', () => undefined) // until undici listens, no other listener does
      resolve(socket)
    }
    const onAbort = (): void => fail(new Error('aborted'))
    const onClose = (): void => fail(new Error('closed before the connection stood'))
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort)
    socket.on('error', fail).on('close', onClose).on(event, succeed)
  })
}

async function tunnel(address: Address, proxy: Proxy, options: DialOptions): Promise<Socket> {
  const client = new Client(proxy.origin, {
    connect: (_, callback) => {
      dial(proxy, undefined, { ...options, http2: false, onStage: () => undefined }).then(
        (socket) => callback(null, socket),
        (error: unknown) => callback(asPlainError(error), null),
      )
    },
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  try {
    const host = address.hostname.includes(':') ? `[${address.hostname}]` : address.hostname
    const path = `${host}:${address.port}`
    const { authorization } = proxy
    const { statusCode, socket } = await client.connect({
      path,
      headers: { host: path, ...(authorization && { 'proxy-authorization': authorization }) },
      signal: options.signal,
    })
    if (statusCode >= 200 && statusCode < 300) return socket as Socket
    socket.on('error', () => undefined).destroy()
    throw new TunnelRefused(statusCode)
  } finally {
    client.destroy().catch(() => undefined)
  }
}

/** undici reconnects for ever after errors with its own codes, so none may reach it. */
export function asPlainError(error: unknown): Error {
  if (error instanceof Error && !errorCode(error).startsWith('UND_ERR_')) return error
  return new Error(messageOfError(error), { cause: error })
}

/** The `code` of an error of Node or undici; empty where it has none. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : '' // a DOMException has a number
}
