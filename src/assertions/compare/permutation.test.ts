import { expect, it } from 'vitest'
import { permutationP } from './permutation.ts'

const difference = (one: readonly unknown[], other: readonly unknown[]): number =>
  one.reduce<number>((sum, value) => sum + Number(value), 0) -
  other.reduce<number>((sum, value) => sum + Number(value), 0)

it('gives the share of all ways that are as extreme, counted by hand', () => {
  // of the six ways to take two out of 1, 2, 3, 4 only 3 + 4 is as great
  expect(permutationP([3, 4], [1, 2], difference)).toBeCloseTo(1 / 6)
  expect(permutationP([1, 2], [3, 4], difference)).toBe(1)
  expect(permutationP([1, 4], [2, 3], difference)).toBeCloseTo(4 / 6)
})

it('is one where both groups are the same', () => {
  expect(permutationP([7, 7, 7], [7, 7, 7], difference)).toBe(1)
})

it('draws where there are too many ways to try them all, the same each time', () => {
  const low = Array.from({ length: 12 }, (_, index) => index)
  const high = low.map((value) => value + 100)
  const p = permutationP(high, low, difference)
  expect(p).toBeLessThan(0.001)
  expect(p).toBeGreaterThan(0)
  expect(permutationP(high, low, difference)).toBe(p)
  expect(permutationP(low, low.toReversed(), difference)).toBeGreaterThan(0.3)
})
