import type { HeaderList } from './exchange.ts'

/** First value of a header, whatever the case of its name (RFC 9110 section 5.1). */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.find(([given]) => given.toLowerCase() === wanted)?.[1]
}

/** A date of HTTP begins with its day; `Date.parse` alone takes a year for one in `-1` and in `in 5`. */
const beginsAsDate = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i

/** The form of `asctime`, which names no zone and is in UTC. */
const endsWithYear = / \d{4}$/

/** Milliseconds since 1970 of a date of HTTP (RFC 9110 section 5.6.7); undefined for any other text. */
export function httpDate(value: string): number | undefined {
  const zoned = endsWithYear.test(value) ? `${value} GMT` : value
  const time = beginsAsDate.test(value) ? Date.parse(zoned) : Number.NaN
  return Number.isNaN(time) ? undefined : time
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
