import { describe, expect, it } from 'vitest'
import { prose } from './prose.ts'
import { countTokens, tokenize } from './tokens.ts'

const texts = [
  'hello, how are you?',
  '',
  '👩‍👩‍👧 漢字 שלום',
  'a\n\n  b\t',
  "I'm \uD800 lone",
  'x'.repeat(1000),
]

describe('tokenize', () => {
  it('loses nothing', () => {
    for (const text of [...texts, prose('story', 500)]) expect(tokenize(text).join('')).toBe(text)
  })

  it('counts as it cuts', () => {
    for (const text of texts) expect(countTokens(text)).toBe(tokenize(text).length)
  })

  it("counts the walkthrough's prompt and answer as the walkthrough does", () => {
    expect(countTokens('hello, how are you?') + 1).toBe(7)
    expect(countTokens(" I'm doing great, thanks for asking! I")).toBe(10)
  })

  it('cuts no code point', () => {
    for (const piece of tokenize('👩‍🚀𝒜漢')) expect(Buffer.from(piece).toString()).toBe(piece)
  })
})
