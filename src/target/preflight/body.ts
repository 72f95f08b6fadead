/** Reads small answers of a server. */
import type { Exchange } from '../../model/exchange.ts'
import { asObject, parseJson, type Members } from '../../model/json/shape.ts'

/** The decoded body as text; empty where no response came. */
export function bodyText(exchange: Exchange): string {
  const chunks = exchange.response?.decoded.map(({ bytes }) => bytes) ?? []
  return Buffer.concat(chunks).toString('utf8')
}

/** The decoded body as a JSON object; one without members where it is something else. */
export function bodyObject(exchange: Exchange): Members {
  return asObject(parseJson(bodyText(exchange)))
}
