import { expect, it } from 'vitest'
import { groupBy, lastOfEach } from './group-by.ts'

it('groups and their items are in order of first appearance', () => {
  const items = ['b1', 'a1', 'b2', 'a2', 'c1']
  expect(groupBy(items, ([letter]) => letter)).toEqual([['b1', 'b2'], ['a1', 'a2'], ['c1']])
})

it('keys are equal when their members are', () => {
  expect(groupBy([1, 2, 3], (item) => [item % 2, 'x'])).toEqual([[1, 3], [2]])
})

it('of items with one key the last is kept, where the first one was', () => {
  expect(lastOfEach(['b1', 'a1', 'b2', 'c1'], ([letter]) => letter)).toEqual(['b2', 'a1', 'c1'])
})
