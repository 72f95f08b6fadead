import type { HeaderList } from './exchange.ts'

/** First value of a header, whatever the case of its name (RFC 9110 section 5.1). */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.find(([given]) => given.toLowerCase() === wanted)?.[1]
}

/** Names under which AWS services and OpenAI-compatible servers send the id of a request. */
export const requestIdHeaders = [
  'x-amzn-requestid',
  'x-request-id',
  'x-amz-request-id',
  'request-id',
]

/** The id that the server gave a request, which its support asks for; undefined where it gave none. */
export function requestIdOf(headers: HeaderList = []): string | undefined {
  for (const name of requestIdHeaders) {
    const id = headerValue(headers, name)?.trim()
    if (id) return id
  }
  return undefined
}
