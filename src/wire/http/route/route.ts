/** How a URL is reached: directly, through a tunnel, or by asking a proxy for the whole URL. */
import { bareHost, proxyFor, type Proxy, type ProxyProblem } from './proxy.ts'
import type { ConnectionOptions } from '../../../model/exchange.ts'
import type { Address } from './dial.ts'

export interface Route {
  /** Equal for requests that may share a connection. */
  readonly key: string
  /** Origin that undici speaks HTTP with: the server's, or the proxy's. */
  readonly origin: string
  /** What the socket is opened to. */
  readonly address: Address
  /** The tunnel to go through. */
  readonly tunnel?: Proxy
  /** The proxy to which the URL is given whole (plain http, RFC 9112 section 3.2.2). */
  readonly forward?: Proxy
  /** `name:port` of the server, for people. */
  readonly host: string
}

/** Finds the route of `url` in `env`. A Unix domain socket is reached without a proxy. */
export function routeTo(
  url: URL,
  env: NodeJS.ProcessEnv,
  { unixSocket }: Pick<ConnectionOptions, 'unixSocket'> = {},
): Route | ProxyProblem {
  const secure = url.protocol === 'https:'
  const port = Number(url.port) || (secure ? 443 : 80)
  const address = { hostname: bareHost(url.hostname), port, secure }
  const host = `${url.hostname}:${port}`
  if (unixSocket !== undefined) {
    const key = `${url.origin} on ${unixSocket}`
    return { key, origin: url.origin, address: { ...address, unixSocket }, host: unixSocket }
  }
  const proxy = proxyFor(url, env)
  if (proxy === undefined) return { key: url.origin, origin: url.origin, address, host }
  if ('problem' in proxy) return proxy
  const key = `${url.origin} via ${proxy.origin}`
  if (secure) return { key, origin: url.origin, address, tunnel: proxy, host }
  return { key, origin: proxy.origin, address: proxy, forward: proxy, host }
}
