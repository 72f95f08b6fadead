import { expect, it } from 'vitest'
import { excessOf, mostLevels, mostValues } from './bounds.ts'
import { parseJson } from './shape.ts'

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`

it('JSON is read up to the deepest level and no further', () => {
  expect(excessOf(nested(mostLevels))).toBeUndefined()
  expect(parseJson(nested(mostLevels))).toBeDefined()
  expect(excessOf(nested(mostLevels + 1))).toBe('is nested deeper than 500 levels')
  expect(parseJson(nested(mostLevels + 1))).toBeUndefined()
  expect(excessOf(`${'{"a":'.repeat(501)}1${'}'.repeat(501)}`)).toContain('deeper')
})

it('values are counted wherever they stand', () => {
  const list = `[${'0,'.repeat(mostValues)}0]`
  expect(excessOf(list)).toBe('has more than 500000 values')
  expect(excessOf(list, Infinity)).toBeUndefined()
  expect(excessOf(`[${'{},'.repeat(200)}${'[0],'.repeat(200)}0]`, 700)).toContain('more than 700')
})

it('brackets and commas inside strings do not count', () => {
  const text = JSON.stringify({ a: '[{,'.repeat(300_000), b: `\\"${'['.repeat(600)}`, c: '\\' })
  expect(excessOf(text)).toBeUndefined()
  expect(excessOf(`"${'['.repeat(600)}`)).toBeUndefined() // a string without an end
})
