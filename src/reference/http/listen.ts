/** Servers on loopback that turn requests into calls. */
import { seededRandom } from '../../model/run/random.ts'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Call } from '../call.ts'
import { Refusal, type Answer } from '../answer.ts'
import { applyHook, type Deviation } from '../deviation.ts'
import { failureAnswer } from '../endpoints/failure.ts'
import type { Location } from '../endpoints/location.ts'
import { readBody } from './body.ts'
import { openPort, type Listening } from './port.ts'
import { send } from './send.ts'

/** What all servers of one reference share. */
export interface Shared {
  readonly deviations: readonly Deviation[]
  readonly latencyMs: number
  readonly memory: Map<string, unknown>
  requests: number
  /** Errors of the reference itself: each is a bug. */
  readonly faults: unknown[]
}

export interface Service {
  /** Undefined when there is no such place. */
  readonly location: (host: string, path: string) => Location | undefined
  readonly answer: (call: Call) => Answer
}

type Request = IncomingMessage | Http2ServerRequest
type Response = ServerResponse | Http2ServerResponse

/** Starts serving on 127.0.0.1; port 0 takes a free one. Rejects when the port is taken. */
export function listen(port: number, service: Service, shared: Shared): Promise<Listening> {
  return openPort(port, (request, response) => {
    shared.requests += 1
    void handle(request, response, service, shared).catch((error: unknown) => {
      shared.faults.push(error)
      response.destroy()
    })
  })
}

async function handle(
  request: Request,
  response: Response,
  service: Service,
  shared: Shared,
): Promise<void> {
  const number = shared.requests
  const startedAt = performance.now()
  const body = await readBody(request)
  if (body === 'gone') return
  const headers = { ...request.headers, host: hostOf(request) }
  const target = request.url ?? '/'
  const [path, query] = split(target)
  const location = service.location(headers.host, path)
  const call: Call = {
    ...(location ?? { endpoint: 'runtime', region: 'nowhere', path }),
    api: 'other',
    method: request.method ?? 'GET',
    query: new URLSearchParams(query),
    target,
    headers,
    body: body === 'too-large' ? new Uint8Array() : body,
    number,
    requestId: randomUUID(),
    startedAt,
    hook: (name, value) => applyHook(shared.deviations, call, name, value),
    memory: shared.memory,
    random: seededRandom(number),
  }
  const refused = !location || body === 'too-large'
  const answer = refused ? refusal(call, location !== undefined) : answered(call, service, shared)
  await send(call, answer, response, shared.latencyMs)
}

/** HTTP/2 says it in a pseudo-header (RFC 9113 section 8.3.1). */
function hostOf(request: Request): string {
  const authority = request.headers[':authority']
  return request.headers.host ?? (typeof authority === 'string' ? authority : '')
}

function split(target: string): [path: string, query: string] {
  const at = target.indexOf('?')
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)]
}

function answered(call: Call, service: Service, shared: Shared): Answer {
  try {
    return call.hook('intercept', undefined) ?? service.answer(call)
  } catch (error) {
    if (error instanceof Refusal) return failureAnswer(call, error.failure)
    shared.faults.push(error)
    return failureAnswer(call, {
      status: 500,
      kind: 'server',
      message: 'The reference server has an internal error.',
    })
  }
}

function refusal(call: Call, locationKnown: boolean): Answer {
  return locationKnown
    ? failureAnswer(call, {
        status: 400,
        kind: 'bad-request',
        message: 'The request body is larger than 25000000 bytes.',
      })
    : failureAnswer(call, {
        status: 404,
        kind: 'unknown-route',
        message: 'There is no such region.',
        exception: 'UnknownOperationException',
      })
}
