import { describe, expect, it } from 'vitest'
import { shellWord } from './shell-word.ts'

describe('shellWord', () => {
  it('leaves plain words alone', () => {
    expect(shellWord('bedrock/openai.gpt-oss-20b-1:0')).toBe('bedrock/openai.gpt-oss-20b-1:0')
  })

  it('quotes everything else', () => {
    expect(shellWord('')).toBe("''")
    expect(shellWord('$(x) `y`')).toBe("'$(x) `y`'")
    expect(shellWord("it's")).toBe("'it'\\''s'")
  })
})
