import { describe, expect, it } from 'vitest'
import type { Exchange, TransportFailureKind } from '../../../model/exchange.ts'
import { isTransient, retryAfter, withRetries, type RetryPolicy } from './retry.ts'

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

const quick: RetryPolicy = { attempts: 3, firstWait: 0, longestWait: 5 }

describe('isTransient', () => {
  it.each([429, 503])('repeats status %i', (status) => {
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
})

describe('retryAfter', () => {
  it('reads seconds and dates, and nothing else', () => {
    const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT')
    expect(retryAfter(answered(429, [['Retry-After', '3']]), now)).toBe(3000)
    expect(retryAfter(answered(429, [['retry-after', 'Wed, 21 Oct 2026 07:28:05 GMT']]), now)).toBe(
      5000,
    )
    expect(retryAfter(answered(429, [['retry-after', 'soon']]), now)).toBeUndefined()
    expect(retryAfter(answered(429), now)).toBeUndefined()
  })
})

describe('withRetries', () => {
  it('keeps every earlier attempt in the record', async () => {
    const answers = [failed('refused'), answered(503), answered(200)]
    const exchange = await withRetries(async () => answers.shift()!, { policy: quick })
    expect(exchange.response?.status).toBe(200)
    expect(exchange.earlier.map(({ status, failure }) => status ?? failure?.kind)).toEqual([
      'refused',
      503,
    ])
  })

  it('gives back the last answer when the attempts are spent', async () => {
    let sent = 0
    const exchange = await withRetries(
      async () => {
        sent += 1
        return answered(429)
      },
      { policy: quick },
    )
    expect(sent).toBe(3)
    expect(exchange.response?.status).toBe(429)
    expect(exchange.earlier).toHaveLength(2)
  })

  it('waits no longer than the policy allows, whatever Retry-After asks for', async () => {
    const waits: number[] = []
    const answers = [answered(429, [['retry-after', '3600']]), answered(200)]
    await withRetries(async () => answers.shift()!, {
      policy: quick,
      onRetry: (_, wait) => waits.push(wait),
    })
    expect(waits).toEqual([5])
  })

  it('does not wait on its own where the host is held back', async () => {
    const answers = [answered(429, [['retry-after', '3600']]), answered(200)]
    const policy = { ...quick, longestWait: 3_600_000 }
    const exchange = await withRetries(async () => answers.shift()!, { policy, isHeld: () => true })
    expect(exchange.response?.status).toBe(200)
  })

  it('stops at once when the run is interrupted', async () => {
    const controller = new AbortController()
    let sent = 0
    await withRetries(
      async () => {
        sent += 1
        controller.abort()
        return answered(503)
      },
      { policy: { ...quick, firstWait: 60_000, longestWait: 60_000 }, signal: controller.signal },
    )
    expect(sent).toBe(1)
  })
})
