import { expect, it } from 'vitest'
import { charactersIn, replaceRuns } from './large.ts'

it.each(['', 'a', 'é', '😀', 'a😀b😀', '\ud83d', '\ude00\ud83d', '\ud83d\ud83d\ude00', 'x\ud83d'])(
  'a text has as many characters as code points: %j',
  (text) => {
    expect(charactersIn(text)).toBe([...text].length)
  },
)

it.each([
  [' a  b\n', /\s+/gu, ' '],
  ['', /\s+/gu, ' '],
  ['...', /[\p{P}]+/gu, ' '],
  ['$& ’$1', /’/gu, "'"],
  ['a b', /\s+/gu, '$&'],
])('each run of %j that is %s is replaced', (text, pattern, by) => {
  expect(replaceRuns(text, pattern, by)).toBe(text.replaceAll(pattern, () => by))
})
