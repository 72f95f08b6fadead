import { expect, it } from 'vitest'
import { replaceRuns } from './runs.ts'

it.each([
  [' a  b\n', /\s+/gu, ' '],
  ['', /\s+/gu, ' '],
  ['...', /[\p{P}]+/gu, ' '],
  ['$& ’$1', /’/gu, "'"],
  ['a b', /\s+/gu, '$&'],
])('each run of %j that is %s is replaced', (text, pattern, by) => {
  expect(replaceRuns(text, pattern, by)).toBe(text.replaceAll(pattern, () => by))
})
