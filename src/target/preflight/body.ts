/** Reads small answers of a server. */
import type { Exchange } from '../../model/exchange.ts'

/** The decoded body as text; empty where no response came. */
export function bodyText(exchange: Exchange): string {
  const chunks = exchange.response?.decoded.map(({ bytes }) => bytes) ?? []
  return Buffer.concat(chunks).toString('utf8')
}

/** The decoded body as JSON; undefined where it is something else. */
export function bodyJson(exchange: Exchange): unknown {
  try {
    return JSON.parse(bodyText(exchange))
  } catch {
    return undefined
  }
}

/** A member of an object, whatever the value is. */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}
