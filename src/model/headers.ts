import type { HeaderList } from './exchange.ts'

/** First value of a header, whatever the case of its name (RFC 9110 section 5.1). */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.find(([given]) => given.toLowerCase() === wanted)?.[1]
}
