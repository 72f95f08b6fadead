/** Which proxy a request goes through, by the standard variables of the environment. */
import { percentDecoded } from '../../../model/text/percent.ts'
import { BlockList, isIP } from 'node:net'

export interface Proxy {
  /** Origin without credentials: safe to show. */
  readonly origin: string
  readonly hostname: string
  readonly port: number
  /** Whether the proxy itself is spoken to over TLS. */
  readonly secure: boolean
  /** Value of `proxy-authorization`. */
  readonly authorization?: string
  /** The variable that named it. */
  readonly variable: string
}

/** A proxy variable that cannot be used; one sentence. */
export interface ProxyProblem {
  readonly problem: string
  readonly variable: string
}

/**
 * The proxy for `url`, or undefined for a direct connection. Lower-case variables win over upper
 * case, as in curl; `ALL_PROXY` serves where no other does. Loopback is never proxied, as in Go's
 * net/http: the embedded reference must work on every machine.
 */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv): Proxy | ProxyProblem | undefined {
  const variable = firstSet(env, url.protocol === 'https:' ? 'https_proxy' : 'http_proxy')
  if (variable === undefined || isLoopback(url.hostname) || isExcluded(url, env)) return undefined
  return parseProxy(env[variable] ?? '', variable)
}

function firstSet(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const names = [name, name.toUpperCase(), 'all_proxy', 'ALL_PROXY']
  return names.find((candidate) => (env[candidate] ?? '').trim() !== '')
}

function parseProxy(value: string, variable: string): Proxy | ProxyProblem {
  const text = value.trim()
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  if (!/^https?:/i.test(address) || !URL.canParse(address)) {
    return { problem: `${variable} does not hold an http:// or https:// proxy address.`, variable }
  }
  const url = new URL(address)
  const secure = url.protocol === 'https:'
  const user = `${percentDecoded(url.username)}:${percentDecoded(url.password)}`
  return {
    origin: url.origin,
    hostname: bareHost(url.hostname),
    port: Number(url.port) || (secure ? 443 : 80),
    secure,
    ...(user !== ':' && { authorization: `Basic ${Buffer.from(user).toString('base64')}` }),
    variable,
  }
}

/** Without the brackets that URLs put around IPv6 addresses. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

function isLoopback(hostname: string): boolean {
  const host = bareHost(hostname)
  return host === 'localhost' || host.endsWith('.localhost') || contains(loopback, host)
}

/** `NO_PROXY`: host names with their subdomains, addresses, CIDR blocks, optional ports, or `*`. */
function isExcluded(url: URL, env: NodeJS.ProcessEnv): boolean {
  const list = env['no_proxy'] ?? env['NO_PROXY'] ?? ''
  const host = bareHost(url.hostname).toLowerCase()
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => entry === '*' || covers(entry.toLowerCase(), host, port))
}

function covers(entry: string, host: string, port: string): boolean {
  const block = /^(.+)\/(\d+)$/.exec(entry)
  if (block) return inBlock(block[1] ?? '', Number(block[2]), host)
  if (isIP(bareHost(entry)) !== 0) return bareHost(entry) === host
  const [, name = '', wantedPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? []
  if (wantedPort !== undefined && wantedPort !== port) return false
  const domain = bareHost(name).replace(/^\*?\./, '')
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`))
}

function inBlock(network: string, prefix: number, host: string): boolean {
  const family = isIP(network)
  if (family === 0 || isIP(host) !== family || prefix > (family === 4 ? 32 : 128)) return false
  const block = new BlockList()
  block.addSubnet(network, prefix, family === 4 ? 'ipv4' : 'ipv6')
  return contains(block, host)
}

function contains(block: BlockList, host: string): boolean {
  const family = isIP(host)
  return family !== 0 && block.check(host, family === 4 ? 'ipv4' : 'ipv6')
}
