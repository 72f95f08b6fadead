import { describe, expect, it } from 'vitest'
import { budgetText, parseBudget, type Budget } from './power.ts'

describe('a budget', () => {
  it.each<[string, Budget, string]>([
    ['12', { unit: 'requests', amount: 12 }, '12'],
    ['12-requests', { unit: 'requests', amount: 12 }, '12'],
    ['1k', { unit: 'requests', amount: 1000 }, '1000'],
    ['20k-tokens', { unit: 'tokens', amount: 20_000 }, '20k-tokens'],
    ['1.5k-tokens', { unit: 'tokens', amount: 1500 }, '1500-tokens'],
    ['2m', { unit: 'time', amount: 120_000 }, '2m'],
    ['90s', { unit: 'time', amount: 90_000 }, '90s'],
    ['1h', { unit: 'time', amount: 3_600_000 }, '60m'],
  ])('%s is read, and named as a flag can', (text, budget, name) => {
    expect(parseBudget(text)).toEqual(budget)
    expect(budgetText(budget)).toBe(name)
    expect(parseBudget(name)).toEqual(budget)
  })

  it.each(['', '0', '-1', '12x', 'tokens', '20k-minutes', '2m-tokens', '0.1', 'm', '1e3'])(
    '%j is none',
    (text) => {
      expect(parseBudget(text)).toBeUndefined()
    },
  )
})
