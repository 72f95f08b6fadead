import { expect, it } from 'vitest'
import { groupBy } from './group-by.ts'

it('groups and their items are in order of first appearance', () => {
  const items = ['b1', 'a1', 'b2', 'a2', 'c1']
  expect(groupBy(items, ([letter]) => letter)).toEqual([['b1', 'b2'], ['a1', 'a2'], ['c1']])
})

it('keys are equal when their members are', () => {
  expect(groupBy([1, 2, 3], (item) => [item % 2, 'x'])).toEqual([[1, 3], [2]])
})
