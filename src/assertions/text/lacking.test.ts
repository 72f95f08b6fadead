import { describe, expect, it } from 'vitest'
import { lacking } from './lacking.ts'

const received = (wanted: string, text: string) =>
  lacking({ wanted, expected: JSON.stringify(wanted) }, text).received

describe('an answer that lacks a text', () => {
  it.each([
    ['red blue', 'Red: red▁blue', 'U+2581 in place of U+0020'],
    ['velmorabi', 'vel\u200Bmorabi', 'U+200B in place of U+006D'],
    ['naïve b', 'nai\u0308ve b', 'U+0069 in place of U+00EF'],
    ['abc 𝒳', 'abc X', 'U+0058 in place of U+1D4B3'],
    ['abcd 日', 'abcd ', 'nothing in place of U+65E5'],
  ])('names the first character of %j that differs in %j', (wanted, text, exchanged) => {
    expect(received(wanted, text)).toBe(`${exchanged}: ${JSON.stringify(text)}`)
  })

  it('shows the answer where more is missing', () => {
    expect(received('velmorabi', 'I do not know.')).toBe('"I do not know."')
    expect(received('日本語', 'Nothing')).toBe('"Nothing"')
  })
})
