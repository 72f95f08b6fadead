import { expect, it } from 'vitest'
import { requestIdHeaders, requestIdOf } from './headers.ts'

it.each(requestIdHeaders)('the id of a request is found under the name %s', (name) => {
  expect(
    requestIdOf([
      ['date', 'x'],
      [name.toUpperCase(), 'id-1'],
    ]),
  ).toBe('id-1')
})

it('an empty id counts as absent', () => {
  expect(requestIdOf([['x-amzn-requestid', ' ']])).toBeUndefined()
  expect(
    requestIdOf([
      ['x-amzn-requestid', ''],
      ['request-id', 'b'],
    ]),
  ).toBe('b')
  expect(requestIdOf()).toBeUndefined()
})
