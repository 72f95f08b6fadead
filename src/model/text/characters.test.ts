import { expect, it } from 'vitest'
import { charactersIn } from './characters.ts'

it.each(['', 'a', 'é', '😀', 'a😀b😀', '\ud83d', '\ude00\ud83d', '\ud83d\ud83d\ude00', 'x\ud83d'])(
  'a text has as many characters as code points: %j',
  (text) => {
    expect(charactersIn(text)).toBe([...text].length)
  },
)
