/** The context of a run whose server is a function. */
import type { Exchange, HttpRequest } from '../../model/exchange.ts'
import { createOwnIds } from '../judge/own-ids.ts'
import { createLimitMember } from '../play/request/limit-member.ts'
import { createAsked } from '../play/asked.ts'
import { createServed } from '../play/canary/served.ts'
import type { RunContext } from '../play/context.ts'
import { createBreaker } from '../play/limits/breaker.ts'
import { createMemory } from '../play/limits/memory.ts'
import { createOpenEnds } from '../play/limits/open-end.ts'
import { createPace } from '../play/limits/pace.ts'
import { defaultRetryPolicy } from '../play/limits/retry.ts'
import { createRunNonces } from '../play/values/run-nonces.ts'

/**
 * @param answer gives the JSON of the answer to a request
 * @param samples runs of each behaviour
 */
export function contextWith(
  answer: (request: HttpRequest) => unknown,
  samples: RunContext['samples'],
): RunContext {
  const memory = createMemory()
  return {
    send: async (request) => exchangeOf(request, answer(request)),
    strict: false,
    clean: (shown) => shown,
    samples,
    retry: defaultRetryPolicy,
    breaker: createBreaker(),
    openEnds: createOpenEnds(30_000),
    memory,
    asked: createAsked(memory),
    served: createServed(),
    nonces: createRunNonces(),
    ownIds: createOwnIds(),
    limitMember: createLimitMember(),
    pace: createPace(8),
    baseline: [],
    signal: new AbortController().signal,
    onRetry: () => undefined,
  }
}

function exchangeOf({ method, url, headers, body }: HttpRequest, answer: unknown): Exchange {
  const part = [{ at: 1, bytes: new TextEncoder().encode(JSON.stringify(answer)) }]
  return {
    startedAt: '',
    request: { method, url, headers, body: body ?? new Uint8Array() },
    response: {
      status: 200,
      statusText: 'OK',
      httpVersion: 'HTTP/1.1',
      headers: [['content-type', 'application/json']],
      headersAt: 1,
      raw: part,
      decoded: part,
      endedAt: 2,
      complete: true,
    },
    earlier: [],
    leaks: [],
  }
}
