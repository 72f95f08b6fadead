import { expect, it } from 'vitest'
import { matchesGlob } from './glob.ts'

it.each([
  ['stream.basic/done-last', 'stream.basic/done-last', true],
  ['stream.*/done-last', 'stream.basic/done-last', true],
  ['*', '', true],
  ['', '', true],
  ['', 'a', false],
  ['**', 'ab', true],
  ['*/done-last', 'stream.basic/done-last', true],
  ['stream.*', 'chat.basic/status', false],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['a*bc', 'abcbc', true],
  ['ab*b', 'ab', false],
  ['a.c', 'abc', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a?*', 'a', false],
  ['[ab]', 'a', false],
  ['a*', 'A', false],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['*b?d*f', 'abcbxd-f', true],
  ['*?b?*', 'abbb', true],
  ['*b?', 'ab', false],
  ['a*b*b', 'ab', false],
  ['*ab*ba*', 'aba', false],
  ['*ab*ba*', 'abba', true],
])('glob %s on %s is %s', (pattern, text, expected) => {
  expect(matchesGlob(pattern, text)).toBe(expected)
})

it('takes no long time over a pattern of many stars', () => {
  expect(matchesGlob(`${'*a'.repeat(40)}b`, 'a'.repeat(4000))).toBe(false)
})
