/** Sends requests and records what happens on the wire, whatever happens. */
import { createSecureContext, type SecureContext } from 'node:tls'
import type {
  ConnectionOptions,
  Exchange,
  HttpRequest,
  SendOptions,
  TransportFailure,
} from '../../model/exchange.ts'
import { createBudget } from './body/budget.ts'
import { createConnection, type Connection } from './connection.ts'
import { failureOf } from './failure.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { createPool } from './route/pool.ts'
import { cleanOutcome } from '../secrets/clean.ts'
import { createRedactor, type Redactor } from '../secrets/redact.ts'
import { requestUrl, sentHeaders } from './request.ts'
import { trustedRoots } from './route/roots.ts'
import { routeTo, type Route } from './route/route.ts'
import { transfer, type Transfer } from './body/transfer.ts'

export interface ClientOptions {
  readonly limits?: Partial<Limits>
  /** Hides secrets in all that is recorded, and finds those that a server sends back. */
  readonly redactor?: Redactor
  /** Proxy and certificate variables; `process.env` unless given. */
  readonly env?: NodeJS.ProcessEnv
  /** How the server is connected to, where its URL does not say it. */
  readonly connection?: ConnectionOptions
  /** Most connections in use at once to one host; waiting for one counts towards no limit. */
  readonly connectionsPerHost?: number
}

interface LimitedSendOptions extends SendOptions {
  readonly limits?: Partial<Limits>
}

export interface Client {
  /**
   * Sends one request. Faults of server and network are in the exchange, never thrown; redirects
   * are responses like others. No header is added but host, connection and content-length.
   *
   * @throws TypeError for a request that HTTP does not allow, and whatever `hangUpWhen` throws
   */
  send(request: HttpRequest, options?: LimitedSendOptions): Promise<Exchange>
  /** Cancels what is on its way and closes all connections. */
  close(): Promise<void>
}

/**
 * Makes a client. Connections are kept for a second and used again. When a kept connection turns
 * out to have been closed before the request reached it (reused socket, no byte came back, at once),
 * the request is sent once more on a fresh one: that close is not part of the server's answer.
 */
export function createClient(options: ClientOptions = {}): Client {
  const { env = process.env, redactor = createRedactor([]), connectionsPerHost } = options
  const { connection: how = {} } = options
  const closing = new AbortController()
  const budget = createBudget({ ...defaultLimits, ...options.limits }.maxHeld)
  const roots = lazily(() => trustedRoots(env))
  const secureContext = lazily((): SecureContext | undefined => {
    const { ca } = roots()
    const { certificate } = how
    if (ca === undefined && certificate === undefined) return undefined
    const shown = certificate && { cert: certificate.cert, key: certificate.key }
    return createSecureContext({ ...(ca && { ca: [...ca] }), ...shown })
  })
  const pool = createPool((route: Route): Connection => {
    const onClosed = (connection: Connection): void => pool.forget(connection)
    return createConnection(route, { secureContext, http2: how.http2 ?? false, onClosed })
  }, connectionsPerHost)

  const attempt = async (
    request: HttpRequest,
    route: Route,
    { limits, signal, hangUpWhen }: LimitedSendOptions,
    fresh: boolean,
  ): Promise<Transfer> => {
    const ended = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])])
    const connection = await pool.acquire(route, ended, fresh)
    if (connection === undefined) return cancelled(route.host)
    let reusable = false
    try {
      const result = await transfer(connection, request, requestUrl(request), {
        limits: { ...defaultLimits, ...options.limits, ...limits },
        budget,
        signal: ended,
        clean: redactor.bytes,
        ...(hangUpWhen && { hangUpWhen }),
        rootProblems: route.address.secure ? roots().problems : [],
      })
      reusable = result.reusable
      return result
    } finally {
      await pool.release(connection, reusable)
    }
  }

  return {
    async send(request, sendOptions = {}) {
      if (closing.signal.aborted) throw new TypeError('The client is closed; create another one.')
      const startedAt = new Date().toISOString()
      const url = requestUrl(request)
      const recorded = recordedRequest(request, url, redactor)
      const base = { startedAt, request: recorded, earlier: [] }
      const route = routeTo(url, env, how)
      if ('problem' in route) {
        return { ...base, failure: unusableProxy(route.problem, url.host), leaks: [] }
      }
      const first = await attempt(request, route, sendOptions, false)
      const again = first.stale ? await attempt(request, route, sendOptions, true) : first
      // Where nothing listens any more, the server may have ended under the request.
      const result = again.failure?.kind === 'refused' ? first : again
      return { ...base, ...cleanOutcome(result, redactor) }
    },
    async close() {
      closing.abort()
      await pool.close()
    },
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

function recordedRequest(
  request: HttpRequest,
  url: URL,
  redactor: Redactor,
): Required<HttpRequest> {
  return {
    method: request.method,
    url: recordedUrl(request.url, redactor),
    headers: redactor.headers(sentHeaders(request, url)),
    body: redactor.bytes(request.body ?? new Uint8Array()),
  }
}

/** Still a URL where the name of the host has characters in common with a secret. */
function recordedUrl(url: string, redactor: Redactor): string {
  const text = redactor.text(url)
  if (URL.canParse(text)) return text
  const [, scheme = 'http', rest = ''] = /^(https?):[^/?#]*\/*[^/?#]*(.*)$/is.exec(text) ?? []
  return `${scheme}://redacted.invalid${rest}`
}

function cancelled(host: string): Transfer {
  const message = `The request to ${host} was cancelled before it was sent.`
  const failure = failureOf('aborted', message, { host, after: 0 })
  return { failure, hungUp: false, reusable: false, stale: false }
}

function unusableProxy(problem: string, host: string): TransportFailure {
  return failureOf('proxy', problem, { host, after: 0 })
}
