import { expect, it } from 'vitest'
import { append, cameBefore, largest, smallest } from './lists.ts'

it('lists of any length are appended and compared', () => {
  const many = Array.from({ length: 500_000 }, (_, index) => index)
  const list = [-1]
  append(list, many)
  expect(list.length).toBe(500_001)
  expect([largest(list), smallest(list)]).toEqual([499_999, -1])
  expect([largest([]), smallest([])]).toEqual([-Infinity, Infinity])
})

it('values that came before are known, however many there are', () => {
  expect(cameBefore(['a', 'b', 'a', undefined, undefined])).toEqual([
    false,
    false,
    true,
    false,
    true,
  ])
  const many = Array.from({ length: 500_000 }, (_, index) => `call_${index}`)
  expect(cameBefore([...many, 'call_7']).indexOf(true)).toBe(500_000)
})
