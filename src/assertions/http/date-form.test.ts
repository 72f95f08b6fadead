import { describe, expect, it } from 'vitest'
import { verdict } from '../testing/judge.ts'
import { observed } from '../testing/observation.ts'

describe('date-form', () => {
  it.each([
    ['Sat, 28 Nov 2026 21:02:57 GMT', 'pass'],
    ['2026-11-28T21:02:57.000Z', 'http.header-value'],
    ['Sat, 28 Nov 2026 21:02:57 +0000', 'http.header-value'],
    ['Saturday, 28-Nov-26 21:02:57 GMT', 'http.header-value'],
    ['Sat Nov 28 21:02:57 2026', 'http.header-value'],
    ['1795899777', 'http.header-value'],
  ])('%s: %s', (value, expected) => {
    const observation = observed({ status: 200, headers: [['date', value]] })
    expect(verdict('date-form', true, observation)).toBe(expected)
  })

  it('asks for no date', () => {
    expect(verdict('date-form', true, observed({ status: 200, headers: [] }))).toBe('pass')
  })
})
