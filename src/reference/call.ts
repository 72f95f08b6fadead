/** One request inside the reference. */
import type { IncomingHttpHeaders } from 'node:http'
import { refuse, type Api, type Endpoint, type Failure } from './answer.ts'
import type { HookValues } from './hook-values.ts'

/** A request while it is being answered. */
export interface Call {
  readonly endpoint: Endpoint
  /** Known once the route is, and `…-stream` once the body is read. */
  api: Api
  readonly method: string
  /** Below the endpoint and the region, percent-encoding kept, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** As it stood on the request line. */
  readonly target: string
  readonly region: string
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
  /** Position among the requests of this server, from 1. */
  readonly number: number
  readonly requestId: string
  /** `performance.now()` when the request arrived. */
  readonly startedAt: number
  /** Passes a value through that hook of every deviation in force. */
  readonly hook: <K extends keyof HookValues>(name: K, value: HookValues[K]) => HookValues[K]
  /** Kept for the life of the server: what deviations that need a past remember. */
  readonly memory: Map<string, unknown>
  /** A number from 0 below 1, reproducible for the n-th request. */
  readonly random: () => number
  /** Set as soon as the answer is a refusal. */
  failure?: Failure
  /** Set when the prompt asks for an answer that breaks. */
  breaks?: 'reset' | 'cut' | 'stall'
}

/** Refuses as an overloaded server does. */
export function throttle(call: Call, retryAfter: boolean): never {
  return refuse(429, 'throttled', 'Too many requests, please wait before trying again.', {
    headers: retryAfter ? [['Retry-After', '1']] : [],
    ...(call.api.startsWith('openai') && { code: 'rate_limit_exceeded' }),
  })
}
