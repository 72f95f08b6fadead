import { expect, it } from 'vitest'
import { joinList, splitList } from './comma-list.ts'

it.each([
  ['a, b', ['a', 'b']],
  [',a,,b ,', ['a', 'b']],
  ['a\\,b,c', ['a,b', 'c']],
  [' , ', []],
])('%j is a list of %j', (text, items) => {
  expect(splitList(text)).toEqual(items)
  expect(splitList(joinList(items))).toEqual(items)
})
