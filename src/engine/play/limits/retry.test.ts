import { describe, expect, it } from 'vitest'
import type { Exchange, TransportFailureKind } from '../../../model/exchange.ts'
import {
  createRepeats,
  isRefusal,
  isTransient,
  retryAfter,
  withRetries,
  type RetryPolicy,
} from './retry.ts'

const bare = {
  startedAt: '2026-01-01T00:00:00.000Z',
  request: { method: 'GET', url: 'http://127.0.0.1/', headers: [], body: new Uint8Array() },
  earlier: [],
  leaks: [],
}

function answered(status: number, headers: [string, string][] = []): Exchange {
  const response = {
    status,
    statusText: '',
    httpVersion: 'HTTP/1.1',
    headers,
    headersAt: 1,
    raw: [],
    decoded: [],
    endedAt: 2,
    complete: true,
  }
  return { ...bare, response }
}

function failed(kind: TransportFailureKind): Exchange {
  return { ...bare, failure: { kind, message: 'It failed.', remedy: 'Mend it.', after: 1 } }
}

const quick: RetryPolicy = { attempts: 3, refusals: 5, firstWait: 0, longestWait: 5 }

describe('isTransient', () => {
  it.each([429, 503, 529])('repeats status %i', (status) => {
    expect(isTransient(answered(status))).toBe(true)
  })

  it.each([200, 400, 401, 403, 404, 408, 500, 502, 504])('never repeats status %i', (status) => {
    expect(isTransient(answered(status))).toBe(false)
  })

  it('repeats a connection that could not be made, never a wait that ran out', () => {
    expect(isTransient(failed('refused'))).toBe(true)
    expect(isTransient(failed('first-byte-timeout'))).toBe(false)
    expect(isTransient(failed('tls'))).toBe(false)
  })

  it('never repeats a response that broke off, since that is a defect to be seen', () => {
    const broken = { ...answered(200), failure: failed('reset').failure! }
    expect(isTransient(broken)).toBe(false)
  })

  it('repeats a connection that was cut before the first byte only, not inside the header block', () => {
    const cut = failed('reset')
    expect(isTransient(cut)).toBe(true)
    expect(isTransient({ ...cut, failure: { ...cut.failure!, begun: true } })).toBe(false)
  })
})

describe('isRefusal', () => {
  it.each([
    ['429', true, answered(429)],
    ['529', true, answered(529)],
    ['503 that says when to come back', true, answered(503, [['Retry-After', '1']])],
    ['503', false, answered(503)],
    ['500 that says when to come back', false, answered(500, [['Retry-After', '1']])],
    ['lost connection', false, failed('refused')],
  ])('of a %s is %s', (_, expected, exchange) => {
    expect(isRefusal(exchange)).toBe(expected)
  })
})

describe('retryAfter', () => {
  it('reads seconds and dates, and nothing else', () => {
    const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT')
    expect(retryAfter(answered(429, [['Retry-After', '3']]), now)).toBe(3000)
    expect(retryAfter(answered(429, [['retry-after', 'Wed, 21 Oct 2026 07:28:05 GMT']]), now)).toBe(
      5000,
    )
    expect(retryAfter(answered(429, [['retry-after', '1.5']]), now)).toBe(1500)
    expect(retryAfter(answered(429, [['retry-after', 'soon']]), now)).toBeUndefined()
    // `Date.parse` takes these for dates of years long gone.
    expect(retryAfter(answered(429, [['retry-after', '-1']]), now)).toBeUndefined()
    expect(retryAfter(answered(429, [['retry-after', 'in 3']]), now)).toBeUndefined()
    expect(retryAfter(answered(429), now)).toBeUndefined()
  })
})

/** Sends until the answers of a server are over; its last one comes again and again. */
function sending(
  answers: readonly Exchange[],
  options: Partial<Parameters<typeof withRetries>[2]>,
) {
  let sent = 0
  const refusals: number[] = []
  const send = async (): Promise<Exchange> => {
    sent += 1
    return answers[sent - 1] ?? answers.at(-1)!
  }
  const again = async (before: number): Promise<Exchange> => {
    refusals.push(before)
    return send()
  }
  const done = withRetries(send, again, { policy: quick, ...options })
  return { done, refusals, sent: () => sent }
}

const statuses = ({ earlier }: Exchange): unknown[] =>
  earlier.map(({ status, failure }) => status ?? failure?.kind)

describe('withRetries', () => {
  it('keeps every earlier attempt in the record', async () => {
    const exchange = await sending([failed('refused'), answered(503), answered(200)], {}).done
    expect(exchange.response?.status).toBe(200)
    expect(statuses(exchange)).toEqual(['refused', 503])
  })

  it.each([
    ['503', 3, answered(503)],
    ['429', 5, answered(429)],
    ['503 that names a time', 5, answered(503, [['retry-after', '0']])],
  ])('gives back the last %s after %i attempts', async (_, most, answer) => {
    const { done, sent } = sending([answer], {})
    const exchange = await done
    expect(sent()).toBe(most)
    expect(exchange.response).toBe(answer.response)
    expect(exchange.earlier).toHaveLength(most - 1)
  })

  it('counts refusals and other failures apart', async () => {
    const answers = [429, 503, 429, 429, 429, 503, 503].map((status) => answered(status))
    const { done, sent, refusals } = sending(answers, {})
    expect(statuses(await done)).toEqual([429, 503, 429, 429, 429, 503])
    expect(sent()).toBe(7)
    expect(refusals).toEqual([1, 1, 2, 3, 4, 4])
  })

  it('waits no longer than the policy allows, whatever Retry-After asks for', async () => {
    const waits: number[] = []
    const answers = [answered(429, [['retry-after', '3600']]), answered(200)]
    await sending(answers, { onRetry: (_, wait) => waits.push(wait) }).done
    expect(waits).toEqual([5])
  })

  it('does not wait on its own where the host is held back', async () => {
    const answers = [answered(429, [['retry-after', '3600']]), answered(200)]
    const policy = { ...quick, longestWait: 3_600_000 }
    const exchange = await sending(answers, { policy, isHeld: () => true }).done
    expect(exchange.response?.status).toBe(200)
  })

  it('stops at once when the run is interrupted', async () => {
    const controller = new AbortController()
    controller.abort()
    const policy = { ...quick, firstWait: 60_000, longestWait: 60_000 }
    const { done, sent } = sending([answered(503)], { policy, signal: controller.signal })
    await done
    expect(sent()).toBe(1)
  })

  it('stops at once when the host is given up', async () => {
    const policy = { ...quick, firstWait: 60_000, longestWait: 60_000 }
    const { done, sent } = sending([answered(429)], { policy, isGivenUp: () => true })
    expect(statuses(await done)).toEqual([])
    expect(sent()).toBe(1)
  })

  it('gives back the last answer where there is no turn for another attempt', async () => {
    const none = async (): Promise<undefined> => undefined
    const exchange = await withRetries(async () => answered(429), none, { policy: quick })
    expect(exchange).toMatchObject({ response: { status: 429 }, earlier: [] })
  })
})

describe('repeats of a run', () => {
  it('are as many as requests are expected', () => {
    const { take } = createRepeats(2)
    expect([take(), take(), take()]).toEqual([true, true, false])
  })

  it('are as many as requests were sent, where those are more', () => {
    const { sent, take } = createRepeats(1)
    sent()
    sent()
    expect([take(), take(), take()]).toEqual([true, true, false])
    sent()
    expect([take(), take()]).toEqual([true, false])
  })
})
