import { describe, expect, it } from 'vitest'
import { judge, verdict } from '../testing/judge.ts'
import { observed } from '../testing/observation.ts'

describe('status-in-turn', () => {
  const turns = [[200], [401, '4xx']]
  const statuses = (...list: readonly number[]) => {
    const repeats = list.map((status) => observed({ status }))
    return repeats.map((one) => verdict('status-in-turn', turns, one, { repeats }))
  }

  it('gives every repeat the statuses whose turn it is, round and round', () => {
    expect(statuses(200, 401, 200, 403)).toEqual(['pass', 'pass', 'pass', 'pass'])
  })

  it('finds each answer that belongs to another', () => {
    expect(statuses(401, 200, 200, 401)).toEqual([
      'compare.status',
      'compare.status',
      'pass',
      'pass',
    ])
  })

  it('says whether the status is that of another', () => {
    const repeats = [500, 200].map((status) => observed({ status }))
    const messages = repeats.map(
      (one) => judge('status-in-turn', turns, one, { repeats }).findings[0]?.message,
    )
    expect(messages).toEqual([
      'Request 1 of 2 got a status that none must get.',
      'Request 2 of 2 got the status of another.',
    ])
  })

  it('is inconclusive of an answer that was throttled away', () => {
    expect(statuses(429, 401)).toEqual(['inconclusive', 'pass'])
  })

  it('is inconclusive of an exchange that is none of the repeats', () => {
    expect(verdict('status-in-turn', turns, observed({}), { repeats: [] })).toBe('inconclusive')
  })
})

describe('retry-after', () => {
  const described = { status: 429, headers: [['Retry-After', '1']] } as const
  const earlier = [{ status: 429, waited: 1 }]

  it('passes where nothing was throttled, or every 429 says when to come back', () => {
    expect(verdict('retry-after', true, observed({}))).toBe('pass')
    expect(verdict('retry-after', true, observed({ status: 503 }))).toBe('pass')
    expect(verdict('retry-after', true, observed(described))).toBe('pass')
    const twice = observed({
      ...described,
      exchange: { earlier: [{ ...earlier[0]!, retryAfter: '1' }] },
    })
    expect(verdict('retry-after', true, twice)).toBe('pass')
  })

  it('finds a 429 without it, the last one or one that was repeated', () => {
    expect(verdict('retry-after', true, observed({ status: 429 }))).toBe('http.retry-after')
    const [finding] = judge('retry-after', true, observed({ exchange: { earlier } })).findings
    expect(finding?.received).toBe('1 of 1 responses with status 429 without it')
  })

  it.each(['0.5', '-1', 'in 5', 'soon 1'])('takes %s for no date', (text) => {
    const garbled = observed({ status: 429, headers: [['Retry-After', text]] })
    expect(verdict('retry-after', true, garbled)).toBe('http.header-value')
  })

  it('names a header that seems to stand in its place', () => {
    const renamed = { status: 429, headers: [['X-Retry-After', '1']] } as const
    const [finding] = judge('retry-after', true, observed(renamed)).findings
    expect(finding?.received).toMatch(/429 without it, but with X-Retry-After$/u)
  })
})
