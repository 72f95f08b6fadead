import { expect, it } from 'vitest'
import { within } from './within.ts'

const list = (length: number, item: unknown): unknown[] => Array.from({ length }, () => item)

it.each([
  ['no list', { a: { b: 'c' }, n: null }],
  ['vectors', { data: [{ embedding: list(24_000, 0.5) }, { embedding: list(24_000, 1) }] }],
  ['3,000 items', { choices: list(3000, { index: 0 }) }],
])('a value with %s is looked at whole', (_, value) => {
  expect(within(value)).toBe(value)
})

it('of lists that are too long the first items are looked at, and all that stands beside them', () => {
  const value = { first: list(60_000, 0), more: list(10, 'x'), id: 'y' }
  expect(within(value)).toEqual({ first: list(50_000, 0), more: ['x', 'x'], id: 'y' })
})

it('lists within lists count together', () => {
  const value = list(200, list(200, {}))
  const kept = within(value) as unknown[][]
  expect(kept.flat().length).toBeLessThan(3125)
  expect(kept.flat().length).toBeGreaterThan(2900)
})

it('no list that has items is empty', () => {
  const vectors = within(list(30, { embedding: list(3000, 0.5) })) as { embedding: number[] }[]
  expect(vectors.every(({ embedding }) => embedding.length > 0)).toBe(true)
  expect(within({ first: list(60_000, {}), last: list(9, list(9, 0)) })).toMatchObject({
    last: [
      [0, 0],
      [0, 0],
    ],
  })
})

it('a member may have any name', () => {
  const value: unknown = JSON.parse(`{"__proto__": 1, "list": [${list(60_000, 0).join()}]}`)
  expect(Object.keys(within(value) as object)).toEqual(['__proto__', 'list'])
})
