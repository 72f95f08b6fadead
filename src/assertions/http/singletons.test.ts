import { describe, expect, it } from 'vitest'
import type { HeaderList } from '../../model/exchange.ts'
import { verdict } from '../testing/judge.ts'
import { observed } from '../testing/observation.ts'

const json = ['content-type', 'application/json'] as const
const of = (wish: string, ...headers: HeaderList): string =>
  verdict('singleton-fields', wish, observed({ status: 200, headers }))

describe('singleton-fields', () => {
  it('finds fields of one value that come with several', () => {
    expect(of('agree', json, ['Content-Type', 'text/html'])).toBe('http.header-repeated')
    expect(of('once', json, ['Content-Type', 'text/html'])).toBe('pass')
  })

  it('finds ids and counts of Bedrock that come with several values', () => {
    for (const name of ['x-amzn-RequestId', 'X-Amzn-Bedrock-Input-Token-Count']) {
      expect(of('agree', [name, '1'], [name.toLowerCase(), '2'])).toBe('http.header-repeated')
    }
  })

  it('finds those that come twice alike', () => {
    expect(of('once', json, json)).toBe('http.header-repeated')
    expect(of('agree', json, json)).toBe('pass')
  })

  it('takes several dates for lines too many, not for a contradiction', () => {
    const dates = [
      ['date', 'Sat, 28 Nov 2026 00:00:00 GMT'],
      ['date', 'Sat, 28 Nov 2026 00:00:01 GMT'],
    ] as const
    expect(of('agree', ...dates)).toBe('pass')
    expect(of('once', ...dates)).toBe('http.header-repeated')
  })

  it('takes lists and cookies on several lines', () => {
    const lists = [
      ['vary', 'a'],
      ['vary', 'b'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=1'],
      ['via', '1.1 a'],
      ['via', '1.1 b'],
    ] as const
    expect(of('agree', json, ...lists)).toBe('pass')
    expect(of('once', json, ...lists)).toBe('pass')
  })
})

describe('stream-charset', () => {
  it.each([
    ['text/event-stream', 'pass'],
    ['text/event-stream; charset=utf-8', 'pass'],
    ['Text/Event-Stream;charset="UTF-8"', 'pass'],
    ['text/event-stream; charset=iso-8859-1', 'http.content-type'],
    ['application/json; charset=iso-8859-1', 'pass'],
  ])('%s: %s', (value, expected) => {
    const observation = observed({ status: 200, headers: [['content-type', value]] })
    expect(verdict('stream-charset', true, observation)).toBe(expected)
  })
})
