/** Observations for tests, one builder for each situation, read by the program's own readers. */
import { apis } from '../../protocol/registry.ts'
import { observe } from '../../engine/observe/observe.ts'
import type { Exchange, HeaderList, TimedBytes } from '../../model/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import type { ApiName } from '../../model/names.ts'

export const model = 'openai.gpt-oss-20b-1:0'

/** 2026-03-03T10:00:00Z. */
export const now = Date.UTC(2026, 2, 3, 10) / 1000

export interface Situation {
  readonly api?: ApiName
  readonly status?: number
  readonly headers?: HeaderList
  /** The body in pieces; a text is one piece that arrives after 20 ms. */
  readonly body?: string | Uint8Array | readonly TimedBytes[]
  /** Members of the request's JSON, beside the model. */
  readonly asked?: Readonly<Record<string, unknown>>
  readonly endedAt?: number
  readonly complete?: boolean
  readonly exchange?: Partial<Exchange>
}

/** An exchange with a response, as the wire records it. */
export function observed(situation: Situation): Observation {
  const { api = 'openai-chat', status = 200, headers = [], complete = true } = situation
  const pieces = piecesOf(situation.body ?? '')
  const exchange: Exchange = {
    startedAt: '2026-03-03T10:00:00.000Z',
    request: {
      method: 'POST',
      url: 'http://127.0.0.1/v1/chat/completions',
      headers: [['content-type', 'application/json']],
      body: utf8(JSON.stringify({ model, messages: [], ...situation.asked })),
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      headers: [['date', new Date(now * 1000).toUTCString()], ...headers],
      headersAt: 10,
      raw: pieces,
      decoded: pieces,
      endedAt: situation.endedAt ?? (pieces.at(-1)?.at ?? 10) + 1,
      complete,
    },
    earlier: [],
    leaks: [],
    ...situation.exchange,
  }
  return observe(exchange, apis[api], { family: 'gpt-oss' })
}

/** An attempt to which nothing answered. */
export function refused(api: ApiName = 'openai-chat'): Observation {
  const { exchange } = observed({ api })
  const { response: _, ...rest } = exchange
  const failure = {
    kind: 'refused' as const,
    message: 'Nothing listens on 127.0.0.1:1.',
    remedy: 'Start the server.',
    after: 2,
  }
  return { api, exchange: { ...rest, failure }, items: [] }
}

/** A JSON response. */
export function answered(json: unknown, more: Situation = {}): Observation {
  return observed({
    headers: [['content-type', 'application/json']],
    body: JSON.stringify(json),
    ...more,
  })
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function piecesOf(body: NonNullable<Situation['body']>): readonly TimedBytes[] {
  if (typeof body === 'string') return body === '' ? [] : [{ at: 20, bytes: utf8(body) }]
  return body instanceof Uint8Array ? [{ at: 20, bytes: body }] : body
}
