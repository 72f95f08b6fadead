import { expect, it } from 'vitest'
import { matchesGlob } from './glob.ts'

it.each([
  ['stream.basic/done-last', 'stream.basic/done-last', true],
  ['stream.*/done-last', 'stream.basic/done-last', true],
  ['*', '', true],
  ['*/done-last', 'stream.basic/done-last', true],
  ['stream.*', 'chat.basic/status', false],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['ab*b', 'ab', false],
  ['a.c', 'abc', false],
])('glob %s on %s is %s', (pattern, text, expected) => {
  expect(matchesGlob(pattern, text)).toBe(expected)
})
