/**
 * The member in which a model takes its token limit. OpenAI deprecated `max_tokens`, and models that
 * reason refuse it and name `max_completion_tokens`, which older servers do not know. A run learns that
 * from the first such refusal: not what a case is about, it must not fail all of them.
 */
import { asObject, isObject, parseJson } from '../../../model/json/shape.ts'
import type { Exchange, HttpRequest } from '../../../model/exchange.ts'
import type { Model } from '../../../model/target.ts'

const former = 'max_tokens'
const current = 'max_completion_tokens'

export interface LimitMember {
  /** The request as its model takes it, so far as that is known. */
  readonly fitted: <R extends HttpRequest>(request: R, model: Pick<Model, 'id'>) => R
  /** Whether a model refused a request for its limit member alone, so that it is worth another attempt. */
  readonly isRefused: (
    exchange: Exchange,
    request: HttpRequest,
    model: Pick<Model, 'id'>,
  ) => boolean
}

/** What one run has learned. */
export function createLimitMember(): LimitMember {
  const renamed = new Set<string>()
  const nameOf = ({ url }: HttpRequest, { id }: Pick<Model, 'id'>): string =>
    `${new URL(url).origin} ${id}`
  return {
    fitted: (request, model) =>
      renamed.size > 0 && renamed.has(nameOf(request, model)) ? withCurrent(request) : request,
    isRefused(exchange, request, model) {
      if (!isAboutFormer(exchange) || withCurrent(request) === request) return false
      renamed.add(nameOf(request, model))
      return true
    },
  }
}

/** A 400 or 422 that refuses `max_tokens` and says what to send in its place. */
function isAboutFormer({ response }: Exchange): boolean {
  if (response?.status !== 400 && response?.status !== 422) return false
  const body = Buffer.concat(response.decoded.map(({ bytes }) => bytes)).toString('utf8')
  const { message, param } = asObject(asObject(parseJson(body))['error'])
  if (typeof message !== 'string' || !message.includes(current)) return false
  return param === former || /\bmax_tokens\b/u.test(message)
}

function withCurrent<R extends HttpRequest>(request: R): R {
  const body = Buffer.from(request.body ?? []).toString('utf8')
  if (!body.includes(`"${former}"`)) return request
  const json = parseJson(body)
  if (!isObject(json) || !Array.isArray(json['messages']) || !(former in json)) return request
  const members = Object.entries(json)
    .filter(([name]) => name !== former || !(current in json))
    .map(([name, value]) => [name === former ? current : name, value])
  return { ...request, body: Buffer.from(JSON.stringify(Object.fromEntries(members))) }
}
