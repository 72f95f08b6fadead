import { describe, expect, it } from 'vitest'
import { shellQuoted } from './shell-word.ts'

describe('shellWord', () => {
  it('leaves plain words alone', () => {
    expect(shellQuoted('bedrock/openai.gpt-oss-20b-1:0')).toBe('bedrock/openai.gpt-oss-20b-1:0')
  })

  it('quotes everything else', () => {
    expect(shellQuoted('')).toBe("''")
    expect(shellQuoted('$(x) `y`')).toBe("'$(x) `y`'")
    expect(shellQuoted("it's")).toBe("'it'\\''s'")
  })
})
