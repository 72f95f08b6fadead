/** The request: what is asked for, and what goes out. */
import type { HeaderList, HttpRequest } from '../../model/exchange.ts'
import { headerValue } from '../../model/headers.ts'
import type { Route } from './route/route.ts'

/** Methods whose content-length is sent even when it is 0 (RFC 9110 section 8.6). */
const expectBody: ReadonlySet<string> = new Set([
  'POST',
  'PUT',
  'PATCH',
  'QUERY',
  'PROPFIND',
  'PROPPATCH',
])

/** Written by undici in its own place, whatever the place they were given in. */
const ownPosition: ReadonlySet<string> = new Set(['host', 'connection', 'content-length'])

/** The header block that undici writes for `request`, in its order. */
export function sentHeaders(request: HttpRequest, url: URL): HeaderList {
  const { headers, method, body } = request
  const length = body?.length ?? 0
  const closes = /(^|,)\s*close\s*(,|$)/i.test(headerValue(headers, 'connection') ?? '')
  return [
    ['host', headerValue(headers, 'host') ?? url.host],
    ['connection', closes || method === 'HEAD' ? 'close' : 'keep-alive'],
    ...headers.filter(([name]) => !ownPosition.has(name.toLowerCase())),
    ...(length > 0 || expectBody.has(method) ? [['content-length', String(length)] as const] : []),
  ]
}

/** The request as undici takes it. */
export function dispatchOptions(request: HttpRequest, url: URL, route: Route) {
  const headers: HeaderList = [
    ...(headerValue(request.headers, 'host') === undefined ? [['host', url.host] as const] : []),
    ...request.headers,
    ...proxyHeaders(route),
  ]
  const path = `${url.pathname}${url.search}`
  return {
    origin: route.origin,
    method: request.method,
    path: route.forward ? `${url.origin}${path}` : path,
    headers: headers.flat(),
    body: request.body !== undefined && request.body.length > 0 ? request.body : null,
  }
}

/** What a proxy is given beside the request. */
export function proxyHeaders({ forward }: Route): HeaderList {
  const authorization = forward?.authorization
  return authorization === undefined ? [] : [['proxy-authorization', authorization]]
}

/** The URL of a request; a TypeError when nothing can be sent to it. */
export function requestUrl(request: HttpRequest): URL {
  if (!URL.canParse(request.url) || !/^https?:/i.test(request.url)) {
    throw new TypeError(
      'Expected `url` to be an absolute http:// or https:// URL; check --endpoint and LLAMA_STACK_BASE_URL.',
    )
  }
  return new URL(request.url)
}
