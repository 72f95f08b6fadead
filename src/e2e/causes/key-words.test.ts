import { expect, it } from 'vitest'
import { keyWordsOf, statedIn } from './testing/key-words.ts'

it('key words are names and telling words of a sentence', () => {
  expect(keyWordsOf('`created` is 0.')).toEqual(['create'])
  expect(keyWordsOf('Each answer comes with the usage of another.')).toEqual(['usag'])
  expect(keyWordsOf('Adjacent deltas are swapped (0.6 and later).')).toEqual([
    'adjace',
    'delta',
    'swappe',
  ])
})

it('what a screen states is not its verdict, and not the command that names the mutant', () => {
  const screen = 'NOT CONFORMANT: usage\n✗ It is wrong.\n    repeat    npm test -- --mutant=usage'
  expect(statedIn(screen)).toBe('✗ it is wrong.')
})
