import { expect, it } from 'vitest'
import { joinToolCalls } from './tool-fragments.ts'

it('joins several fragments of one index within one delta in the order of the array', () => {
  const calls = joinToolCalls([
    { index: 0, id: 'a', name: 'boil', arguments: '{"li' },
    { index: 0, arguments: 'quid' },
    { index: 0, arguments: '":1}' },
  ])
  expect(calls).toEqual([{ id: 'a', name: 'boil', arguments: '{"liquid":1}' }])
})

it('keeps calls apart that grow by turns', () => {
  const calls = joinToolCalls([
    { index: 0, id: 'a', name: 'one', arguments: '{' },
    { index: 1, id: 'b', name: 'two', arguments: '[' },
    { index: 0, arguments: '}' },
    { index: 1, arguments: ']' },
  ])
  expect(calls.map((call) => call.arguments)).toEqual(['{}', '[]'])
})

it('takes the first id and the first name, however often they are repeated', () => {
  const calls = joinToolCalls([
    { index: 0, id: '', name: '', arguments: '' },
    { index: 0, id: 'a', name: 'one', arguments: '{' },
    { index: 0, id: 'a', name: 'one', arguments: '}' },
  ])
  expect(calls).toEqual([{ id: 'a', name: 'one', arguments: '{}' }])
})

it('begins a call at each new id where no index is given', () => {
  const calls = joinToolCalls([
    { id: 'a', name: 'one', arguments: '{' },
    { arguments: '}' },
    { id: 'b', name: 'two', arguments: '[]' },
    { id: 'a', arguments: ' ' },
  ])
  expect(calls).toEqual([
    { id: 'a', name: 'one', arguments: '{} ' },
    { id: 'b', name: 'two', arguments: '[]' },
  ])
})

it('gives a call without id or name rather than none', () => {
  expect(joinToolCalls([{ arguments: '{}' }])).toEqual([{ arguments: '{}' }])
})

it('takes a time in proportion to the calls, however many one delta begins', () => {
  const many = Array.from({ length: 300_000 }, (_, index) => ({ index, arguments: '{}' }))
  expect(joinToolCalls([...many, { index: 299_999, arguments: '!' }]).at(-1)?.arguments).toBe('{}!')
})
