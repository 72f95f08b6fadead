import { expect, it } from 'vitest'
import { httpDate, requestIdHeaders, requestIdOf } from './headers.ts'

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

it.each([
  'Sun, 06 Nov 1994 08:49:37 GMT',
  'Sunday, 06-Nov-94 08:49:37 GMT',
  'Sun Nov  6 08:49:37 1994',
])('the date %s of RFC 9110 section 5.6.7 is in UTC, wherever this machine is', (value) => {
  expect(httpDate(value)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37))
})
